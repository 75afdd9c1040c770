"""Settings of gunicorn, and loaders of WSGI applications, that name the old layout."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from venvoy.codemods.contexts import context
from venvoy.codemods.marking import mark
from venvoy.codemods.moved_paths import found
from venvoy.codemods.source import Source
from venvoy.codemods.strings import constant
from venvoy.model.companion import Confidence, Place, Relocation

PAGE = "old-path-in-settings"


def find(source: Source, relocation: Relocation) -> tuple[Place, ...]:
    """Return a place for each setting that names an old path, and for each use of ``activate_this.py``."""
    named = found(source, relocation, PAGE, lambda node: context(source, node) == "setting")
    return (*named, *_activations(source))


def _activations(source: Source) -> Iterator[Place]:
    if "activate_this" not in source.text:
        return
    for node in source.nodes(cst.SimpleString):
        if (constant(node) or "").rpartition("/")[2] == "activate_this.py":
            message = "virtualenv and uv write `activate_this.py`; `python -m venv` does not, so that this fails."
            suggestion = "Take it out: started by the venv's own Python, the application finds its packages unasked."
            yield mark(source, PAGE, source.place(node), (message, suggestion), Confidence.REPORTED)
