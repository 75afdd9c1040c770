"""A forge."""

import click


@click.command()
@click.option("--iron", type=int)
def main(iron):
    """Forge what IRON is there for."""
    click.echo(f"{iron * 2} nails")
