"""When the ferry leaves."""

from bottle import Bottle

app = Bottle()


@app.get("/next")
def departure():
    """Return what is known."""
    return "at noon\n"
