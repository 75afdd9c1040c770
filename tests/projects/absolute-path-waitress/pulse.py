"""Say that all is well."""

from bottle import Bottle

app = Bottle()


@app.get("/pulse")
def pulse():
    """Return the beat."""
    return "steady\n"
