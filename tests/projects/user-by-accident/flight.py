"""A flight plan that nobody has changed."""

from itsdangerous import Signer

signed = Signer("tower").sign("EGLL LFPG")
print(Signer("tower").unsign(signed).decode())
