"""A horn."""

from tabulate import tabulate


def main():
    """Blow."""
    print(tabulate([("F", 12), ("B flat", 9)], tablefmt="plain"))
