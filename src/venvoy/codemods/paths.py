"""Finds paths of the old layout in a text, and says what each becomes."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from attrs import frozen

from venvoy.model.companion import Confidence, Relocation

HOLE = "\0"
"""Stands in a text for what is only known when the program runs."""

_BEFORE = r"(?<![\w./~$})\-" + HOLE + "])"
_BEHIND = r"(?![\w.\-" + HOLE + "])"
_PLAIN = re.compile(r"[\w./+@-]+")
_LATER = rf"(?:{HOLE}|{{[\w.!:]*}}|%(?:\(\w+\))?[sd]|\*)"
"""What stands for a number that is filled in, or looked for, when the program runs."""
_OPEN = re.compile(_LATER)
_FILLED_IN = "The number of the version is only known when the program runs."
_BASE = "What the program looks for below it cannot be told."
_HOME = "Whose home directory this is depends on who runs it."
_PYTHON = re.compile(r"python(?:3(?:\.(\d+))?)?")
_PIP = re.compile(r"pip(?:3(?:\.(\d+))?)?")


@frozen(order=True)
class Hit:
    """A path of the old layout in a text."""

    start: int
    end: int
    """Of what is replaced: the whole old path, or only its beginning where the two differ in no more."""
    new: str
    confidence: Confidence
    """As far as the path itself goes; where it stands may lower it."""
    old: str
    """The path that was found."""
    doubt: str = ""
    """One sentence: why a LIKELY one is not certain."""


def hits(text: str, relocation: Relocation) -> tuple[Hit, ...]:
    """Return the paths of the old layout in *text*, in its order and apart from each other."""
    found: list[Hit] = []
    for hit in sorted((*_moved(text, relocation), *_scripts(text, relocation)), key=lambda h: (h.start, -len(h.old))):
        if not found or hit.start >= found[-1].start + len(found[-1].old):
            found.append(hit)
    return tuple(found)


def is_python(name: str, relocation: Relocation) -> bool:
    """Return True for the name of the interpreter whose packages move: not ``python2``, nor another minor version."""
    return _same(_PYTHON.fullmatch(name), relocation)


def is_pip(name: str, relocation: Relocation) -> bool:
    """Return True for the name of that interpreter's pip."""
    return _same(_PIP.fullmatch(name), relocation)


def _same(match: re.Match[str] | None, relocation: Relocation) -> bool:
    if match is None:
        return False
    return match[1] is None or relocation.minor in {None, f"3.{match[1]}"}


def _moved(text: str, relocation: Relocation) -> Iterator[Hit]:
    for old, new in relocation.moved:
        pattern = re.escape(old).replace(r"\*", r"3\.\d+")
        pattern = re.sub(r"python(3\\\.(?:\d+|\\d\+))", _versions, pattern)
        if pattern.endswith(r"/\.local") or r"/\.local/" in pattern:
            home, dot, below = pattern.partition(r"/\.local")
            pattern = f"(?:{home}|~){dot}{below}"
        for match in re.finditer(_BEFORE + pattern + _BEHIND, text):
            if new != relocation.venv or _of_a_base(text[match.end() :], relocation):
                yield _hit(match, old, new, text, relocation)


def _versions(match: re.Match[str]) -> str:
    """Return a pattern of the directory of a version, written out or left for later: ``python{}.{}``."""
    return rf"python(?:{match[1]}|3\.{_LATER}|{_LATER}(?:\.{_LATER})?)"


def _of_a_base(rest: str, relocation: Relocation) -> bool:
    """Return True for a user base itself, its lib and its bin; what programs keep in its share stays where it is."""
    if not rest.startswith("/"):
        return True
    below = re.match(r"/(?:bin|lib(?:/python3\.(\d+))?)(?![\w.-])", rest)
    return below is not None and (below[1] is None or relocation.minor in {None, f"3.{below[1]}"})


def _hit(match: re.Match[str], old: str, new: str, text: str, relocation: Relocation) -> Hit:
    here = match[0]
    minor = re.search(r"/python(3\.\d+)", here)
    new = new.replace("*", minor[1] if minor else relocation.minor or "*")
    if _OPEN.search(here) is not None:
        first, second = differing(old, new)
        whole = bool(first) and here.startswith(first)
        sure = Confidence.LIKELY if whole and _PLAIN.fullmatch(second) else Confidence.REPORTED
        return Hit(match.start(), match.start() + len(first), second, sure, here, _FILLED_IN)
    sure, doubt = Confidence.CERTAIN, ""
    if new == relocation.venv and not text[match.end() :].startswith("/"):
        sure, doubt = Confidence.LIKELY, _BASE
    if here.startswith("~"):
        sure, doubt = Confidence.LIKELY, _HOME
    if not _PLAIN.fullmatch(new):
        sure = Confidence.REPORTED
    return Hit(match.start(), match.end(), new, sure, here, doubt)


def differing(old: str, new: str) -> tuple[str, str]:
    """Return the beginnings in which two paths differ, without the components at their ends that are the same.

    >>> differing("/usr/local/lib/python3.12/site-packages", "/opt/venv/lib/python3.12/site-packages")
    ('/usr/local', '/opt/venv')
    """
    first, second = old.split("/"), new.split("/")
    while len(first) > 1 and len(second) > 1 and first[-1] == second[-1]:
        first.pop()
        second.pop()
    return "/".join(first), "/".join(second)


def _scripts(text: str, relocation: Relocation) -> Iterator[Hit]:
    for old, new in relocation.pythons:
        for match in re.finditer(f"{_BEFORE}{re.escape(old)}/([\\w+-][\\w.+-]*|{HOLE})", text):
            name = match[1]
            if HOLE in name or text[match.end() : match.end() + 1] in {HOLE, "/"}:
                continue
            if old in relocation.interpreters and not is_python(name, relocation):
                continue
            sure = _sure(name, relocation)
            if sure is not None and _PLAIN.fullmatch(new):
                yield Hit(match.start(), match.end(), posixpath.join(new, name), sure, match[0])


def _sure(name: str, relocation: Relocation) -> Confidence | None:
    """Return how sure it is that the program *name* moves; None for one that stays where it is."""
    if is_python(name, relocation) or is_pip(name, relocation):
        return Confidence.CERTAIN
    if _PYTHON.match(name) or _PIP.fullmatch(name) or name.endswith(".sh"):
        return None
    return Confidence.CERTAIN if relocation.surely_moves(name) else Confidence.REPORTED
