"""A hen."""

from tabulate import tabulate

print(tabulate([("monday", 1), ("friday", 2)], tablefmt="plain"))
