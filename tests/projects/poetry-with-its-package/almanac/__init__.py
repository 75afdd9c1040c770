"""What to do in a month."""

import click

ADVICE = {6: "cut the hay", 7: "pick the currants"}


@click.command()
@click.argument("month", type=int)
def main(month):
    """Print what to do in MONTH."""
    click.echo(ADVICE[month])
