"""A loom."""

from bottle import Bottle

app = Bottle()


@app.get("/")
def threads():
    """Return it."""
    return {"threads": 640}
