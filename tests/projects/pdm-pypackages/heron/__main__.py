"""Count the fish."""

from tabulate import tabulate

print(tabulate([("roach", 3), ("perch", 1)], headers=("fish", "seen")))
