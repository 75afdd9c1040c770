"""What was read of a project around a Dockerfile, for a person and for a program."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from venvoy.model.lock import Freshness, Lock, Origin
from venvoy.model.project import Group, Project, Said
from venvoy.model.repository import Repository
from venvoy.reports.columns import wrap
from venvoy.reports.terminal import safe

Value = str | int | bool | None | list["Value"] | dict[str, "Value"]

SHOWN = 8
"""Names that a line of text lists before it only counts the others."""


def project_text(of: Repository, width: int = 80) -> str:
    """Return what the files at the root of *of* say, with what was not read; empty where that is nothing."""
    if of.root is None or of.project is None:
        return ""
    lines = [f"\nThe project in {safe(of.root)}:"]
    own = _normalised(of.project.name.text) if of.project.name is not None else ""
    for fact in (*_facts(of.project), *(_lock(lock, own) for lock in of.locks)):
        lines += wrap(safe(fact), width, first="    ", rest="      ")
    notes = unread(of)
    lines += ["    not read, or not known without running it:"] if notes else []
    for note in notes:
        lines += wrap(safe(note), width, first="    - ", rest="      ")
    return "".join(f"{line}\n" for line in lines) if len(lines) > 1 else ""


def unread(of: Repository) -> tuple[str, ...]:
    """Return a sentence for each thing of a project that was not read, or is not known without running it."""
    return (*of.notes, *(of.project.not_known if of.project is not None else ()))


def _facts(of: Project) -> Iterator[str]:
    name = " ".join(said.text for said in (of.name, of.version) if said is not None)
    if of.name is not None:
        yield f"is called {name} ({_place(of.name)})"
    if of.requires_python is not None:
        yield f"asks for Python {of.requires_python.text} ({_place(of.requires_python)})"
    if of.tested:
        files = ", ".join(dict.fromkeys(said.path for said in of.tested))
        yield f"is tested with Python {', '.join(said.text for said in of.tested)} ({files})"
    if of.dependencies:
        files = ", ".join(dict.fromkeys(said.path for said in of.dependencies))
        yield f"needs {_listed(said.text for said in of.dependencies)} ({files})"
    for kind, groups in (("extra", of.extras), ("group", of.groups)):
        for group in groups:
            yield f"{kind} {group.name}: {_listed(said.text for said in group.requirements)}"
    if of.scripts:
        yield f"installs the commands {_listed(script.name for script in of.scripts)}"
    own = (*of.packages, *of.modules)
    if own:
        where = ", ".join(root or "." for root in of.roots)
        yield f"has the import packages and modules {_listed(own)} in {where}"


def _lock(of: Lock, own: str) -> str:
    """Return what there is to say of a lock file; *own* is the project itself, of which some hold an entry."""
    count = f"{len(of.packages)} package{'' if len(of.packages) == 1 else 's'}"
    parts = [f"{of.path}: {count}"]
    if of.requires_python is not None:
        parts.append(f"for Python {of.requires_python.text}")
    others = [one for one in of.packages if one.name != own]
    elsewhere = [one for one in others if one.origin in {Origin.GIT, Origin.URL, Origin.PATH, Origin.EDITABLE}]
    if elsewhere:
        parts.append("from elsewhere than an index " + _listed(f"{one.name} ({one.origin.value})" for one in elsewhere))
    bare = [one.name for one in of.packages if not one.hashed and one.origin in {Origin.INDEX, Origin.URL}]
    if bare:
        parts.append(f"without a hash {_listed(bare)}")
    if of.freshness is not Freshness.UNTOLD:
        parts.append(f"{of.freshness.value}{f', as {of.why}' if of.why else ''}")
    return "; ".join(parts)


def _normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _place(said: Said) -> str:
    return f"{said.path}:{said.line}"


def _listed(names: Iterable[str]) -> str:
    every = list(names)
    more = len(every) - SHOWN
    return ", ".join(every[:SHOWN]) + (f" and {more} more" if more > 0 else "") if every else "nothing"


def project_json(of: Repository) -> Value:
    """Return the same as `project_text`, and all of it, as JSON values; lines count from 1."""
    project = of.project or Project()
    return {
        "root": _text(of.root or ""),
        "name": _value(project.name),
        "version": _value(project.version),
        "requires_python": _value(project.requires_python),
        "tested": _values(project.tested),
        "python_version": _text(of.python_version) if of.python_version is not None else None,
        "runtime": _text(of.runtime) if of.runtime is not None else None,
        "backend": _text(project.backend) if project.backend is not None else None,
        "dependencies": _values(project.dependencies),
        "extras": _groups(project.extras),
        "groups": _groups(project.groups),
        "scripts": [
            {"name": _text(one.name), "target": _text(one.target), "path": _text(one.path), "line": one.line}
            for one in project.scripts
        ],
        "layout": project.layout.value,
        "roots": [_text(root) for root in project.roots],
        "packages": [_text(name) for name in project.packages],
        "modules": [_text(name) for name in project.modules],
        "locks": [_lock_json(lock) for lock in of.locks],
        "not_read": [_text(note) for note in of.notes],
        "not_known": [_text(note) for note in project.not_known],
    }


def _lock_json(of: Lock) -> Value:
    return {
        "path": _text(of.path),
        "requires_python": _value(of.requires_python),
        "freshness": of.freshness.value,
        "why": _text(of.why),
        "packages": [
            {
                "name": _text(one.name),
                "version": _text(one.version) if one.version is not None else None,
                "origin": one.origin.value,
                "hashed": one.hashed,
            }
            for one in of.packages
        ],
    }


def _value(said: Said | None) -> Value:
    return None if said is None else {"text": _text(said.text), "path": _text(said.path), "line": said.line}


def _values(said: Iterable[Said]) -> Value:
    return [_value(one) for one in said]


def _groups(groups: Iterable[Group]) -> Value:
    return [{"name": _text(group.name), "requirements": _values(group.requirements)} for group in groups]


def _text(text: str) -> str:
    """Return *text* with what is no UTF-8 as U+FFFD."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace") if not text.isascii() else text
