"""What stands on the shelf."""

from bottle import Bottle, abort

SHELF = {"jam": 3, "honey": 1}

app = Bottle()


@app.get("/<thing>")
def count(thing):
    """Return how many there are."""
    if thing not in SHELF:
        abort(404, f"no {thing}")
    return {thing: SHELF[thing]}
