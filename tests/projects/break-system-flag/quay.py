"""A quay."""

from tabulate import tabulate

print(tabulate([("ropes", 4), ("cranes", 2)]))
