"""Ships in the harbour."""

from bottle import Bottle

app = Bottle()


@app.get("/ships")
def ships():
    """Return all ships."""
    return {"ships": ["Aurora", "Beagle"]}
