"""A rope."""

from tabulate import tabulate

print(tabulate([("ends", 2), ("knots", 1)]))
