"""The difference that a plan makes, line by line, each changed line with its causes."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from itertools import accumulate

from attrs import evolve, frozen

from venvoy.model.plan import Cause, DiffLine, Edit, FileDiff, Hunk, Plan, Sign
from venvoy.model.repository_plan import PlannedFile


@frozen
class _Cluster:
    """Edits that touch the same or neighbouring lines, with the lines before and after them."""

    first: int
    """Index of the first old line."""
    last: int
    """Index behind the last old line."""
    new: tuple[bytes, ...]
    edits: tuple[Edit, ...]


def file_diff(plan: Plan | PlannedFile, context: int = 3) -> FileDiff:
    """Return the whole file as diff lines, and the hunks with *context* lines around each change."""
    before = plan.before or b""
    old = _lines(before)
    lines: list[DiffLine] = []
    at = 0
    for cluster in _clusters(before, plan.edits, old):
        _same(lines, old[at : cluster.first])
        _changed(lines, old[cluster.first : cluster.last], cluster)
        at = cluster.last
    _same(lines, old[at:])
    numbered = tuple(_numbered(lines))
    return FileDiff(plan.path, tuple(_hunks(numbered, context)), numbered, created=plan.before is None)


def _lines(content: bytes) -> list[bytes]:
    parts = content.split(b"\n")
    return [part + b"\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def _clusters(before: bytes, edits: tuple[Edit, ...], old: list[bytes]) -> Iterable[_Cluster]:
    starts = [0, *accumulate(len(text) for text in old)]
    line = 0
    pending: list[Edit] = []
    first = last = 0
    for edit in edits:
        while line < len(old) and starts[line + 1] <= edit.span.start:
            line += 1
        end = line
        while end < len(old) and starts[end] < edit.span.end:
            end += 1
        at_start = edit.span.start == starts[min(line, len(old))]
        end = max(end, line if at_start and edit.replacement.endswith(b"\n") else min(line + 1, len(old)))
        if line == len(old) and old and not old[-1].endswith(b"\n"):
            line, end = len(old) - 1, len(old)
        if pending and line < last:
            pending.append(edit)
            last = max(last, end)
            continue
        if pending:
            yield _cluster(before, starts, first, last, pending)
        pending, first, last = [edit], line, end
    if pending:
        yield _cluster(before, starts, first, last, pending)


def _cluster(before: bytes, starts: list[int], first: int, last: int, edits: list[Edit]) -> _Cluster:
    pieces, at = [], starts[first]
    for edit in edits:
        pieces += [before[at : edit.span.start], edit.replacement]
        at = edit.span.end
    new = b"".join((*pieces, before[at : max(at, starts[last])]))
    return _Cluster(first, last, tuple(_lines(new)), tuple(edits))


def _same(lines: list[DiffLine], texts: Iterable[bytes]) -> None:
    lines.extend(DiffLine(Sign.SAME, text, 0, 0) for text in texts)


def _changed(lines: list[DiffLine], old: list[bytes], cluster: _Cluster) -> None:
    matcher = SequenceMatcher(None, old, cluster.new, autojunk=False)
    everything = _unique(edit.causes for edit in cluster.edits)
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        if tag == "equal":
            _same(lines, old[a1:a2])
            continue
        lines.extend(DiffLine(Sign.REMOVED, text, 0, None, everything) for text in old[a1:a2])
        lines.extend(
            DiffLine(Sign.ADDED, text, None, 0, _causes_of(text, cluster) or everything) for text in cluster.new[b1:b2]
        )


def _causes_of(text: bytes, cluster: _Cluster) -> tuple[Cause, ...]:
    """Return the causes of the edits whose new text the line holds."""
    return _unique(
        edit.causes
        for edit in cluster.edits
        if any(part.strip() and part.strip() in text for part in edit.replacement.splitlines())
    )


def _unique(groups: Iterable[tuple[Cause, ...]]) -> tuple[Cause, ...]:
    return tuple(dict.fromkeys(cause for group in groups for cause in group))


def _numbered(lines: list[DiffLine]) -> Iterable[DiffLine]:
    old = new = 0
    for line in lines:
        old += line.sign is not Sign.ADDED
        new += line.sign is not Sign.REMOVED
        yield evolve(line, old=None if line.sign is Sign.ADDED else old, new=None if line.sign is Sign.REMOVED else new)


def _hunks(lines: tuple[DiffLine, ...], context: int) -> Iterable[Hunk]:
    changed = [at for at, line in enumerate(lines) if line.sign is not Sign.SAME]
    groups: list[list[int]] = []
    for at in changed:
        if groups and at - groups[-1][1] <= 2 * context + 1:
            groups[-1][1] = at
        else:
            groups.append([at, at])
    for first, last in groups:
        start, end = max(0, first - context), min(len(lines), last + context + 1)
        yield _hunk(lines, start, end)


def _hunk(lines: tuple[DiffLine, ...], start: int, end: int) -> Hunk:
    part = lines[start:end]
    old = [line.old for line in part if line.old is not None]
    new = [line.new for line in part if line.new is not None]
    before_old = max((line.old for line in lines[:start] if line.old is not None), default=0) if not old else 0
    before_new = max((line.new for line in lines[:start] if line.new is not None), default=0) if not new else 0
    return Hunk(old[0] if old else before_old, len(old), new[0] if new else before_new, len(new), part)
