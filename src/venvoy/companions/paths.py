"""Paths of the old layout in a text, and what takes their place."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import cache

from attrs import evolve, frozen

from venvoy.model.companion import Confidence, Relocation

SHARED = frozenset({"/bin", "/sbin", "/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin"})
"""Directories of programs that are not those of Python packages alone."""
_PLAIN = re.compile(r"[\w./@+-]+")
_PYTHON = re.compile(r"(?:python|pypy)(3(?:\.\d+)?)?")
_STAYS = re.compile(
    r"(?:pip|easy_install)[\d.]*|uvx?|tini|dumb-init|gosu|su-exec|node|npm|npx|yarn|wait-for-it|.*\.sh|docker-.*"
)
"""Programs that images bring along, or that installers are: a migration does not move them."""
# A dash begins an option, but for the one of a default: ${X:-/usr/local/bin/x}.
_BEFORE = r"(?<![\w/.~])(?<![^:]-)"
_BEHIND = r"(?![\w-]|\.\w)"
# The interpreter's own tools lie where they lay.
_INSIDE = r"(?!/(?:pip|setuptools|wheel|pkg_resources|_distutils_hack)(?:[-/\s\"']|$))"
_HOME = r"(?:~|\$\$?HOME|\$\$?\{HOME\})"
_USER_BASE = re.compile(rb"\$(?:PYTHONUSERBASE|\{PYTHONUSERBASE\})(?=/(?:bin|lib)/)")
_NAME = re.compile(rb"/(?P<name>\w[\w.+-]*+)(?!/)")
_MINOR = re.compile(r"python(\d+\.\d+|\*)")


@frozen
class OldPath:
    """A path of the old layout that stands in a text."""

    start: int
    """Offset of its first byte."""
    end: int
    text: str
    """As it stands there, as far as it is replaced, with the program's name for one of a script."""
    new: str
    """What takes the place of `text`."""
    confidence: Confidence
    why: str = ""
    """Why it is not certain: one sentence."""
    program: str | None = None
    """Name of the program, for a path of one."""

    @property
    def loss(self) -> str:
        """What becomes of it, as the end of a sentence that names it."""
        if self.program is None:
            return "where the migrated image has no packages of the application."
        if _PYTHON.fullmatch(self.program):
            return "which finds none of the packages in the migrated image."
        return "which the migrated image does not have there."


def is_plain(path: str) -> bool:
    """Return True for a path that needs no quotes in any of the formats that are edited."""
    return _PLAIN.fullmatch(path) is not None


def old_paths(text: bytes, relocation: Relocation, start: int = 0, end: int | None = None) -> tuple[OldPath, ...]:
    """Return the paths of the old layout in the bytes from *start* to before *end* of *text*, in their order."""
    stop = len(text) if end is None else end
    every = [*_moved(text, relocation, start, stop), *_programs(text, relocation, start, stop)]
    found: list[OldPath] = []
    at = start
    # Where two begin at the same byte, the longer one says more.
    for one in sorted(every, key=lambda old: (old.start, -old.end)):
        if one.start >= at:
            found.append(one if is_plain(one.new) else evolve(one, confidence=Confidence.REPORTED, why=_ODD))
            at = one.end
    return tuple(found)


_ODD = "The new path has characters that would need quotes."
_ALL_OF_IT = "It names the whole directory, which may hold more than packages."
_HOME_ELSEWHERE = "Whose home directory this is depends on who runs it."


def _moved(text: bytes, relocation: Relocation, start: int, end: int) -> Iterator[OldPath]:
    if "PYTHONUSERBASE" in relocation.variables:
        # The image does not set it any more, and what is below it would be looked for at the root.
        for match in _USER_BASE.finditer(text, start, end):
            yield OldPath(match.start(), match.end(), match.group().decode(), relocation.venv, Confidence.CERTAIN)
    for old, new, is_root in _directories(relocation):
        for match in _directory(old, is_root).finditer(text, start, end):
            written = match.group().decode("utf-8", "replace")
            minor = match["minor"].decode() if "minor" in match.re.groupindex and match["minor"] else None
            confidence, why = Confidence.CERTAIN, ""
            there = new.replace("python*", f"python{minor or '*'}")
            if not written.startswith("/"):
                confidence, why = Confidence.LIKELY, _HOME_ELSEWHERE
            elif minor not in {None, relocation.minor} and relocation.minor is not None:
                confidence = Confidence.REPORTED
                why = f"It names Python {minor}, and the image has {relocation.minor}."
            elif is_root and text[match.end() : match.end() + 1] != b"/":
                confidence, why = Confidence.LIKELY, _ALL_OF_IT
            found = OldPath(match.start(), match.end(), written, there, confidence, why)
            yield _with_program(found, text, end) if (old, new) in relocation.scripts else found


