"""A flute."""

from tabulate import tabulate

print(tabulate([("keys", 16), ("joints", 3)]))
