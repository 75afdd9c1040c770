"""A maze with one way out."""

from tabulate import tabulate

print(tabulate(["#.#", "#..", "###"], tablefmt="plain"))
