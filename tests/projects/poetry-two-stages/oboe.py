"""An oboe."""

from bottle import Bottle

app = Bottle()


@app.get("/")
def oboe():
    """Return it."""
    return {"reeds": 2}
