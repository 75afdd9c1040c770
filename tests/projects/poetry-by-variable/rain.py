"""How much rain there was."""

from tabulate import tabulate

print(tabulate([("May", 41), ("June", 63)], headers=("month", "mm")))
