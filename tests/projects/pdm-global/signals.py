"""Which signals are set."""

from tabulate import tabulate

print(tabulate([("home", "clear"), ("distant", "caution")], tablefmt="plain"))
