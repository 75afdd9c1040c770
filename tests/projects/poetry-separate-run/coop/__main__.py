"""Count the eggs."""

import click

click.echo(f"{sum([3, 0, 2])} eggs")
