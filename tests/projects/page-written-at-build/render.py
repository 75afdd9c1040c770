"""Render the page."""

from pathlib import Path

from jinja2 import Template

print(Template(Path("index.html.j2").read_text()).render(title="Open day"))
