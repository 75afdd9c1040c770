"""A greeting."""

from bottle import Bottle, request

app = Bottle()


@app.get("/")
def greet():
    """Greet whoever is named."""
    return f"Good morning, {request.query.name or 'stranger'}.\n"
