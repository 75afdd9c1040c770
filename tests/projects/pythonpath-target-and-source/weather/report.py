"""A table of winds."""

from tabulate import tabulate

print(tabulate([["north", 12], ["south", 3]], tablefmt="plain"))
