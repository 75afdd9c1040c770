"""Weights, by uv."""

from tabulate import tabulate

print(tabulate([("A", 2.5), ("B", 0.75)], headers=("crate", "kg")))
