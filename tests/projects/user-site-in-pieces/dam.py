"""A dam."""

from bottle import Bottle

app = Bottle()


@app.get("/")
def level():
    """Return it."""
    return {"metres": 12}
