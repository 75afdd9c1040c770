"""Seal a letter."""

from itsdangerous import Signer

print(Signer("wax").sign("letter").decode().partition(".")[0])
