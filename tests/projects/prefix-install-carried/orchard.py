"""What grows in the orchard."""

from bottle import Bottle

app = Bottle()


@app.get("/trees")
def trees():
    """Return all trees."""
    return {"apple": 12, "quince": 2}
