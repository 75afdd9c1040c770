"""Which locks of the canal are open."""

from bottle import Bottle

app = Bottle()


@app.get("/open")
def locks():
    """Return what is known."""
    return "two of five\n"
