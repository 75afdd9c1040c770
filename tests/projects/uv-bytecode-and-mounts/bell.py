"""Rings."""

import click
from tabulate import tabulate

click.echo(tabulate([["eight", "bells"]], tablefmt="plain"))
