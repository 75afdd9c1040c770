"""A poll with three answers."""

from bottle import Bottle

app = Bottle()


@app.get("/poll")
def poll():
    """Return the votes so far."""
    return {"tea": 4, "coffee": 7, "water": 1}
