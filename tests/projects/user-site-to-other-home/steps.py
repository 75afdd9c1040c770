"""How far one walks."""

from tabulate import tabulate

print(tabulate([("Mon", 8120), ("Tue", 11007)], headers=("day", "steps")))
