"""A clock with one hand."""

from bottle import Bottle

app = Bottle()


@app.get("/<hour:int>")
def angle(hour):
    """Return where the hand points, in degrees."""
    return {"degrees": hour % 12 * 30}