def _with_program(found: OldPath, text: bytes, end: int) -> OldPath:
    """Return *found*, a directory of scripts, together with the name of the one that is meant."""
    name = _NAME.match(text, found.end, end)
    if name is None:
        return found
    program = name["name"].decode().rstrip(".-")
    behind = f"/{program}"
    stop = found.end + len(behind)
    return evolve(found, end=stop, text=found.text + behind, new=found.new + behind, program=program)


def _directories(relocation: Relocation) -> list[tuple[str, str, bool]]:
    """Return the directories that moved, the longest first, and whether they are roots of a layout.

    Those are directories of packages, and those of scripts that nobody shares. Below a root only what installers fill
    moves: other files, such as ``~/.local/share``, stay.
    """
    private = [pair for pair in relocation.scripts if pair[0] not in SHARED]
    every = {*relocation.moved, *private}
    roots = {old for old, _ in every if any(other.startswith(f"{old}/") for other, _ in every)}
    return sorted(((old, new, old in roots) for old, new in every), key=lambda pair: (-len(pair[0]), pair))


@cache
def _directory(old: str, is_root: bool) -> re.Pattern[bytes]:
    named = _MINOR.search(old)
    pattern = re.escape(old)
    if named is not None:
        before, behind = old[: named.start()], old[named.end() :]
        pattern = re.escape(before) + r"python(?P<minor>3\.\d+|3(?!\d)|\*)" + re.escape(behind)
    if "/.local" in old:
        home, below_it = pattern.split(r"/\.local", 1)
        pattern = f"(?:{home}|{_HOME})" + r"/\.local" + below_it
    behind_root = r"(?!/+[^\s\"':/])(?<!/)|(?=/(?:bin|lib|lib64|include)(?![\w-]))"
    return re.compile((_BEFORE + pattern + _BEHIND + _INSIDE + (f"(?:{behind_root})" if is_root else "")).encode())


def _programs(text: bytes, relocation: Relocation, start: int, end: int) -> Iterator[OldPath]:
    for old, new in relocation.pythons:
        if old not in SHARED:
            continue
        for match in _program(old).finditer(text, start, end):
            name = match["name"].decode().rstrip(".-")
            if old in relocation.interpreters and _PYTHON.fullmatch(name) is None:
                continue
            found = _judged(name, old, relocation)
            if found is not None:
                written, there = f"{old}/{name}", f"{new}/{name}"
                yield OldPath(match.start(), match.start() + len(written), written, there, *found, name)


@cache
def _program(directory: str) -> re.Pattern[bytes]:
    return re.compile((_BEFORE + re.escape(directory) + r"/(?P<name>[\w.+-]++)(?!/)").encode())


def _judged(name: str, directory: str, relocation: Relocation) -> tuple[Confidence, str] | None:
    """Return how sure it is that the program *name* of a shared *directory* moves, and why not; None if it stays."""
    python = _PYTHON.fullmatch(name)
    if python is not None:
        if "." in (python[1] or "") and relocation.minor not in {None, python[1]}:
            return Confidence.REPORTED, f"It names Python {python[1]}, and the image has {relocation.minor}."
        return Confidence.CERTAIN, ""
    if relocation.surely_moves(name):
        return Confidence.CERTAIN, ""
    if directory != "/usr/local/bin" or _STAYS.fullmatch(name):
        return None
    return Confidence.REPORTED, f"Whether a package brings {name} is not known."


def below(path: str, directory: str) -> bool:
    """Return True when *path* is *directory* or lies in it; both absolute."""
    return path == directory or path.startswith(directory.rstrip("/") + "/")


def absolute(path: str, workdir: str) -> str:
    """Return *path* as seen from *workdir*, without a slash at its end."""
    return posixpath.normpath(posixpath.join(workdir, path)).replace("//", "/", 1)


def from_root(directory: str, written: str) -> str | None:
    """Return the relative path *written* in a file of *directory*, both from the root of the repository on.

    Empty for the root itself; None when it lies outside, or is no plain path, as one with a variable.
    """
    path = posixpath.normpath(posixpath.join(directory, written))
    if _PLAIN.fullmatch(written) is None or path.startswith("/") or path.split("/")[0] == "..":
        return None
    return "" if path == "." else path
