"""The catalogue's pages, read from the Markdown files beside the detectors."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from attrs import evolve

from venvoy.model.page import Example, Page, PageKind, Role, Section

FRONT_MATTER = re.compile(r"\A\+\+\+\n(.*?)^\+\+\+\n", re.DOTALL | re.MULTILINE)
EXAMPLE = re.compile(r"^```(\w+) (before|after|untouched)(?: (\S+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PLACEHOLDER = re.compile(r"\{(image|site|line|program|venv|destination|user|packages)\}")
MARKUP = re.compile(r"([\\*_{}\[\]()<>#+\-.!|~&:])")
EXAMPLES = "Examples"
IDEAS = "ideas"
LONGEST_FACT = 200
"""Characters; a page is read, and a fact of a megabyte would be all that is seen of it."""


@cache
def names() -> tuple[str, ...]:
    """Return the names of all pages in alphabetical order: one for each Markdown file, with dashes."""
    return tuple(sorted(_files()))


@cache
def _files() -> dict[str, Traversable]:
    """Return the file of each page: those of shortcuts lie beside the detectors, those of ideas in a folder below."""
    folder = files(__package__)
    found = [entry for place in (folder, folder / IDEAS) for entry in place.iterdir() if entry.name.endswith(".md")]
    return {entry.name.removesuffix(".md").replace("_", "-"): entry for entry in found}


def page(name: str, facts: Mapping[str, str] | None = None) -> Page | None:
    """Return the page called *name*, filled with *facts*, and with its own defaults where they are silent.

    Facts come from files that strangers wrote: they cannot bring markup, line ends or control characters along.
    None when there is no such page.
    """
    if name not in _files():
        return None
    template, defaults = _template(name)
    given = {key: _harmless(value) for key, value in (facts or {}).items()}
    known = defaults | {key: value for key, value in given.items() if value}
    return evolve(
        template,
        summary=_fill(template.summary, known),
        sections=tuple(evolve(section, body=_fill(section.body, known)) for section in template.sections),
    )


@cache
def _template(name: str) -> tuple[Page, dict[str, str]]:
    """Return the page as it is written, its placeholders still in it, and their defaults."""
    text = _files()[name].read_text(encoding="utf-8")
    matter = FRONT_MATTER.match(text)
    if matter is None:
        raise ValueError(f"the page {name} does not start with its front matter")
    head = tomllib.loads(matter[1])
    (_, summary), *sections = _headed(text[matter.end() :])
    written = Page(
        name=head["id"],
        title=head["title"],
        kind=PageKind(head["kind"]),
        summary=summary,
        sections=tuple(Section(title, body) for title, body in sections if title != EXAMPLES),
        examples=tuple(
            Example(language, Role(role), body, path)
            for title, examples in sections
            if title == EXAMPLES
            for language, role, path, body in EXAMPLE.findall(examples)
        ),
        related=tuple(head["related"]),
    )
    return written, head["defaults"]


def _headed(text: str) -> list[tuple[str, str]]:
    """Return each heading of *text* with what stands below it; a ``#`` inside a fence heads nothing."""
    parts: list[tuple[str, list[str]]] = []
    fenced = False
    for line in text.splitlines():
        fenced ^= line.startswith("```")
        marks, blank, title = line.partition(" ")
        if not fenced and blank and marks in {"#", "##"}:
            parts.append((title, []))
        elif parts:
            parts[-1][1].append(line)
    return [(title, "\n".join(lines).strip("\n")) for title, lines in parts]


def _harmless(fact: str) -> str:
    """Return *fact* as one line of visible characters, shortened when it is very long."""
    line = "".join(" " if char.isspace() else char for char in fact)
    shown = "".join(char for char in line if not unicodedata.category(char).startswith("C")).strip()
    return shown if len(shown) <= LONGEST_FACT else shown[: LONGEST_FACT - 1] + "…"


def _fill(text: str, known: Mapping[str, str]) -> str:
    """Put *known* facts into the placeholders of *text*: literally inside code, escaped outside of it."""
    filled = []
    fenced = False
    for line in text.split("\n"):
        fenced ^= line.startswith("```")
        pieces = [line] if fenced else line.split("`")
        filled.append(
            "`".join(_fill_piece(piece, known, code=fenced or at % 2 == 1) for at, piece in enumerate(pieces))
        )
    return "\n".join(filled)


def _fill_piece(piece: str, known: Mapping[str, str], *, code: bool) -> str:
    # A backslash escapes nothing inside of code, so the one character that begins and ends it is replaced.
    def fact(match: re.Match[str]) -> str:
        value = known[match[1]].replace("`", "'")
        return value if code else MARKUP.sub(r"\\\1", value)

    return PLACEHOLDER.sub(fact, piece)
