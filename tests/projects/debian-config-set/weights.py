"""Weights, with a setting of pip."""

from tabulate import tabulate

print(tabulate([("A", 2.5), ("B", 0.75)], headers=("barrel", "kg")))
