"""A dyke."""

from bottle import Bottle

app = Bottle()


@app.get("/")
def dyke():
    """Return it."""
    return {"safe": True}
