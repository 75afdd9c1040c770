"""System packages that could be added to a rewrite, as sentences."""

from __future__ import annotations

from collections.abc import Iterator

from venvoy.model.build import Addition

TITLE = "What could be added to the last stage"


def addition_sentences(additions: tuple[Addition, ...]) -> Iterator[str]:
    """Yield one sentence for each package, and one that says how; text in them comes from the images."""
    for one in additions:
        where = f"the stage {one.stage}" if one.stage is not None else "the last stage"
        yield f"{one.package}, to {where}: {one.why}"
    if additions:
        words = " ".join(f"--add-package {one.package}" for one in additions)
        yield f"'venvoy migrate' with {words} writes it; --add-missing adds it and builds again."
