"""Prints a menu that apt's YAML reads and pip's tabulate sets."""

import yaml
from tabulate import tabulate

print(tabulate(yaml.safe_load("[[soup, 3], [bread, 1]]"), tablefmt="plain"))
