"""An oboe that plays over the network."""

import sys

from bottle import Bottle

app = Bottle()


@app.get("/")
def play():
    """Play the note that the orchestra tunes to."""
    return "a, 442 Hz"


def main():
    """Listen."""
    app.run(host=sys.argv[-1], port=8000, quiet=True)
