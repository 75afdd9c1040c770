"""Scripts whose first line names the old layout's Python."""

from __future__ import annotations

import re

from venvoy.codemods.marking import mark
from venvoy.codemods.paths import is_python
from venvoy.codemods.source import Source
from venvoy.model.companion import Confidence, Place, Relocation

PAGE = "shebang-of-the-image"

_SHEBANG = re.compile(r"#![ \t]*(/[^\s]*)/(python[\d.]*)(?=\s|$)([^\r\n]*)")


def find(source: Source, relocation: Relocation) -> tuple[Place, ...]:
    """Return a place for a first line that starts the old layout's Python."""
    match = _SHEBANG.match(source.text)
    new_folder = dict(relocation.pythons).get(match[1]) if match else None
    if match is None or new_folder is None or not is_python(match[2], relocation):
        return ()
    # env takes everything behind its name for one word, so that options need the interpreter itself.
    new = f"#!{new_folder}/{match[2]}" if match[3].strip() else "#!/usr/bin/env python3"
    where = (0, len(match[0][: match.start(3)].encode()))
    old = f"{match[1]}/{match[2]}"
    said = (
        f"Started as a program, this runs with `{old}`, which does not see the application's packages any more.",
        f"Begin it with `{new}`.",
    )
    return (mark(source, PAGE, where, said, Confidence.CERTAIN, ((*where, new),), (("program", old),)),)
