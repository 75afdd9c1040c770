"""Cities by height."""

from tabulate import tabulate

print(tabulate(sorted([("La Paz", 3640), ("Quito", 2850)], key=lambda row: row[1])))
