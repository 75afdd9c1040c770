"""With which Pythons a project is tested: what tox, nox and Hatch are told."""

from __future__ import annotations

import ast
import configparser
import re
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from pathlib import Path

from venvoy.model.dockerfile import Unreadable
from venvoy.model.project import Said
from venvoy.parse.python_source import Fault, syntax_tree
from venvoy.repository.constants import Placed, constants, literal
from venvoy.repository.text import clause, read_text
from venvoy.repository.toml import Document, read_toml, table, tables
from venvoy.workspace.reading import read_bytes

FILES = ("tox.ini", "tox.toml", "noxfile.py")
LARGEST_NOXFILE = 128 * 1024
"""Bytes; Python source takes longer to read than a table."""
SESSION_LIMIT = 50
"""Sessions of a noxfile, and environments of Hatch, that are looked at."""
NAME_LIMIT = 500
"""Environments, or Pythons of a session, that are looked at."""
TEXT_LIMIT = 10_000
"""Characters of a list of environments."""

# tox docs, "Environments": py310, py3.10 and 3.10; in braces what is put together with what stands before them.
_NAME = re.compile(r"(?<![\w.])(?:py(?:thon)?3\.?|3\.)(?P<minor>\d{1,2})(?![\w.])")
_BRACES = re.compile(r"(?<![\w.])(?P<before>(?:py(?:thon)?)?3?\.?)\{(?P<inside>[^{}]*)\}")
_RANGE = re.compile(r"(?P<first>\d{1,3})-(?P<last>\d{1,3})")


def read_tested(root: Path, names: Collection[str], document: Document | None, notes: list[str]) -> tuple[Said, ...]:
    """Return the minor versions that the project at *root* is tested with, each once, oldest first.

    Args:
        root: of the project.
        names: the files that lie there.
        document: its ``pyproject.toml``; None when there is none, or it cannot be read.
        notes: takes a sentence for each file that cannot be read.
    """
    found = [*_of_files(root, names, notes), *(_of_pyproject(document) if document is not None else ())]
    first: dict[int, Said] = {}
    for minor, said in found:
        first.setdefault(minor, said)
    return tuple(first[minor] for minor in sorted(first))


Found = Iterator[tuple[int, Said]]
"""The second part of a version, and where it is said."""


def _of_files(root: Path, names: Collection[str], notes: list[str]) -> Found:
    if "tox.ini" in names and (text := read_text(root / "tox.ini", "tox.ini", notes)) is not None:
        yield from _of_ini(text, "tox.ini", "tox", notes)
    elif "setup.cfg" in names and (text := read_text(root / "setup.cfg", "setup.cfg", [])) is not None:
        yield from _of_ini(text, "setup.cfg", "tox:tox", [])
    if "tox.toml" in names and (text := read_text(root / "tox.toml", "tox.toml", notes)) is not None:
        found = read_toml(text)
        if isinstance(found, str):
            notes.append(f"tox.toml is not read: {found}.")
        else:
            yield from _of_list(found, "tox.toml", "env_list")
    if "noxfile.py" in names:
        source = read_bytes(root / "noxfile.py", LARGEST_NOXFILE)
        if isinstance(source, Unreadable):
            notes.append(f"noxfile.py is not read: {clause(source)}.")
        else:
            yield from _of_noxfile(source, notes)


def _of_ini(text: str, file: str, section: str, notes: list[str]) -> Found:
    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string(text, file)
    except configparser.Error:
        notes.append(f"{file} is not read: it is no such file.")
        return
    for option in ("env_list", "envlist"):
        if parser.has_option(section, option):
            line = next((n for n, row in enumerate(text.split("\n"), 1) if row.startswith(option)), 1)
            yield from ((minor, Said(f"3.{minor}", file, line)) for minor in minors(parser.get(section, option) or ""))


def minors(text: str) -> tuple[int, ...]:
    """Return the second parts of the versions of Python 3 that a list of tox environments names."""
    text = text[:TEXT_LIMIT]
    found = [int(name["minor"]) for name in _NAME.finditer(_BRACES.sub(" ", text))]
    for braces in _BRACES.finditer(text):
        before = braces["before"]
        for part in braces["inside"].split(","):
            for piece in _pieces(part.strip()):
                whole = f"{before}{piece}"
                name = _NAME.match(whole)
                if name is not None and name.end() == len(whole.partition("-")[0]):
                    found.append(int(name["minor"]))
    return tuple(dict.fromkeys(found))


def _pieces(part: str) -> Iterable[str]:
    """Return the names that a part in braces stands for: ``310-312`` are three."""
    span = _RANGE.fullmatch(part)
    if span is None:
        return (part,)
    first, last = int(span["first"]), int(span["last"])
    return (str(number) for number in range(first, min(last, first + 99) + 1))


def _of_list(document: Document, file: str, *path: str) -> Found:
    """Yield what a list of environments names; a table in it puts names together of lists of names (tox 4)."""
    line = document.line(*path)
    listed = islice(_texts(table(document.content, *path[:-1]).get(path[-1])), NAME_LIMIT)
    for minor in minors("\n".join(listed)):
        yield minor, Said(f"3.{minor}", file, line)


def _texts(value: object) -> Iterator[str]:
    """Yield the texts in nested arrays and tables."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, list):
            waiting += reversed(one)
        elif isinstance(one, dict):
            waiting += reversed(one.values())


def _of_pyproject(document: Document) -> Found:
    file = "pyproject.toml"
    yield from _of_list(document, file, "tool", "tox", "env_list")
    legacy = table(document.content, "tool", "tox").get("legacy_tox_ini")
    if isinstance(legacy, str):
        line = document.line("tool", "tox", "legacy_tox_ini")
        yield from ((minor, Said(said.text, file, line)) for minor, said in _of_ini(legacy, file, "tox", []))
    environments = table(document.content, "tool", "hatch", "envs")
    for name in list(environments)[:SESSION_LIMIT]:
        own = table(environments, name)
        for one in (own, *tables(own.get("matrix"))[:SESSION_LIMIT]):
            for text in islice(_texts(one.get("python", one.get("py"))), NAME_LIMIT):
                if version := _NAME.fullmatch(text):
                    line = document.line("tool", "hatch", "envs", name, "python" if one is own else "matrix")
                    yield int(version["minor"]), Said(f"3.{version['minor']}", file, line)


def _of_noxfile(source: bytes, notes: list[str]) -> Found:
    """Yield the Pythons of the sessions, as far as they are literal (nox docs, "Configuration & API")."""
    tree = syntax_tree(source)
    if isinstance(tree, Fault):
        notes.append(f"noxfile.py, line {tree.line}: it is not read: {tree.reason}.")
        return
    names = constants(tree)
    sessions = [
        call
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        for call in node.decorator_list
        if isinstance(call, ast.Call) and _called(call) == "session"
    ]
    for call in sessions[:SESSION_LIMIT]:
        for keyword in call.keywords:
            if keyword.arg in {"python", "py"}:
                for said in _said(literal(keyword.value, names)):
                    if version := _NAME.fullmatch(said.text):
                        yield int(version["minor"]), Said(f"3.{version['minor']}", said.path, said.line)


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _said(placed: Placed | None) -> Iterator[Said]:
    if placed is None:
        return
    several = placed.value[:NAME_LIMIT] if isinstance(placed.value, tuple) else (placed,)
    for one in several:
        if isinstance(one.value, str):
            yield Said(one.value, "noxfile.py", one.line)
