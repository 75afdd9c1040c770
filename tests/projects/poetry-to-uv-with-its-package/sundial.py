"""How long a shadow is."""

import click
from itsdangerous import Signer
from tabulate import tabulate


@click.command()
@click.option("--hours", default=12)
def main(hours):
    """Print a table."""
    rows = [(hour, round(abs(6 - hour) / 2, 1)) for hour in range(hours)]
    click.echo(tabulate(rows, headers=("hour", "shadow")))
    click.echo(Signer("noon").sign("sun").decode())
