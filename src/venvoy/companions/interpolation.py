"""Variables in compose files, as far as the file itself says what they are.

The rules are those of the compose specification (https://github.com/compose-spec/compose-spec, ``interpolation``).
"""

from __future__ import annotations

import re

_VARIABLE = re.compile(
    r"\$(?:(?P<escaped>\$)|(?P<name>[A-Za-z_]\w*)|\{(?P<braced>[A-Za-z_]\w*)(?:(?P<operator>:?[-?+])(?P<default>[^${}]*))?\})"
)


def interpolated(text: str) -> str | None:
    """Return *text* with each variable at its default; None when one has none, or what it stands in is no variable."""
    parts: list[str] = []
    at = 0
    for match in _VARIABLE.finditer(text):
        parts.append(text[at : match.start()])
        at = match.end()
        if match["escaped"]:
            parts.append("$")
        elif match["operator"] in {"-", ":-"}:
            parts.append(match["default"])
        else:
            return None
        if "$" in parts[-2]:
            return None
    return None if "$" in text[at:] else "".join((*parts, text[at:]))
