"""A tower."""

from tabulate import tabulate

print(tabulate([("steps", 212), ("bells", 3)]))
