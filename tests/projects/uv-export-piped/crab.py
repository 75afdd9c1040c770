"""A crab."""

from tabulate import tabulate

print(tabulate([("left", 1), ("right", 2)], tablefmt="plain"))
