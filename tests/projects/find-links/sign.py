"""A signature that is too long to forge."""

from itsdangerous import Signer

print(len(Signer("ink").sign("treaty")))
