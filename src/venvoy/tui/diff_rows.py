"""A diff as rows of a screen: unified or side by side, with as much context as wanted, changed words marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from attrs import field, frozen

from venvoy.model.plan import Cause, DiffLine, Sign
from venvoy.tui.shown import shown

_WORD = re.compile(r"\s+|\S+")
_PART = re.compile(r"[/=:]|[^/=:]+")
_ALIKE = 0.5
"""Ratio from which two lines count as one line that was changed."""
_LONGEST_RUN = 40
"""Lines of a run that are compared each with each; longer runs are paired in their order."""

Marks = tuple[tuple[int, int], ...]
"""Ranges of characters of the shown text that changed within a line."""


@frozen
class Row:
    """One row: a unified diff fills `left` or `right` (a line that stays fills both), side by side fills both."""

    left: DiffLine | None = None
    right: DiffLine | None = None
    left_marks: Marks = ()
    right_marks: Marks = ()
    hidden: int = 0
    """For a row that stands for lines that are not shown: how many."""
    note: str = field(default="")

    @property
    def causes(self) -> tuple[Cause, ...]:
        """Why this row is as it is; empty for a line that stays."""
        return tuple(dict.fromkeys(c for line in (self.left, self.right) if line is not None for c in line.causes))

    @property
    def changed(self) -> bool:
        """True for a row with an added or removed line."""
        return any(line is not None and line.sign is not Sign.SAME for line in (self.left, self.right))


def rows(lines: Sequence[DiffLine], context: int | None, *, side_by_side: bool) -> tuple[Row, ...]:
    """Return *lines* as rows with *context* unchanged lines around changes; None: the whole file."""
    made: list[Row] = []
    for start, end, shown_ in _stretches(lines, context):
        if shown_:
            made += _pairs(lines[start:end], side_by_side)
        else:
            made.append(Row(hidden=end - start))
    return tuple(made)


def _stretches(lines: Sequence[DiffLine], context: int | None) -> Iterator[tuple[int, int, bool]]:
    """Give (start, end, whether it is shown) for stretches of *lines*, in order."""
    if context is None:
        yield 0, len(lines), True
        return
    near = bytearray(len(lines))
    for at, line in enumerate(lines):
        if line.sign is not Sign.SAME:
            start, end = max(0, at - context), min(len(lines), at + context + 1)
            near[start:end] = b"\1" * (end - start)
    start = 0
    for at in range(1, len(lines) + 1):
        if at == len(lines) or near[at] != near[start]:
            yield start, at, bool(near[start])
            start = at


def _pairs(lines: Sequence[DiffLine], side_by_side: bool) -> Iterator[Row]:
    """Give the rows of a stretch; each run of changes is paired up for its marks."""
    at = 0
    while at < len(lines):
        if lines[at].sign is Sign.SAME:
            yield Row(left=lines[at], right=lines[at])
            at += 1
            continue
        end = at
        while end < len(lines) and lines[end].sign is not Sign.SAME:
            end += 1
        run = lines[at:end]
        removed = [line for line in run if line.sign is Sign.REMOVED]
        added = [line for line in run if line.sign is Sign.ADDED]
        yield from (_beside if side_by_side else _below)(removed, added, paired(removed, added))
        at = end


def _below(removed: list[DiffLine], added: list[DiffLine], pairs: dict[int, int]) -> Iterator[Row]:
    back = {new: old for old, new in pairs.items()}
    for old, line in enumerate(removed):
        marks = changed_words(line, added[pairs[old]])[0] if old in pairs else ()
        yield Row(left=line, left_marks=marks)
    for new, line in enumerate(added):
        marks = changed_words(removed[back[new]], line)[1] if new in back else ()
        yield Row(right=line, right_marks=marks)


def _beside(removed: list[DiffLine], added: list[DiffLine], pairs: dict[int, int]) -> Iterator[Row]:
    new = 0
    for old, line in enumerate(removed):
        partner = pairs.get(old)
        if partner is None:
            yield Row(left=line)
            continue
        yield from (Row(right=one) for one in added[new:partner])
        marks = changed_words(line, added[partner])
        yield Row(left=line, right=added[partner], left_marks=marks[0], right_marks=marks[1])
        new = partner + 1
    yield from (Row(right=one) for one in added[new:])


def paired(removed: Sequence[DiffLine], added: Sequence[DiffLine]) -> dict[int, int]:
    """Return which removed line became which added one, both in order: index of the one → index of the other."""
    pairs: dict[int, int] = {}
    first = 0
    few = len(removed) * len(added) <= _LONGEST_RUN**2
    for old, line in enumerate(removed):
        candidates = range(first, len(added)) if few else range(first, min(first + 1, len(added)))
        best = max(candidates, key=lambda new: (_likeness(line, added[new]), -new), default=None)
        if best is not None and _likeness(line, added[best]) >= _ALIKE:
            pairs[old] = best
            first = best + 1
    return pairs


def _likeness(old: DiffLine, new: DiffLine) -> float:
    matcher = SequenceMatcher(None, _parts(_words(old)), _parts(_words(new)), autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= _ALIKE else 0.0


def _words(line: DiffLine) -> list[str]:
    return _WORD.findall(shown(line.text))[:400]


def _parts(words: list[str]) -> list[str]:
    return [part for word in words for part in _PART.findall(word)]


def changed_words(old: DiffLine, new: DiffLine) -> tuple[Marks, Marks]:
    """Return what changed within *old* and within *new*, as ranges of their shown texts.

    Whole words, so that a word which left takes no part of its neighbour along; of a word that became another one
    (a path, an assignment) the parts that differ.
    """
    before, after = _words(old), _words(new)
    left: list[tuple[int, int]] = []
    right: list[tuple[int, int]] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "replace" and b - a == d - c:
            for one, other in zip(range(a, b), range(c, d), strict=True):
                _mark_parts(left, right, (before, one), (after, other))
        elif tag != "equal":
            _mark(left, before, a, b)
            _mark(right, after, c, d)
    return tuple(left), tuple(right)


def _mark_parts(
    left: list[tuple[int, int]], right: list[tuple[int, int]], old: tuple[list[str], int], new: tuple[list[str], int]
) -> None:
    (before, one), (after, other) = old, new
    was, becomes = _parts([before[one]]), _parts([after[other]])
    lead, follow = before[:one], after[:other]
    for tag, a, b, c, d in SequenceMatcher(None, was, becomes, autojunk=False).get_opcodes():
        if tag != "equal":
            _mark(left, lead + was, len(lead) + a, len(lead) + b)
            _mark(right, follow + becomes, len(follow) + c, len(follow) + d)


def _mark(marks: list[tuple[int, int]], words: list[str], start: int, end: int) -> None:
    at = sum(map(len, words[:start]))
    until = at + sum(map(len, words[start:end]))
    if until > at and marks and at - marks[-1][1] <= 1 and "".join(words)[marks[-1][1] : at] != " ":
        marks[-1] = (marks[-1][0], until)
    elif until > at:
        marks.append((at, until))
