"""Prints a table of moons."""

from tabulate import tabulate

print(tabulate([["Io", 1], ["Europa", 2]], headers=["moon", "number"]))
