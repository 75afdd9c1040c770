"""A ledger on the command line."""

import click
from tabulate import tabulate


@click.command()
@click.argument("amounts", nargs=-1, type=int)
def main(amounts):
    """Print AMOUNTS with the balance after each."""
    balance = 0
    rows = []
    for amount in amounts:
        balance += amount
        rows.append((amount, balance))
    click.echo(tabulate(rows, headers=("amount", "balance")))
