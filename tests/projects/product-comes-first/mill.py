"""Grind."""

import click


@click.command()
@click.argument("sacks", type=int)
def grind(sacks: int) -> None:
    """Say how much flour comes of it."""
    click.echo(f"{sacks * 40} kilograms")


if __name__ == "__main__":
    grind()
