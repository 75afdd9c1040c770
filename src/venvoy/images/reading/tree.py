"""Paths of an image, followed through its symbolic links as its kernel would."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Mapping

from attrs import field, frozen

from venvoy.model.image import File, FileKind

_MOST_LINKS = 40
"""Links on one way before it counts as a circle, as Linux does (path_resolution(7))."""


@frozen
class Tree:
    """The files of an image as directories and links."""

    files: Mapping[str, File] = field(repr=False)
    _known: dict[str, str | None] = field(factory=dict, init=False, repr=False, eq=False)

    def real(self, path: str) -> str | None:
        """Return where *path* leads, free of links; None when it leads nowhere."""
        return self._real(posixpath.normpath(path), 0)

    def program(self, path: str) -> str | None:
        """Return the executable file that *path* leads to; None when there is none."""
        real = self.real(path)
        file = self.files.get(real) if real is not None else None
        return real if file is not None and file.kind is FileKind.FILE and file.mode & 0o111 else None

    def which(self, name: str, places: Collection[str]) -> str | None:
        """Return the path of the program *name* as a shell finds it in *places*; a name with a slash is a path."""
        if "/" in name:
            return name if self.program(name) else None
        return next((path for place in places if self.program(path := posixpath.join(place, name))), None)

    def _real(self, path: str, links: int) -> str | None:
        if path in ("/", "//", "."):
            return "/"
        if path in self._known:
            return self._known[path]
        if links > _MOST_LINKS:
            return None
        parent, name = posixpath.split(path)
        above = self._real(parent, links) if parent != path else "/"
        found = None if above is None else self._below(posixpath.join(above, name), above, links)
        self._known[path] = found
        return found

    def _below(self, here: str, above: str, links: int) -> str | None:
        file = self.files.get(here)
        if file is None:
            return None
        if file.kind is not FileKind.LINK:
            return here
        return self._real(posixpath.normpath(posixpath.join(above, file.content)), links + 1)
