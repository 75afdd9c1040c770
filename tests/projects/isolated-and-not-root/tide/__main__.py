"""Tells the tide, on a page."""

from waitress import serve


def app(environ, start):
    """Answer every request alike."""
    start("200 OK", [("Content-Type", "text/plain")])
    return [b"high water at noon\n"]


serve(app, listen="0.0.0.0:8000")
