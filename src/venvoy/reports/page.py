"""A page of the catalogue as plain text."""

from __future__ import annotations

import re

from venvoy.model.page import Page
from venvoy.reports.columns import wrap
from venvoy.reports.terminal import safe

INDENT = "  "
LINK = re.compile(r"(?<!\\)\[([^\]]*)\]\(([^)\s]*)\)")
EMPHASIS = re.compile(r"(?<![\\*])\*{1,2}([^*]+)\*{1,2}")
ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def explain_text(page: Page, width: int = 80, remark: str = "") -> str:
    """Return *page* for a terminal of *width* cells: headings, paragraphs and commands, without its examples.

    A *remark* on the whole page, plain text, stands below the summary.
    """
    lines = [*wrap(_plain(page.title), width), "", *prose(page.summary, width, "")]
    if remark:
        lines += ["", *wrap(safe(remark), width)]
    for section in page.sections:
        lines += ["", _plain(section.title), *prose(section.body, width, INDENT)]
    if page.related:
        lines += ["", "See also", *wrap(", ".join(page.related), width, first=INDENT, rest=INDENT)]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def prose(body: str, width: int, indent: str = "") -> list[str]:
    """Return the paragraphs of *body*, Markdown, wrapped, its items hung, its fenced lines as they are, set in."""
    lines: list[str] = []
    paragraph: list[str] = []
    fenced = False

    def flush() -> None:
        item = paragraph and paragraph[0].startswith("- ")
        text = _plain(" ".join(paragraph))
        lines.extend(wrap(text, width, first=indent, rest=indent + INDENT if item else indent) if paragraph else [])
        paragraph.clear()

    for line in body.split("\n"):
        if line.startswith("```"):
            flush()
            fenced = not fenced
        elif fenced:
            lines.append(indent + INDENT + safe(line))
        else:
            if not line or line.startswith("- "):
                flush()
            if line:
                paragraph.append(line)
            else:
                lines.append("")
    flush()
    return lines


def _plain(markdown: str) -> str:
    """Return one paragraph's text: links with their address behind them, code in its backticks, no other markup."""
    pieces = markdown.split("`")
    return safe("`".join(piece if at % 2 else _unmarked(piece) for at, piece in enumerate(pieces)))


def _unmarked(piece: str) -> str:
    piece = LINK.sub(r"\1 <\2>", piece)
    return ESCAPE.sub(r"\1", EMPHASIS.sub(r"\1", piece))
