"""The weir."""

from tabulate import tabulate

print(tabulate([("high", 3.1), ("low", 1.4)]))
