"""A mill."""

from bottle import Bottle

app = Bottle()


@app.get("/flour")
def flour():
    """Return it."""
    return {"kilograms": 50}
