"""Compose files that are read together: those of one directory, and what ``include`` brings in.

The rules are those of the compose specification (https://github.com/compose-spec/compose-spec, ``14-include.md``).
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from venvoy.companions.interpolation import interpolated
from venvoy.companions.yaml_tree import Listing, Node, Scalar, Table


@frozen
class Include:
    """One entry of ``include``."""

    paths: tuple[str, ...]
    """Files, from the root of the repository; those behind the first override it."""
    directory: str
    """From where relative paths in them start."""


def includes(root: Table, directory: str) -> Iterator[Include]:
    """Yield what a compose file in *directory* includes, as far as its names are known."""
    listing = root.get("include")
    for item in listing.items if isinstance(listing, Listing) else ():
        named = item.get("path") if isinstance(item, Table) else item
        parts = named.items if isinstance(named, Listing) else (named,)
        paths = tuple(joined for part in parts if (joined := below(directory, part)) is not None)
        if not paths:
            continue
        told = below(directory, item.get("project_directory")) if isinstance(item, Table) else None
        yield Include(paths, posixpath.dirname(paths[0]) if told is None else told)


def below(directory: str, node: Node | None) -> str | None:
    """Return the path that *node* says, seen from *directory*, from the root on; None when that is not known."""
    text = text_of(node)
    if not text or "://" in text or text.startswith(("/", "~")):
        return None
    path = posixpath.normpath(posixpath.join(directory, text))
    return None if path.startswith("../") or path == ".." else "" if path == "." else path


def text_of(node: Node | None) -> str | None:
    """Return a single value with its variables at their defaults; None for anything else."""
    return interpolated(node.text) if isinstance(node, Scalar) else None


def together(paths: Iterable[str], included: Mapping[str, tuple[Include, ...]]) -> Mapping[str, str]:
    """Return for each of *paths* the name of the project that it belongs to: the same for those read together.

    Args:
        paths: compose files, from the root of the repository.
        included: what each of them includes.
    """
    leads = {path: posixpath.dirname(path) or "." for path in paths}

    def project(name: str) -> str:
        while (further := leads.get(name, name)) != name:
            name = further
        return name

    for path, entries in included.items():
        for other in (other for entry in entries for other in entry.paths if other in leads):
            one, two = project(path), project(other)
            if one != two:
                leads[one] = two
    return {path: project(path) for path in leads if path in included}
