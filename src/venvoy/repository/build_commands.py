"""What Makefiles, their like and pipelines say of how Dockerfiles are built: in commands, and as an action of GitHub's.

A command counts only where the directory that it runs in is known.
"""

from __future__ import annotations

import posixpath
import re
import shlex
from collections.abc import Iterator

from venvoy.companions.paths import from_root
from venvoy.companions.sheet import Sheet, readable
from venvoy.companions.survey import LARGEST
from venvoy.companions.yaml_tree import Node, Scalar, Table, nodes, scalars, tree
from venvoy.model.service import ImageBuild

_BUILD = re.compile(r"\b(?:docker|podman|nerdctl)[ \t]+(?:buildx[ \t]+|image[ \t]+)?build[ \t](?P<rest>.*)", re.DOTALL)
_MOVES = re.compile(r"\b(?:cd|pushd)[ \t]")
_ELSEWHERE = re.compile(
    r"\b(?:cd|pushd)[ \t]|\bworking[_-]?directory\b|^[ \t-]*[\"']?dir[\"']?[ \t]*:", re.IGNORECASE | re.MULTILINE
)
"""What lets other commands of a file run in another directory."""
_MAKEFILE = re.compile(r"(?:GNU)?[Mm]akefile(?:\.\w+)?|[\w.-]+\.mk")
_TAKEN_IN = re.compile(r".+/(?:[\w.-]+\.mk|Taskfile\.ya?ml)|.+/\.github/.+")
"""Files that run where the one lies that includes them, or not at all."""
_WORKSPACE = re.compile(r"^(?:\$\{\{ *github\.workspace *\}\}|\{\{defaultContext\}\}$)/?")
_SEPARATOR = re.compile(r"&&|\|\||[;|\n]")
_FILE = re.compile(r"(?<!\S)(?:-f|--file)(?:[ \t]+|=)[\"']?(?P<file>[^\s\"']+)")
_FLAGS = frozenset({"--no-cache", "--pull", "--push", "--load", "--rm", "--force-rm", "--quiet", "-q", "--squash"})
"""Options of a build that take no value."""


def recipe_builds(path: str, content: bytes) -> tuple[ImageBuild, ...] | None:
    """Return what the recipe or pipeline at *path* says, nothing where that is not sure; None when it is not read."""
    if _TAKEN_IN.fullmatch(path) is not None:
        return ()
    if readable(content, LARGEST) is not None:
        return None
    text = content.decode("utf-8", "replace")
    if not path.endswith((".yml", ".yaml")):
        moves = _MAKEFILE.fullmatch(posixpath.basename(path)) is None or ".ONESHELL" in text
        silent = moves and _ELSEWHERE.search(text) is not None
        return () if silent else tuple(_commands(text, path, posixpath.dirname(path), 1))
    root = tree(content)
    if isinstance(root, str):
        return None
    silent = _ELSEWHERE.search(text) is not None
    return tuple(_pipeline(Sheet(path, content), root, silent=silent))


def _pipeline(sheet: Sheet, root: Node | None, *, silent: bool) -> Iterator[ImageBuild]:
    """Yield what the steps say; with *silent*, what their commands say is left out."""
    if any(isinstance(node, Table) and _checks_out_elsewhere(node) for node in nodes(root)):
        return
    for node in nodes(root):
        if isinstance(node, Table):
            yield from _action(node, sheet)
    for scalar in scalars(root) if not silent else ():
        first = sheet.table.lines(scalar.span).first
        yield from _commands(scalar.text, sheet.path, "", first + (scalar.style == "|"))


def _checks_out_elsewhere(step: Table) -> bool:
    given = step.get("with")
    if not _text(step, "uses").startswith("actions/checkout") or not isinstance(given, Table):
        return False
    return bool(_text(given, "path") or _text(given, "repository"))


def _action(step: Table, sheet: Sheet) -> Iterator[ImageBuild]:
    """Yield what an action is given: ``file``, and ``context``, which is the root where nothing is said."""
    given = step.get("with")
    if not isinstance(given, Table):
        return
    context = _text(given, "context")
    file = _text(given, "file")
    if not file and "build-push-action" not in _text(step, "uses"):
        return
    node = given.get("file") or given.get("context") or given
    line = sheet.table.lines(node.span).first
    yield from _said(sheet.path, "", file, context or ".", line)


def _text(table: Table, name: str) -> str:
    value = table.get(name)
    return value.text.strip() if isinstance(value, Scalar) else ""


def _commands(text: str, path: str, base: str, first: int) -> Iterator[ImageBuild]:
    """Yield what ``docker build -f FILE DIRECTORY`` says that runs in *base*; the text begins at line *first*."""
    number = first
    for logical in re.split(r"(?<!\\)\n", text):
        if _MOVES.search(logical) is None and not logical.lstrip().startswith("#"):
            for one in _SEPARATOR.split(logical.replace("\\\n", " ")):
                match = _BUILD.search(one)
                given = _arguments(match["rest"]) if match is not None else None
                if given is not None:
                    yield from _said(path, base, *given, number)
        number += logical.count("\n") + 1


def _arguments(text: str) -> tuple[str, str] | None:
    """Return the Dockerfile, empty where none is named, and the directory of a build, empty where it is not known.

    None when neither is.
    """
    named = _FILE.search(text)
    unknown = (named["file"], "") if named is not None else None
    try:
        words = shlex.split(text)
    except ValueError:
        return unknown
    file, rest, at = "", [], 0
    while at < len(words):
        name, equals, value = words[at].partition("=")
        if words[at] == "-" or "<" in name or re.match(r"-\w{2}", name) is not None:
            return unknown
        if name in {"-f", "--file"}:
            file = value if equals else words[at + 1] if at + 1 < len(words) else ""
        elif not words[at].startswith("-"):
            rest.append(words[at])
        takes = words[at].startswith("-") and not equals and name not in _FLAGS
        at += 2 if takes else 1
    return (file, rest[0]) if len(rest) == 1 else unknown


def _said(path: str, base: str, file: str, context: str, line: int) -> Iterator[ImageBuild]:
    """Yield what is said as long as the Dockerfile is known; without a *file* it lies in the *context*."""
    directory = from_root(base, _WORKSPACE.sub("./", context))
    if file:
        dockerfile = from_root(base, _WORKSPACE.sub("./", file))
    else:
        dockerfile = None if directory is None else posixpath.join(directory, "Dockerfile")
    if dockerfile:
        yield ImageBuild(dockerfile, directory, path, line)
