"""A gate."""

from hinges import COUNT
from tabulate import tabulate

print(tabulate([("hinges", COUNT)]))
