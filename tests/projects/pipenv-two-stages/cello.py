"""A cello."""

from tabulate import tabulate

print(tabulate([("strings", 4), ("bows", 1)]))
