"""Console scripts: where they are, and whether the first line of each leads to a program."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator

from attrs import evolve

from venvoy.images.reading.archive import Archive
from venvoy.images.reading.distributions import entry_points
from venvoy.images.reading.tree import Tree
from venvoy.model.image import SEEDS, ConsoleScript, Distribution

_SITE = re.compile(r"(?P<prefix>.*)/lib(64)?/python[^/]*/(site|dist)-packages")
_LONG = re.compile(rb"#!/bin/sh\n'''exec' \"?(?P<program>[^\" \n]+)")
"""How pip and uv write a first line that Linux would cut: the shell starts the interpreter."""


def scripts(
    archive: Archive, tree: Tree, found: Collection[Distribution], path: Collection[str]
) -> Iterator[ConsoleScript]:
    """Yield every script that the distributions in *found* promise; *path* is the image's PATH.

    Those of pip, setuptools and wheel are left out: pip's metadata promises a ``pip3.11`` to an environment of 3.12.
    """
    for distribution in found:
        if distribution.name not in SEEDS:
            for name, module in entry_points(archive, distribution).items():
                yield evolve(_script(archive, tree, distribution, name, path), module=module)


def shebang(head: bytes) -> tuple[str, ...]:
    """Return the words of the first line of a program that begins with *head*; none for what is no script."""
    if long := _LONG.match(head):
        return (long["program"].decode("utf-8", "surrogateescape"),)
    if not head.startswith(b"#!"):
        return ()
    return tuple(head[2:].partition(b"\n")[0].decode("utf-8", "surrogateescape").split())


def interpreter(words: tuple[str, ...], tree: Tree, path: Collection[str]) -> str | None:
    """Return the program that a first line of *words* starts; ``env`` is asked where it looks."""
    if posixpath.basename(words[0]) == "env":
        named = next((word for word in words[1:] if not word.startswith("-")), None)
        return tree.which(named, path) if named is not None else None
    return words[0] if tree.program(words[0]) else None


def _script(
    archive: Archive, tree: Tree, distribution: Distribution, name: str, path: Collection[str]
) -> ConsoleScript:
    place = next((p for p in _places(distribution, name) if tree.real(p)), None)
    if place is None:
        return ConsoleScript(name, distribution.name, None, fault="No file of that name lies where it was installed.")
    head = archive.heads.get(tree.real(place) or place)
    if head is None:
        return ConsoleScript(name, distribution.name, place, fault="It may not be executed.")
    words = shebang(head)
    if not words:
        return ConsoleScript(name, distribution.name, place)
    fault = "" if interpreter(words, tree, path) else f"Its first line names {words[0]}, which is not in the image."
    if not fault or posixpath.basename(words[0]) != "env":
        return ConsoleScript(name, distribution.name, place, words[0], fault)
    return ConsoleScript(
        name,
        distribution.name,
        place,
        words[0],
        f"Its first line asks env for {' '.join(words[1:])}, which is not on PATH.",
    )


def _places(distribution: Distribution, name: str) -> Iterator[str]:
    """Yield where the script may be, the likeliest first."""
    yield from sorted(path for path in distribution.files if path.endswith(f"/bin/{name}"))
    egg = distribution.site.endswith(".egg")
    inside = _SITE.fullmatch(posixpath.dirname(distribution.site) if egg else distribution.site)
    if inside is None:
        yield f"{distribution.site}/bin/{name}"  # --target
        return
    yield f"{inside['prefix']}/bin/{name}"
    if "/dist-packages" in distribution.site:
        yield f"/usr/local/bin/{name}"
        yield f"/usr/bin/{name}"
