"""Tells a reading."""

import click


@click.command()
@click.option("--reading", default="0")
def main(reading):
    """Tells a reading."""
    click.echo(f"gauge 0.9: {reading}")
