"""A kiln."""

from tabulate import tabulate

print(tabulate([("bricks", 800), ("tiles", 240)]))
