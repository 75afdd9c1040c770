"""How high the tide is."""

from bottle import Bottle

app = Bottle()


@app.get("/now")
def tide():
    """Return what is known."""
    return "low water\n"
