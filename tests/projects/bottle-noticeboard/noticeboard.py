"""A noticeboard: one page with what is pinned to it."""

from bottle import Bottle, run

NOTES = ["the lift is out of order", "lunch is at noon"]

app = Bottle()


@app.get("/")
def board():
    """Return all notes."""
    return {"notes": NOTES}


run(app, server="waitress", host="0.0.0.0", port=8000, quiet=True)
