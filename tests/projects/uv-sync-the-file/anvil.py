"""An anvil."""

from bottle import Bottle

app = Bottle()


@app.get("/")
def anvil():
    """Return it."""
    return {"shoes": 8}
