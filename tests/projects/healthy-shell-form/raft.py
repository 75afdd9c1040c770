"""A raft."""

from bottle import Bottle

app = Bottle()


@app.get("/")
def raft():
    """Return it."""
    return {"it": __import__("os").environ["MESSAGE"]}
