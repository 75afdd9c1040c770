""".dockerignore: what of the machine that builds a COPY would carry into the image, over or beside the environment.

Patterns are only added, behind all others: the last one that matches decides, and none of ours lets a file in.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Mapping
from fnmatch import fnmatchcase

from attrs import evolve, frozen

from venvoy.companions.image import Image
from venvoy.companions.paths import below
from venvoy.companions.sheet import Sheet, readable
from venvoy.model.companion import Companion, Confidence
from venvoy.model.dockerfile import Dockerfile
from venvoy.model.source import Span
from venvoy.parse.dockerignore import ignored

LARGEST = 256 * 1024
"""Bytes of an ignore file that is read."""
_PAGE = "context-carries-venv"
_ENVIRONMENTS = (".venv", "venv")
_BYTECODE = {"__pycache__": "__pycache__/x.cpython-312.pyc", "*.pyc": "x.pyc"}
"""What a pattern keeps out, with a path that shows whether it is kept out already."""
_MOST_PLACES = 200
"""Directories that are asked for; one that lets bytecode in is enough."""


@frozen
class _Carried:
    """A directory of the context whose content a COPY takes along."""

    source: str
    destination: str


def ignore_companion(
    image: Image, contents: Mapping[str, bytes], listing: Collection[str], copied: Collection[str] = ()
) -> Companion | None:
    """Return the ignore file of the build with what it lacks; None when it lacks nothing.

    Args:
        image: what is built.
        contents: files by their path in the repository; the ignore file is among them when there is one.
        listing: the paths of all files of the repository that are known.
        copied: what the COPYs of other Dockerfiles name that may be built from the same context.
    """
    own = f"{image.dockerfile}.dockerignore"
    path = own if own in contents else posixpath.join(image.context, ".dockerignore")
    content = contents.get(path)
    if content is not None and (refused := readable(content, LARGEST)) is not None:
        return Companion(path, content, (), (f"{path} {refused}",))
    lines = (content or b"").decode("utf-8", "surrogateescape").removeprefix("\ufeff").splitlines()
    patterns = tuple(line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#"))
    files = [inside for name in listing if (inside := image.in_context(name)) is not None]
    carried = [one for one in _carried(image) if one.source == "" or _has_python(one.source, files)]
    named = [part for source in (*copied, *copied_names(image.before.dockerfile)) for part in source.split("/")]
    found = _lacking(carried, patterns, files)
    lacking = tuple(name for name in found if not any(fnmatchcase(part, name) for part in named))
    if not lacking:
        return None
    return _companion(path, content, lacking, _overwritten(carried, lacking, image.relocation.venv), carried[0])


def copied_names(dockerfile: Dockerfile) -> frozenset[str]:
    """Return the sources that COPYs and ADDs of a Dockerfile take from the build context, as written."""
    moves = (one for one in dockerfile.instructions if one.keyword in {"COPY", "ADD"} and one.flag("from") is None)
    return frozenset(word.text for one in moves for word in one.words[:-1])


def _carried(image: Image) -> Iterator[_Carried]:
    for movement in image.moves:
        source = movement.source.strip("/")
        if not set("*?[") & set(source):
            yield _Carried("" if source == "." else source, movement.destination)


def _has_python(source: str, files: list[str]) -> bool:
    return any(name.endswith(".py") and below(name, source) and name != source for name in files)


def _lacking(carried: list[_Carried], patterns: tuple[str, ...], files: list[str]) -> Iterator[str]:
    """Yield the names that *patterns* let through in one of the directories."""
    environments, sources = _folders(carried, files, "pyproject.toml"), _folders(carried, files, ".py")
    below_them = [posixpath.join(one.source, "pkg") for one in carried]
    for name in (*_ENVIRONMENTS, *_BYTECODE):
        probe = _BYTECODE.get(name, f"{name}/bin/python")
        folders = environments if name in _ENVIRONMENTS else [*below_them, *sources]
        shown = [posixpath.join(folder, probe) for folder in folders]
        # What the owner lets in by name, or has in the repository, is meant to be there.
        wanted = any(pattern.startswith("!") and name.strip("*") in pattern for pattern in patterns)
        known = any(name in file.split("/")[:-1] or (name == "*.pyc" and file.endswith(".pyc")) for file in files)
        if not wanted and not known and any(not ignored(path, patterns) for path in shown):
            yield name


def _folders(carried: list[_Carried], files: list[str], marks: str) -> list[str]:
    """Return the directories that are copied, and those below them with a file whose name ends in *marks*."""
    sources = [one.source for one in carried]
    marked = (posixpath.dirname(file) for file in files if file.endswith(marks))
    inside = (folder for folder in marked if any(source == "" or below(folder, source) for source in sources))
    return list(dict.fromkeys([*sources, *inside]))[:_MOST_PLACES]


def _overwritten(carried: list[_Carried], lacking: tuple[str, ...], venv: str) -> str | None:
    """Return the name under which a COPY would put the machine's own environment over that of the image."""
    for one in carried:
        for name in _ENVIRONMENTS:
            lands = posixpath.join(one.destination, name)
            if name in lacking and (below(venv, lands) or below(lands, venv)):
                return name
    return None


def _companion(
    path: str, content: bytes | None, lacking: tuple[str, ...], over: str | None, carried: _Carried
) -> Companion:
    sheet = Sheet(path, content or b"")
    newline = sheet.newline
    added = b"".join(f"**/{name}".encode() + newline for name in lacking)
    end = len(sheet.content)
    if end and not sheet.content.endswith(b"\n"):
        added = newline + added
    source = carried.source or "."
    message = f"COPY {source} would carry {' and '.join(lacking[:2])} of the machine that builds into the image."
    confidence = Confidence.LIKELY
    if over is not None:
        message = f"A COPY would put {over} of the machine that builds over the image's own environment."
        confidence = Confidence.CERTAIN
    suggestion = f"Keep out {', '.join(lacking)}."
    facts = (("site", over or lacking[0]), ("destination", carried.destination))
    place = sheet.place(_PAGE, Span(end, end), message, suggestion, confidence, [(Span(end, end), added)], facts)
    return Companion(path, content, (evolve(place, column=1),))
