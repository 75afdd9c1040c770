"""A reef."""

from bottle import Bottle

app = Bottle()


@app.get("/")
def reef():
    """Return it."""
    return {"fish": 77}
