"""Write a line into the ledger and read it again."""

from pathlib import Path

from cffi import FFI

ledger = Path("/var/lib/ledger/today")
ledger.write_text(f"{FFI().sizeof('short')} shorts")
print(ledger.owner(), ledger.read_text())
