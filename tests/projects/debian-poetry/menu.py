"""What is for lunch."""

from bottle import Bottle

app = Bottle()


@app.get("/<day>")
def dish(day):
    """Return the dish of a day."""
    return {"day": day, "dish": {"monday": "soup"}.get(day, "bread")}
