"""Which key opens which door."""

from flask import Flask

app = Flask(__name__)


@app.get("/<door>")
def key(door):
    """Return the key of a door."""
    return {"door": door, "key": sum(map(ord, door))}
