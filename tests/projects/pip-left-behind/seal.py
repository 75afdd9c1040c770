"""Signs a word, and reads it back."""

import click
from itsdangerous import Signer

signer = Signer("wax")
click.echo(f"sealed {signer.unsign(signer.sign('letter')).decode()}")
