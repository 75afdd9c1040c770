"""Prints what is in stock."""

import click

click.echo("nothing")
