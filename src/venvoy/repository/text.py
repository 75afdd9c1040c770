"""Text of a repository's files: within bounds, in the encoding that it is in."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from venvoy.model.dockerfile import Unreadable
from venvoy.workspace.reading import read_bytes

LARGEST = 1024 * 1024
"""Bytes of a manifest that is read; hand-written ones stay far below."""

# The longer marks first: that of UTF-32 begins with that of UTF-16. PowerShell's ">" writes UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)


def read_text(path: Path, shown: str, notes: list[str], limit: int = LARGEST) -> str | None:
    """Return the text of the file at *path*, or None with a sentence more in *notes*.

    What is no UTF-8 and has no mark of another encoding keeps its readable parts.

    Args:
        path: of the file.
        shown: its name in a note.
        notes: takes the sentence.
        limit: bytes of the largest file that is read.
    """
    content = read_bytes(path, limit)
    if isinstance(content, Unreadable):
        notes.append(f"{shown} is not read: {clause(content)}.")
        return None
    text = decoded(content)
    if "\0" in text:
        notes.append(f"{shown} is not read: it is no text.")
        return None
    return text


def decoded(content: bytes) -> str:
    """Return *content* as text, by its mark of byte order, or else as UTF-8."""
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    return content.decode(encoding, "replace")


def clause(why: Unreadable) -> str:
    """Return the fact of a reason without the advice behind it, which is meant for a Dockerfile."""
    fact = re.split(r"[,;]", why.reason)[0].rstrip(".")
    return fact[:1].lower() + fact[1:]
