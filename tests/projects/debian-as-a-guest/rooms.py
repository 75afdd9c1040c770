"""Which rooms are free."""

from bottle import Bottle

app = Bottle()


@app.get("/free")
def rooms():
    """Return what is known."""
    return "three rooms\n"
