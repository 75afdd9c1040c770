"""Text that strangers wrote, made safe for a terminal."""

from __future__ import annotations

import unicodedata

DANGEROUS = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode categories that steer a terminal, turn text around or cannot be seen: controls, formats (bidirectional marks
and overrides, zero-width characters, tags), surrogates, line and paragraph separators."""


def safe(text: str) -> str:
    r"""Return *text* with every character that is not shown as itself spelt out, such as ``\x1b`` or ``\u202e``.

    The result is one line: a line end inside of *text* becomes ``\n``. Tabs stay. A byte that was not UTF-8 (a lone
    surrogate, by ``surrogateescape``) is shown as that byte. Nothing is lost, but the way back is not unique: a
    backslash stands for itself.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(char if char == "\t" else _visible(char) for char in text)


def _visible(char: str) -> str:
    if unicodedata.category(char) not in DANGEROUS:
        return char
    code = ord(char)
    if char in "\n\r":
        return {"\n": r"\n", "\r": r"\r"}[char]
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
