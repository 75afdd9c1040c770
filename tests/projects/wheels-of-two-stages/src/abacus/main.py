"""Counts beads."""

import click


@click.command()
@click.option("--beads", default="0")
def main(beads):
    """Counts beads."""
    click.echo(f"abacus 1.4: {beads}")
