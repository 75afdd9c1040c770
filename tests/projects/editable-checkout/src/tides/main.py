"""The command line."""

from importlib.metadata import version

import click

HIGH = {"Dunwich": "04:12", "Ravenser": "05:40"}


@click.command()
@click.option("--harbour", type=click.Choice(sorted(HIGH)))
def main(harbour):
    """Print when the water is high."""
    click.echo(f"tides {version('tides')}: {harbour} {HIGH[harbour]}")
