"""Text that Markdown takes as text."""

from __future__ import annotations

import re

from venvoy.reports.terminal import safe

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()+!|~&])")
_CALLING = re.compile(r"([@#])")
"""What becomes a mention or a link after Markdown is through, unless something that is not seen stands behind it."""


def plain(text: str) -> str:
    """Return *text* so that it neither formats nor mentions anybody, controls spelt out."""
    return _CALLING.sub(r"\1<!-- -->", _SPECIAL.sub(r"\\\1", safe(text)))
