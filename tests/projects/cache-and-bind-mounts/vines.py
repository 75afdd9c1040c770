"""Rows of vines."""

from bottle import Bottle

app = Bottle()


@app.get("/")
def rows():
    """Return it."""
    return {"rows": 14}
