"""A notice."""

import click
from tabulate import tabulate

click.echo(tabulate([("open", "9-17")]))
