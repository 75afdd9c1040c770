"""Grain."""

from bottle import Bottle

app = Bottle()


@app.get("/")
def grain():
    """Return it."""
    return {"sacks": 9}
