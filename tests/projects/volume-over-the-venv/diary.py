"""Writes a line into the volume and reads it."""

from pathlib import Path

import click

page = Path("/srv/diary.txt")
page.write_text("rain, then sun\n")
click.echo(page.read_text())
