"""The command line."""

import csv
from collections import Counter

import click
from jinja2 import Environment, PackageLoader


@click.command()
@click.argument("sales", type=click.File("r"))
@click.option("--top", default=3, show_default=True, help="How many products to list.")
def main(sales, top):
    """Print the best products of a month's SALES (a CSV file)."""
    totals = Counter()
    for row in csv.DictReader(sales):
        totals[row["product"]] += int(row["pieces"])
    template = Environment(loader=PackageLoader("sales_report"), trim_blocks=True).get_template("report.txt")
    click.echo(template.render(best=totals.most_common(top), total=sum(totals.values())))
