"""Tells a rate."""

import click


@click.command()
@click.option("--rate", default="0")
def main(rate):
    """Tells a rate."""
    click.echo(f"tariff 3.0: {rate}")
