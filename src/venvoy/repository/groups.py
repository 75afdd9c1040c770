"""Requirements beside a project's own: its extras, and the groups of PEP 735 and of the tools before it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import define, field

from venvoy.model.project import Group, Said
from venvoy.repository.toml import Document, Table, table

FILE = "pyproject.toml"
GROUP_LIMIT = 200
"""Groups of a kind that are looked into; the most that was seen anywhere is some thirty."""
LINE_LIMIT = 5_000
"""Requirements of a project itself, or of one of Poetry's groups."""
ENTRY_LIMIT = 20_000
"""Entries of all groups of a kind, those counted again that several groups include."""


def extras(document: Document, notes: list[str]) -> tuple[Group, ...]:
    """Return ``[project.optional-dependencies]``, or else Poetry's ``extras``; what is left out is said in *notes*."""
    for path in (("project", "optional-dependencies"), ("tool", "poetry", "extras")):
        if found := table(document.content, *path):
            return _Reading(document, path, found, notes).groups()
    return ()


def groups(document: Document, notes: list[str]) -> tuple[Group, ...]:
    """Return ``[dependency-groups]`` with what each includes, and the groups of uv's, PDM's and Poetry's own tables.

    A group that includes itself, or one that is not there, is said in *notes*, as tools refuse it.
    """
    content = document.content
    found = list(_Reading(document, ("dependency-groups",), table(content, "dependency-groups"), notes).groups())
    listed = table(content, "tool", "uv").get("dev-dependencies")
    found += _Reading(document, ("tool", "uv"), {"dev": listed} if listed else {}, notes, "dev-dependencies").groups()
    pdm = table(content, "tool", "pdm", "dev-dependencies")
    found += _Reading(document, ("tool", "pdm", "dev-dependencies"), pdm, notes).groups()
    return (*found, *_of_poetry(document))


def _of_poetry(document: Document) -> Iterator[Group]:
    """Yield Poetry's groups, its constraints as it writes them."""
    named: dict[str, tuple[str, ...]] = {
        name: ("group", name, "dependencies") for name in table(document.content, "tool", "poetry", "group")
    }
    named |= {"dev": ("dev-dependencies",)} if table(document.content, "tool", "poetry", "dev-dependencies") else {}
    for name, path in list(named.items())[:GROUP_LIMIT]:
        at = ("tool", "poetry", *path)
        asked = list(table(document.content, *at).items())[:LINE_LIMIT]
        yield Group(_normalised(name), tuple(_poetry_line(document, at, *one) for one in asked))


def _poetry_line(document: Document, at: tuple[str, ...], name: str, asked: object) -> Said:
    return Said(f"{name} {poetry_constraint(asked)}".rstrip(), FILE, document.line(*at, name))


def poetry_constraint(asked: object) -> str:
    """Return the versions that an entry of Poetry's tables allows, as it writes them; empty for all of them."""
    several = asked if isinstance(asked, list) else [asked]
    versions = [one.get("version") if isinstance(one, dict) else one for one in several]
    return " || ".join(version for version in versions if isinstance(version, str) and version != "*")


@define
class _Reading:
    """The groups of one table."""

    document: Document
    path: tuple[str, ...]
    content: Table
    notes: list[str]
    key: str = ""
    """In whose line the groups stand; empty when each has one of its own."""
    _listed: dict[str, tuple[str, list[object]]] = field(factory=dict)
    """Normalised name → the name as written, and the entries."""
    _left: int = ENTRY_LIMIT

    def groups(self) -> tuple[Group, ...]:
        for name, entries in self.content.items():
            self._listed.setdefault(_normalised(name), (name, entries if isinstance(entries, list) else []))
        if len(self._listed) > GROUP_LIMIT:
            self.notes.append(f"{FILE}, line {self._line()}: no more than {GROUP_LIMIT} groups are read.")
        return tuple(self._group(name) for name in list(self._listed)[:GROUP_LIMIT])

    def _line(self, name: str = "") -> int:
        written = self.key or (self._listed[name][0] if name else "")
        return self.document.line(*self.path, *([written] if written else []))

    def _group(self, name: str) -> Group:
        """Return a group with all that it includes, each requirement once, in the order of the standard."""
        found: dict[str, str] = {}
        seen, stack = {name}, [(name, iter(self._listed[name][1]))]
        while stack and self._left > 0:
            inside, entries = stack[-1]
            entry = next(entries, None)
            self._left -= 1
            if entry is None:
                stack.pop()
            elif isinstance(entry, str):
                found.setdefault(entry, inside)
            elif isinstance(entry, dict) and isinstance(entry.get("include-group"), str):
                included = _normalised(entry["include-group"])
                if included not in self._listed:
                    self._note(name, f"the group {name} includes {included}, which is not there")
                elif included == name:
                    self._note(name, f"the group {name} includes itself")
                elif included not in seen:
                    seen.add(included)
                    stack.append((included, iter(self._listed[included][1])))
        if self._left <= 0:
            self._note(name, f"no more than {ENTRY_LIMIT} entries of groups are read")
        return Group(name, tuple(self._said(found)))

    def _said(self, found: dict[str, str]) -> Iterator[Said]:
        """Yield requirements, given with the group that each stands in, with their lines."""
        lines: dict[str, int] = {}
        for text, inside in found.items():
            line = self.document.line_near(text, lines.get(inside, self._line(inside)))
            lines[inside] = line
            yield Said(text, FILE, line)

    def _note(self, name: str, what: str) -> None:
        note = f"{FILE}, line {self._line(name)}: {what}."
        if note not in self.notes:
            self.notes.append(note)


def _normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
