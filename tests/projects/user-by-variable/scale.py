"""Weights on a scale."""

from tabulate import tabulate

print(tabulate([("apple", 0.182), ("pear", 0.211)], floatfmt=".3f"))
