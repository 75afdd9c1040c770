"""A kiosk."""

from bottle import Bottle

app = Bottle()


@app.get("/")
def window():
    """Say what there is."""
    return "papers and sweets"
