"""A door with a lock."""

from itsdangerous import Signer

print("locked" if Signer("key").validate(Signer("key").sign("door")) else "open")
