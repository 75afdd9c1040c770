"""The sieve of Eratosthenes."""

import click


@click.command()
@click.argument("limit", type=int)
def sieve(limit):
    """Print the primes below LIMIT."""
    left = list(range(2, limit))
    while left:
        click.echo(left[0])
        left = [number for number in left if number % left[0]]


sieve()
