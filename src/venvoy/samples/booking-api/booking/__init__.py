"""Meeting rooms and who booked them."""

from flask import Flask, jsonify

ROOMS = {"attic": ["09:00", "15:30"], "library": []}


def create_app():
    """Return the application."""
    app = Flask(__name__)

    @app.get("/rooms/<name>")
    def room(name):
        bookings = ROOMS.get(name)
        if bookings is None:
            return jsonify(error="no such room"), 404
        return jsonify(room=name, bookings=bookings, free=not bookings)

    return app
