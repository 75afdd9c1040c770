"""Tickets of a help desk."""

from flask import Flask, render_template_string

TICKETS = [(17, "printer on fire"), (18, "cannot find the any key")]
PAGE = """{% for number, subject in tickets %}#{{ number }} {{ subject }}
{% endfor %}"""

app = Flask(__name__)


@app.get("/")
def tickets():
    """List the open tickets."""
    return render_template_string(PAGE, tickets=TICKETS), {"Content-Type": "text/plain"}
