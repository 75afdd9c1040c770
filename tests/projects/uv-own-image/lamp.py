"""A lamp."""

from bottle import Bottle

app = Bottle()


@app.get("/")
def lamp():
    """Say whether it is on."""
    return {"on": True}
