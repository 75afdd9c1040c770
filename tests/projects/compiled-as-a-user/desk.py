"""Open the desk."""

import cffi
import click
import lamp

click.echo(f"{lamp.light()}, {cffi.FFI().sizeof('short')} bytes bright")
