"""A ledger on the web."""

from flask import Flask, render_template


def create_app() -> Flask:
    """Return the application."""
    app = Flask(__name__)

    @app.get("/")
    def balance() -> str:
        return render_template("balance.html", balance=0)

    return app
