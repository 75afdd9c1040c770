"""A page of the catalogue: what is told of a shortcut, once, for every place that shows it."""

from __future__ import annotations

from enum import Enum

from attrs import frozen


class PageKind(Enum):
    """What a page is about."""

    SHORTCUT = "shortcut"
    """A way of installing or carrying packages that venvoy can replace."""
    ADVICE = "advice"
    """Something that travels with a migration and never fails a check."""
    EXTRA = "extra"
    """An improvement beside the migration, off or on by choice; no finding speaks of it."""
    IDEA = "idea"
    """What one has to know to judge the others: how Python, environments and images work."""
    COMPANION = "companion"
    """Something in the files beside a Dockerfile, the application's source too, that goes by where packages lie."""


class Role(Enum):
    """What an example shows."""

    BEFORE = "before"
    """A file that has the page's finding."""
    AFTER = "after"
    """The same file, migrated with everything accepted and the default choices."""
    UNTOUCHED = "untouched"
    """A file that looks a little like it and has no finding."""


@frozen
class Example:
    """A whole file in a page."""

    language: str
    """``dockerfile``; for a companion also ``yaml``, ``sh``, ``ini``, ``python``, …"""
    role: Role
    text: str
    """The file, its last line end included."""
    path: str = ""
    """Of a companion whose name says how it is read: ``compose.yaml``. Empty for a Dockerfile."""


@frozen
class Section:
    """A heading and what stands below it."""

    title: str
    body: str
    """Markdown: paragraphs, lists, code spans, links and fenced blocks, nothing else; facts are filled in, escaped."""


@frozen
class Page:
    """One page, filled with the facts of a finding or with its own defaults."""

    name: str
    """With dashes: ``user-install``."""
    title: str
    kind: PageKind
    summary: str
    """One sentence of Markdown."""
    sections: tuple[Section, ...]
    """In the order of the page, without the examples."""
    examples: tuple[Example, ...]
    related: tuple[str, ...]
    """Names of the pages to read next."""

    def section(self, title: str) -> Section | None:
        """Return the section with that heading, or None."""
        return next((section for section in self.sections if section.title == title), None)

    @property
    def pairs(self) -> tuple[tuple[Example, Example], ...]:
        """Each BEFORE with the AFTER that follows it; a BEFORE without a rewrite is not among them."""
        steps = zip(self.examples, self.examples[1:], strict=False)
        return tuple((one, next_) for one, next_ in steps if (one.role, next_.role) == (Role.BEFORE, Role.AFTER))

    @property
    def markdown(self) -> str:
        """The page as Markdown, without the examples."""
        parts = [f"# {self.title}", self.summary]
        for section in self.sections:
            parts += [f"## {section.title}", section.body]
        return "\n\n".join(parts) + "\n"
