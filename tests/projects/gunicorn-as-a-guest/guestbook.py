"""Who was here."""

import getpass

from flask import Flask

app = Flask(__name__)


@app.get("/")
def guests():
    """Return the guests, and who serves them."""
    return {"guests": ["Ada", "Grace"], "served by": getpass.getuser()}
