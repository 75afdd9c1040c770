"""Where the wind comes from."""

from bottle import Bottle

app = Bottle()


@app.get("/")
def wind():
    """Return the direction."""
    return {"wind": "north-west"}
