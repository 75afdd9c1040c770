"""Who stands in line."""

from tabulate import tabulate

print(tabulate([(1, "Ada"), (2, "Grace")], headers=("place", "name")))
