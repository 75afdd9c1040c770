"""A bell that can be asked."""

from bottle import Bottle

app = Bottle()


@app.get("/")
def ring():
    """Ring."""
    return "ding"
