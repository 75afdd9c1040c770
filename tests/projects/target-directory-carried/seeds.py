"""When to sow."""

import click
from tabulate import tabulate


@click.command()
def seeds():
    """Print the months."""
    click.echo(tabulate([("beans", "May"), ("kale", "July")], headers=("seed", "month")))


seeds()
