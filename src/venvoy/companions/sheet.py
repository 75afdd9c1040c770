"""A file beside the Dockerfile, as places are found in it."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define, evolve, field

from venvoy.companions.paths import OldPath
from venvoy.model.companion import Confidence, Place
from venvoy.model.plan import Cause, Edit
from venvoy.model.source import Span
from venvoy.parse.lines import LineTable

Facts = tuple[tuple[str, str], ...]
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@define(slots=False)
class Sheet:
    """One file, with the way from its bytes to lines and columns."""

    path: str
    """From the root of the repository, with forward slashes."""
    content: bytes = field(repr=False)
    table: LineTable = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        self.table = LineTable(self.content)

    @property
    def newline(self) -> bytes:
        """The line end of its first line, which an added line gets as well."""
        first = self.content.find(b"\n")
        return b"\r\n" if first > 0 and self.content[first - 1 : first] == b"\r" else b"\n"

    def place(
        self,
        page: str,
        span: Span,
        message: str,
        suggestion: str,
        confidence: Confidence = Confidence.REPORTED,
        changes: Sequence[tuple[Span, bytes]] = (),
        facts: Facts = (),
    ) -> Place:
        """Return the place at *span*, with *changes* (bytes that are replaced, and by what) in their order.

        Without *changes* it can only be REPORTED.
        """
        lines = self.table.lines(span)
        start = self.table.start(lines.first)
        column = len(self.content[start : span.start].decode("utf-8", "replace")) + 1
        sure = confidence if changes else Confidence.REPORTED
        made = Place(page, self.path, lines, message, suggestion, sure, (), facts, column)
        if sure is Confidence.REPORTED:
            return made
        cause = Cause(made.id, suggestion)
        return evolve(made, edits=tuple(Edit(span, new, (cause,)) for span, new in changes))

    def rename(self, page: str, old: OldPath, message: str, doubt: Confidence = Confidence.CERTAIN) -> Place:
        """Return the place of a path of the old layout; *doubt* is the most that can be said of the file itself."""
        confidence = least(old.confidence, doubt)
        suggestion = f"Write {old.new} instead."
        if old.why:
            suggestion = f"{old.why} If it is meant for the image, write {old.new} instead."
        span = Span(old.start, old.end)
        facts = (("site", old.text), ("destination", old.new), *((("program", old.program),) if old.program else ()))
        changes = [(span, old.new.encode())] if confidence is not Confidence.REPORTED else []
        return self.place(page, span, message, suggestion, confidence, changes, facts)


_ORDER = (Confidence.CERTAIN, Confidence.LIKELY, Confidence.REPORTED)


def least(*confidences: Confidence) -> Confidence:
    """Return the least sure of *confidences*."""
    return max(confidences, key=_ORDER.index)


def at_most(place: Place, confidence: Confidence) -> Place:
    """Return *place* with no more confidence than *confidence*; one that is only reported has no edits."""
    sure = least(place.confidence, confidence)
    return evolve(place, confidence=sure, edits=() if sure is Confidence.REPORTED else place.edits)


def readable(content: bytes, largest: int) -> str | None:
    """Return why a text file of these bytes is not read, or None when it can be."""
    if len(content) > largest:
        return f"is not read: it is larger than {largest // 1024} KiB."
    if b"\0" in content:
        return "is not read: it is no text."
    return None
