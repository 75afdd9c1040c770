"""Which bell rings."""

import click
import itsdangerous


@click.command()
@click.option("--bell", default="the small one")
def ring(bell):
    """Say which bell rings."""
    click.echo(f"{bell} rings, says {itsdangerous.__name__}")


ring()
