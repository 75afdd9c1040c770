"""One page that says which services are up."""

import json
from pathlib import Path

from bottle import Bottle, response, template

SERVICES = json.loads(Path(__file__).with_name("services.json").read_text())
PAGE = """% for name, state in sorted(services.items()):
{{name}}: {{state}}
% end
"""

app = Bottle()


@app.get("/")
def status():
    """List every service with its state."""
    response.content_type = "text/plain; charset=utf-8"
    return template(PAGE, services=SERVICES)
