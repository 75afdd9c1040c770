"""A cart."""

from tabulate import tabulate

print(tabulate([("wheels", 2), ("load", 300)]))
