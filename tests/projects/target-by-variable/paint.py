"""A line of colour."""

import click

click.echo(click.style("blue", fg="blue"), color=True)
