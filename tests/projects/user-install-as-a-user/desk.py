"""Tickets at a desk."""

from flask import Flask

app = Flask(__name__)


@app.get("/next")
def number():
    """Return the next number."""
    return {"next": 17}
