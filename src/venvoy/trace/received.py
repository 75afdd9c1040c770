"""Which files of the build context an image is given."""

from __future__ import annotations

from venvoy.model.analysis import Analysis
from venvoy.parse.dockerignore import ignored
from venvoy.trace.carries import movements


def received(of: Analysis, path: str) -> bool:
    """Return whether a COPY or ADD of some stage takes the file at *path*, relative to the build context.

    A source that cannot be told (a variable without a default) is taken for none.
    """
    if ignored(path, of.repository.dockerignore or ()):
        return False
    return any(source in {"", "."} or ignored(path, (source,)) for source in _sources(of))


def _sources(of: Analysis) -> set[str]:
    """Return the sources of all copies from the build context, relative to it."""
    copies = (i for i in of.dockerfile.instructions if i.keyword in {"COPY", "ADD"} and i.flag("from") is None)
    moved = (movement for i in copies for movement in movements(i, of.surroundings.scopes[i.span.start]))
    return {movement.source.strip("/").removeprefix("./") for movement in moved}
