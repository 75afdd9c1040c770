"""A plan, escaped."""

import click
from markupsafe import escape

click.echo(escape("<plan> & <purpose>"))
