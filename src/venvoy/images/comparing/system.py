"""System packages, and the interpreter with the places where it looks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from venvoy.model.comparison import Difference, Expectations, Judgement, Subject
from venvoy.model.image import Image, NotProbed, SearchPath

_MAKES_VENVS = re.compile(r"python3?(\.\d+)?-(venv|pip-whl|setuptools-whl|distutils|lib2to3)|py3-virtualenv")
"""What Debian, Ubuntu and Alpine package apart from their Python, and an environment is made with."""


def system_differences(before: Image, after: Image, expected: Expectations) -> Iterator[Difference]:
    """Yield the system packages that differ."""
    old, new = before.contents.system_packages, after.contents.system_packages
    for name in sorted(old.keys() | new.keys()):
        was, becomes = old.get(name), new.get(name)
        if was == becomes:
            continue
        why = _why(name, was, becomes, expected)
        judgement = Judgement.EXPECTED if why else Judgement.SURPRISE
        yield Difference(
            Subject.SYSTEM_PACKAGE, name, was, becomes, judgement, why or "The migration does not ask for it."
        )


def _why(name: str, was: str | None, becomes: str | None, expected: Expectations) -> str:
    """Return why a system package is expected to come or to go; empty when it is not."""
    if becomes is None and expected.parted:
        return "It stays in the build stage."
    if was is None and expected.added:
        return f"You added {' and '.join(expected.added)}, with everything that they need."
    if was is None and expected.venvs and _MAKES_VENVS.fullmatch(name):
        return "The distribution's Python needs it to make an environment."
    return ""


def python_differences(before: Image, after: Image, expected: Expectations) -> Iterator[Difference]:
    """Yield what differs in the interpreter that starts, and in where it looks."""
    old, new = before.search_path, after.search_path
    if isinstance(old, NotProbed):
        return
    if isinstance(new, NotProbed):
        yield Difference(Subject.PYTHON, "interpreter", old.interpreter, None, Judgement.SURPRISE, new.reason)
        return
    if old.version != new.version:
        why = "Another Python would run the application."
        yield Difference(Subject.PYTHON, "version", old.version, new.version, Judgement.SURPRISE, why)
    if old.prefix != new.prefix:
        inside = new.prefix in expected.venvs
        why = "The environment's interpreter runs the application." if inside else "It belongs to another installation."
        judgement = Judgement.EXPECTED if inside else Judgement.SURPRISE
        yield Difference(Subject.PYTHON, "prefix", old.prefix, new.prefix, judgement, why)
    yield from _entries(before, old, new, expected)


def _entries(before: Image, old: SearchPath, new: SearchPath, expected: Expectations) -> Iterator[Difference]:
    """Yield the entries of ``sys.path`` that one has and the other has not."""
    sites = {one.site for one in before.contents.distributions}
    for entry in old.plain:
        if entry not in new.plain and entry and not _own(entry, old):
            was_site = entry in sites or entry == old.user_site
            why = "Its packages are in the environment now." if was_site else "Modules in it are not found any more."
            judgement = Judgement.EXPECTED if was_site else Judgement.SURPRISE
            yield Difference(Subject.PYTHON, "sys.path", entry, None, judgement, why)
    for entry in new.plain:
        if entry not in old.plain and entry and not _own(entry, new):
            inside = any(entry.startswith(f"{venv}/") for venv in expected.venvs)
            why = "It is the environment's." if inside else "Modules in it are found that were not before."
            judgement = Judgement.EXPECTED if inside else Judgement.SURPRISE
            yield Difference(Subject.PYTHON, "sys.path", None, entry, judgement, why)


def _own(entry: str, path: SearchPath) -> bool:
    """Return whether *entry* belongs to the installation itself: library, archive, or its site-packages."""
    return entry in path.library or entry.startswith(
        (f"{path.base_prefix}/lib/python", f"{path.base_prefix}/lib64/python")
    )
