import sys

sys.path.insert(0, "/opt/port")

from port.web import assign

print(assign("Anna"))
