"""A lighthouse."""

from tabulate import tabulate


def main():
    """Tell when it flashes."""
    print(tabulate([("white", 5), ("red", 10)], headers=("light", "seconds")))
