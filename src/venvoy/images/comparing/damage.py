"""Distributions whose files are gone: the metadata is there, and what it recorded is not."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from venvoy.model.comparison import Difference, Judgement, Subject
from venvoy.model.image import SEEDS, Distribution, Image

_MADE_LATER = ("__pycache__/", ".pyc", "/bin/")
"""Bytecode comes and goes; scripts are compared by themselves."""


def damage_differences(before: Image, after: Image) -> Iterator[Difference]:
    """Yield the distributions of the rewrite that lack recorded files which the original has."""
    lacked = {(one.name, path) for one in before.contents.distributions for path in _lacking(one, before)}
    whole = {one.name for one in before.contents.distributions}
    for one in after.contents.distributions:
        gone = sorted(path for path in _lacking(one, after) if (one.name, path) not in lacked)
        if gone and one.name in whole - SEEDS:
            more = f" and {len(gone) - 1} more" if len(gone) > 1 else ""
            why = "It recorded files that are not there, and were before."
            yield Difference(Subject.PACKAGE, one.name, None, f"without {gone[0]}{more}", Judgement.SURPRISE, why)


def _lacking(one: Distribution, image: Image) -> Iterator[str]:
    """Yield what *one* recorded and *image* has not, as paths from its site."""
    for path in one.files:
        if path not in image.contents.files and not any(part in path for part in _MADE_LATER):
            yield posixpath.relpath(path, one.site)
