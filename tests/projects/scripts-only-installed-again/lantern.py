"""A lantern."""

import bottle

app = bottle.default_app()


@bottle.route("/")
def index():
    """Say whether it is lit."""
    return "lantern lit"
