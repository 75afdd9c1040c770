"""Sign a word, and say whether the signature holds."""

import click
from itsdangerous import Signer


@click.command()
@click.argument("words", nargs=-1)
def sign(words):
    """Sign each of WORDS."""
    signer = Signer("known to everybody")
    for word in words:
        signed = signer.sign(word)
        click.echo(f"{word} {signer.unsign(signed).decode() == word}")


sign()
