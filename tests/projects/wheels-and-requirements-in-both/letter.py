"""Writes a letter."""

from jinja2 import Template

print(Template("Dear {{ name }}, {{ count }} letters wait.").render(name="Ada", count=3))
