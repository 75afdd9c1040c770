"""From which directory a Dockerfile is built, where another file of the repository says so and none contradicts it."""

from __future__ import annotations

import posixpath
import re
import shlex
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from attrs import evolve, frozen

from venvoy.companions.devcontainer import is_devcontainer
from venvoy.companions.mentions import is_recipe
from venvoy.model.dockerfile import Unreadable
from venvoy.model.repository import Listing
from venvoy.model.repository_plan import Member
from venvoy.repository.listing import read
from venvoy.repository.sharing import context_of
from venvoy.repository.survey import surveyed

_COMPOSE = re.compile(r"(?:[\w-]+/){0,2}(?:docker-)?compose[\w.-]*\.ya?ml")
_KEY = re.compile(
    r"""^(?P<indent>[ \t]*(?:-[ ]+)?)["']?(?P<key>context|dockerfile|dockerFile|file)["']?[ ]*:"""
    r"""[ ]*["']?(?P<value>[^"'\n#,]*)"""
)
_OTHER = re.compile(r"^[ \t]*(?:-[ ]+)?\S")
_BUILD = re.compile(r"\b(?:docker|podman|nerdctl)[ \t]+(?:buildx[ \t]+|image[ \t]+)?build[ \t](?P<rest>.*)")
_PLAIN = re.compile(r"[\w./@+-]+")
_FLAGS = frozenset({"--no-cache", "--pull", "--push", "--load", "--rm", "--force-rm", "--quiet", "-q", "--squash"})
"""Options of a build that take no value."""


@frozen
class Said:
    """One file's word for it."""

    dockerfile: str
    """From the root of the repository, as the directory is."""
    context: str
    """Empty for the root."""
    path: str
    """Of the file that says it."""
    line: int


def placed(listing: Listing, members: Sequence[Member]) -> tuple[tuple[Member, ...], tuple[str, ...]]:
    """Return *members*, those whose COPYs do not tell it in the directory that another file names, and a note each."""
    said_of = build_directories(listing, (one.path for one in members if context_of(one, listing) is None))
    found, notes = [], []
    for one in members:
        where = said_of.get(one.path)
        if where is None:
            found.append(one)
            continue
        root = surveyed(Path(listing.root, where.context))
        found.append(evolve(one, analysis=evolve(one.analysis, repository=root)))
        named = where.context or "the root of the repository"
        notes.append(f"{one.path} is taken to be built from {named}, as {where.path} line {where.line} says.")
    return tuple(found), tuple(notes)


def build_directories(listing: Listing, dockerfiles: Iterable[str]) -> dict[str, Said]:
    """Return for each of *dockerfiles* what is said of its build context; not where two files say different things.

    Compose files, development containers, pipelines and Makefiles are read. What holds a variable says nothing.
    """
    wanted = frozenset(dockerfiles)
    found: dict[str, list[Said]] = {}
    for file in listing.files if wanted else ():
        if not (_COMPOSE.fullmatch(file.path) or is_recipe(file.path) or is_devcontainer(file.path)):
            continue
        content = read(listing, file.path)
        if isinstance(content, Unreadable):
            continue
        for one in said(file.path, content.decode("utf-8", "replace")):
            if one.dockerfile in wanted:
                found.setdefault(one.dockerfile, []).append(one)
    return {path: each[0] for path, each in found.items() if len({one.context for one in each}) == 1}


def said(path: str, text: str) -> Iterator[Said]:
    """Yield what the file at *path* says of the directories that Dockerfiles are built from."""
    if is_recipe(path):
        yield from _commands(path, text)
    if path.endswith((".yml", ".yaml")) or is_devcontainer(path):
        yield from _settings(path, text.split("\n"))


def _settings(path: str, lines: list[str]) -> Iterator[Said]:
    """Yield what keys say that stand side by side: ``context`` and ``dockerfile``, or the ``file`` of a pipeline."""
    for number, line in enumerate(lines):
        match = _KEY.match(line)
        if match is None or match["key"] == "context":
            continue
        pipeline = match["key"] == "file"
        if pipeline != is_recipe(path):
            continue
        context = _beside(lines, number, len(match["indent"]))
        # What compose and a pipeline take where nothing is said.
        placed = _placed(path, match["value"].strip(), "." if context is None else context, pipeline=pipeline)
        if placed is not None:
            yield Said(*placed, path, number + 1)


def _beside(lines: list[str], number: int, indent: int) -> str | None:
    """Return the ``context`` among the keys around line *number* that are indented alike."""
    for step in (-1, 1):
        at = number + step
        while 0 <= at < len(lines):
            match, line = _KEY.match(lines[at]), lines[at]
            depth = len(line) - len(line.lstrip(" \t-"))
            if _OTHER.match(line) and depth < indent:
                break
            if match is not None and match["key"] == "context" and len(match["indent"]) == indent:
                return match["value"].strip()
            at += step
    return None


def _placed(path: str, dockerfile: str, context: str, *, pipeline: bool) -> tuple[str, str] | None:
    """Return Dockerfile and context from the root of the repository on; None when one of them is no plain path."""
    plain = re.sub(r"^(?:\$\{\{ *github\.workspace *\}\}|\{\{defaultContext\}\}:?)/?", "./", context)
    if not _PLAIN.fullmatch(dockerfile) or not _PLAIN.fullmatch(plain) or dockerfile.startswith("/"):
        return None
    # A pipeline starts at the root; the others where they lie, and compose finds the Dockerfile from the context.
    base = "" if pipeline else posixpath.dirname(path)
    directory = posixpath.normpath(posixpath.join(base, plain))
    from_context = not pipeline and not is_devcontainer(path)
    file = posixpath.normpath(posixpath.join(directory if from_context else base, dockerfile))
    if directory.startswith(("..", "/")) or file.startswith(".."):
        return None
    return file, "" if directory == "." else directory


def _commands(path: str, text: str) -> Iterator[Said]:
    """Yield what ``docker build -f FILE DIRECTORY`` says, a pipeline's from the root, a Makefile's from where it is."""
    number = 1
    for logical in re.split(r"(?<!\\)\n", text):
        match = _BUILD.search(logical.replace("\\\n", " "))
        if match is not None and "cd " not in logical and not logical.lstrip().startswith("#"):
            file, context = _arguments(match["rest"])
            pipeline = path.endswith((".yml", ".yaml"))
            base = "" if pipeline else posixpath.dirname(path)
            placed = _placed(path, posixpath.join(base, file), posixpath.join(base, context), pipeline=True)
            if placed is not None and file and context:
                yield Said(*placed, path, number)
        number += logical.count("\n") + 1


def _arguments(text: str) -> tuple[str, str]:
    """Return the Dockerfile and the directory of a build command; empty where they cannot be told."""
    try:
        words = shlex.split(re.split(r"&&|\|\||[;|]", text)[0])
    except ValueError:
        return "", ""
    file, rest = "", []
    at = 0
    while at < len(words):
        name, equals, value = words[at].partition("=")
        if name in {"-f", "--file"}:
            file = value if equals else words[at + 1] if at + 1 < len(words) else ""
        elif not words[at].startswith("-"):
            rest.append(words[at])
        takes = words[at].startswith("-") and not equals and name not in _FLAGS
        at += 2 if takes else 1
    return (file, rest[0]) if len(rest) == 1 else ("", "")
