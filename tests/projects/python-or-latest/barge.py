"""A barge."""

from tabulate import tabulate

print(tabulate([("tons", 38), ("crew", 2)]))
