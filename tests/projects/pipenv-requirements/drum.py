"""A drum."""

from tabulate import tabulate

print(tabulate([("skins", 2), ("sticks", 2)]))
