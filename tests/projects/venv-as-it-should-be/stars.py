"""Count to three in stars."""

import click

for count in range(1, 4):
    click.echo("*" * count)
