"""Where the shadow falls."""

import click


@click.command()
@click.argument("hour", type=int)
def shadow(hour):
    """Print it for HOUR."""
    click.echo("west" if hour < 12 else "east")


shadow()
