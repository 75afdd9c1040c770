"""What is called comes back."""

import click

click.echo("hello, hello")
