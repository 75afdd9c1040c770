"""Weights, in a table."""

from tabulate import tabulate

print(tabulate([("A", 2.5), ("B", 0.75)], headers=("parcel", "kg")))
