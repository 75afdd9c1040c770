"""Text for reading: the catalogue's Markdown, and plain sentences, as wrapped lines of inked runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rich.cells import cell_len

from venvoy.tui.line_view import Run
from venvoy.tui.shown import shown

_INLINE = re.compile(
    r"\\(?P<escaped>[\\`*_{}\[\]()<>#+\-.!|~&:])"
    r"|`(?P<code>[^`]+)`"
    r"|\*\*(?P<bold>[^*]+)\*\*"
    r"|\*(?P<italic>[^*]+)\*"
    r"|\[(?P<label>(?:\\.|[^\]\\])+)\]\((?P<link>[^)\s]+)\)"
)
_WORDS = re.compile(r"\s+|\S+")
_FENCE = "```"


def rendered(markdown: str, width: int) -> list[list[Run]]:
    """Return *markdown* (paragraphs, lists, fences, code, emphasis, links) as lines of at most *width* cells."""
    lines: list[list[Run]] = []
    for kind, text in _blocks(markdown):
        if lines:
            lines.append([])
        if kind == "fence":
            for line in text.split("\n"):
                lines += _code(shown(line), width)
        else:
            bullet = kind == "item"
            if bullet and len(lines) > 1 and lines[-2] and lines[-2][0][0] in ("• ", "  "):
                lines.pop()
            first: list[Run] = [("• ", "accent")] if bullet else []
            lines += wrapped(inline(text), width, first, [("  ", "")] if bullet else [])
    return lines


def _code(line: str, width: int) -> list[list[Run]]:
    """Return a line of a fence: as it is, broken at blanks only where it is too long."""
    rule: Run = ("▏ ", "rule")
    if cell_len(line) <= width - 2:
        return [[rule, (line, "code")]]
    indent = line[: len(line) - len(line.lstrip())][: width // 2]
    return wrapped([(line, "code")], width, [rule, (indent, "code")], [rule, (f"{indent}  ", "code")])


def _blocks(markdown: str) -> Iterator[tuple[str, str]]:
    """Give ``fence``, ``item`` and ``text`` blocks in their order."""
    waiting: list[str] = []
    kind, fence = "text", False
    for line in [*markdown.split("\n"), ""]:
        if line.startswith(_FENCE):
            if waiting:
                yield ("fence" if fence else kind), ("\n" if fence else " ").join(waiting)
            waiting, kind, fence = [], "text", not fence
        elif fence:
            waiting.append(line)
        elif not line.strip() or line.startswith("- "):
            if waiting:
                yield kind, " ".join(waiting)
            waiting, kind = ([line[2:]], "item") if line.startswith("- ") else ([], "text")
        else:
            waiting.append(line.strip())
    if waiting:  # a fence that nobody closed
        yield "fence", "\n".join(waiting[:-1])


def inline(text: str, ink: str = "") -> list[Run]:
    """Return the runs of a paragraph."""
    runs: list[Run] = []
    done = 0
    for match in _INLINE.finditer(text):
        runs.append((shown(text[done : match.start()]), ink))
        runs += _run(match, ink)
        done = match.end()
    return [*runs, (shown(text[done:]), ink)]


def _run(match: re.Match[str], ink: str) -> list[Run]:
    found = match.lastgroup
    if found == "escaped":
        return [(match["escaped"], ink)]
    if found == "link":
        return [*inline(match["label"], "accent"), (f" ({shown(match['link'])})", "faint")]
    text = shown(match[found or 0])
    return [(text, {"code": "code", "bold": "bold", "italic": "italic"}.get(found or "", ink))]


def wrapped(
    runs: Iterable[Run], width: int, first: list[Run] | None = None, then: list[Run] | None = None
) -> list[list[Run]]:
    """Return *runs* broken at blanks into lines of at most *width* cells, led by *first* and then by *then*.

    Every text comes out safe for a terminal, so that nobody who has something to tell can forget it.
    """
    lead, follow = first or [], then or []
    lines: list[list[Run]] = [list(lead)]
    used = start = _cells(lead)
    gap: Run | None = None
    for text, ink in runs:
        for word in _WORDS.findall(shown(text)):
            if word.isspace():
                gap = (word, ink) if used > start else None
                continue
            for piece in folded(word, max(1, width - _cells(follow))):
                space, cells = cell_len(gap[0]) if gap else 0, cell_len(piece)
                if used + space + cells > width and used > start:
                    lines.append(list(follow))
                    used = start = _cells(follow)
                elif gap is not None:
                    lines[-1].append(gap)
                    used += space
                gap = None
                lines[-1].append((piece, ink))
                used += cells
    return lines


def _cells(runs: Iterable[Run]) -> int:
    return sum(cell_len(text) for text, _ in runs)


def folded(word: str, width: int) -> list[str]:
    """Return *word*, cut where it is longer than a line."""
    if cell_len(word) <= width:
        return [word]
    pieces, piece, used = [], "", 0
    for char in word:
        cells = cell_len(char)
        if piece and used + cells > width:
            # A path is cut behind a slash, as long as that does not leave half of the line empty.
            end = piece.rfind("/") + 1 if piece.rfind("/") >= width // 2 else len(piece)
            pieces.append(piece[:end])
            piece = piece[end:]
            used = cell_len(piece)
        piece += char
        used += cells
    return [*pieces, piece]
