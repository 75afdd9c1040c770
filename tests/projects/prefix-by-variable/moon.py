"""Phases of the moon."""

from tabulate import tabulate

print(tabulate(enumerate(["new", "first quarter", "full", "last quarter"])))
