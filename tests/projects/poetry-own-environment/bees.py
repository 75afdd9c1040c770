"""Bees in a hive."""

from tabulate import tabulate

print(tabulate([("queen", 1), ("workers", 20000)]))
