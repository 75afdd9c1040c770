"""Do, re, mi."""

import click

click.echo(" ".join(["do", "re", "mi"]))
