"""Modules that an image has more than once, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from venvoy.model.image import Image
from venvoy.model.provenance import Shadowed

_MOST = 20
"""Modules of an image that are named; the JSON has all."""


def shadow_sentences(image: Image) -> Iterator[str]:
    """Yield a sentence for each module of which an import takes one and hides another, and one for the rest."""
    yield from map(_sentence, image.shadowed[:_MOST])
    if (more := len(image.shadowed) - _MOST) > 0:
        yield f"and {more} more modules; the JSON has all."


def _sentence(one: Shadowed) -> str:
    hidden = " and ".join(f"{place.path} ({place.origin})" for place in one.hidden)
    return f"{one.module} comes from {one.taken.path} ({one.taken.origin}), and hides {hidden}."
