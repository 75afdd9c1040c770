"""A small shop: a catalogue and a basket total."""

from flask import Flask, abort, jsonify

CATALOGUE = {"mug": 9.5, "poster": 14.0, "sticker": 2.25}

app = Flask(__name__)


@app.get("/health")
def health():
    """Say that the worker is alive."""
    return "ok\n"


@app.get("/total/<items>")
def total(items):
    """Add up the prices of the items, joined by commas."""
    basket = items.split(",")
    unknown = [item for item in basket if item not in CATALOGUE]
    if unknown:
        abort(404, f"not in the catalogue: {', '.join(unknown)}")
    return jsonify(items=basket, total=sum(CATALOGUE[item] for item in basket))
