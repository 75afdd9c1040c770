"""Where the tram stops."""

from bottle import Bottle

app = Bottle()


@app.get("/stops")
def stops():
    """Return all stops."""
    return {"stops": ["Mill", "Bridge", "Market"]}
