"""Which files of the build context an image is given."""

from __future__ import annotations

from collections.abc import Iterable

from venvoy.model.analysis import Analysis
from venvoy.parse.dockerignore import ignored
from venvoy.trace.carries import movements


def received(of: Analysis, paths: Iterable[str]) -> tuple[str, ...]:
    """Return those of *paths*, relative to the build context, that a COPY or ADD of some stage takes.

    A source that cannot be told (a variable without a default) is taken for none.
    """
    sources = _sources(of)
    kept_out = of.repository.dockerignore or ()
    everything = not sources.isdisjoint({"", "."})
    return tuple(
        path
        for path in paths
        if (everything or any(ignored(path, (source,)) for source in sources)) and not ignored(path, kept_out)
    )


def _sources(of: Analysis) -> set[str]:
    """Return the sources of all copies from the build context, relative to it."""
    copies = (i for i in of.dockerfile.instructions if i.keyword in {"COPY", "ADD"} and i.flag("from") is None)
    moved = (movement for i in copies for movement in movements(i, of.surroundings.scopes[i.span.start]))
    return {movement.source.strip("/").removeprefix("./") for movement in moved}
