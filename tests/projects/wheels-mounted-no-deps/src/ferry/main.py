"""Crosses a river."""

import click


@click.command()
@click.option("--river", default="Lethe")
def main(river):
    """Crosses a river."""
    click.echo(f"ferry 2.1: {river}")
