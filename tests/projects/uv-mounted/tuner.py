"""The strings of a guitar."""

from tabulate import tabulate

print(tabulate(zip("EADGBE", (82, 110, 147, 196, 247, 330)), headers=("string", "hertz")))
