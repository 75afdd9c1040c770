"""Print what each shop has sold."""

import csv

import click
from tabulate import tabulate


@click.command()
@click.argument("table", type=click.File())
def report(table):
    """Print the rows of TABLE and their sum."""
    rows = [(row["shop"], int(row["sold"])) for row in csv.DictReader(table)]
    click.echo(tabulate([*rows, ("all", sum(sold for _, sold in rows))], headers=("shop", "sold")))


report()
