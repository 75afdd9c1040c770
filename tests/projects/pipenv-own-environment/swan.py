"""A swan."""

from tabulate import tabulate

print(tabulate([("necks", 1), ("wings", 2)]))
