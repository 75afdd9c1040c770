"""When the ferry leaves."""

from bottle import Bottle

app = Bottle()


@app.get("/next")
def departure():
    """Return the next departure."""
    return {"leaves": "16:40", "quay": 2}
