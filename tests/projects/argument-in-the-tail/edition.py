"""Say which edition this is, and what it was made with."""

from pathlib import Path

import click

click.echo(" and ".join(Path("/etc/edition").read_text().split()))
