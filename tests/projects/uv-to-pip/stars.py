"""Bright stars."""

import click
from tabulate import tabulate

click.echo(tabulate([("Rigel", 0.13), ("Vega", 0.03)], headers=("star", "magnitude")))
