"""When the water is high."""

from bottle import Bottle

app = Bottle()


@app.get("/")
def tide():
    """Return the tide."""
    return {"tide": "high water", "at": "06:12"}
