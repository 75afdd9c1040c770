"""Grinds."""

import click


@click.command()
@click.option("--grain", default="oats")
def main(grain):
    """Grinds."""
    click.echo(f"mill 0.2: {grain}")
