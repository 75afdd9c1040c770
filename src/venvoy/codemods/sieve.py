"""Which files are worth to be parsed: told from their bytes alone, without libcst."""

from __future__ import annotations

import posixpath
import re
from functools import cache

from venvoy.model.companion import Relocation

_STARTS = re.compile(rb"subprocess|\bos\b.*(?:system|popen|exec|spawn)|\basyncio\b")
_FIRST = re.compile(rb"#![^\r\n]*")
_PROGRAM = re.compile(rb"""["'](?:[^"'\n]*[\s/;&|(])?(?:python|pip)3?(?:\.\d+)?(?=["'\s])""")


def may_concern(content: bytes, relocation: Relocation) -> bool:
    """Return whether it is worth to parse *content*: whether it holds a word that all of the codemods look for."""
    first = _FIRST.match(content)
    if first is not None and any(f"{old}/python".encode() in first.group() for old, _ in relocation.pythons):
        return True
    if b"activate_this" in content or (_STARTS.search(content) and _PROGRAM.search(content)):
        return True
    # Every `#!/usr/bin/env python` names a directory that is called like that of the scripts.
    return needles(relocation).search(content, first.end() if first is not None else 0) is not None


@cache
def needles(relocation: Relocation) -> re.Pattern[bytes]:
    """Return what the last part of each old path looks like: it stands in one piece, however the path is put together.

    What is behind the path of a script is the script.
    """
    moved = (rf"""[/"']{re.escape(posixpath.basename(old))}(?![\w.-])""" for old, _ in relocation.moved)
    scripts = (rf"""[/"']{re.escape(posixpath.basename(old))}[/"']""" for old, _ in relocation.pythons)
    return re.compile("|".join((*moved, *scripts, *map(re.escape, relocation.variables))).encode())
