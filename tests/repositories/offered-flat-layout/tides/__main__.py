"""Say it."""

import sys

import click

import settings
from tides.tables import high_water


@click.command()
def main() -> None:
    """Say when the water is high; in isolated mode, only from what is installed."""
    click.echo(f"high water at {high_water(settings.PLACE)}")
    if not sys.flags.isolated:
        return
    assert "site-packages" in settings.__file__, settings.__file__


if __name__ == "__main__":
    main()
