"""The kind of argument that a path is."""

from __future__ import annotations

import click

PATH = click.Path(readable=False)
"""Any path, also one that cannot be read: why it cannot is said where it is read, in a sentence with the next step."""
