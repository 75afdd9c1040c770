"""Eggs, which ``setup.py install`` makes: a directory or a zip archive with its metadata in ``EGG-INFO``.

The format is that of setuptools' documentation, "The Internal Structure of Python Eggs".
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

_TEXTS = ("EGG-INFO/PKG-INFO", "EGG-INFO/requires.txt", "EGG-INFO/entry_points.txt")
_LARGEST = 4 << 20
"""Bytes of a text inside of an egg; what claims to have more is not unpacked."""


def zipped_texts(content: bytes) -> dict[str, str]:
    """Return the metadata in a zipped egg by its names; nothing when *content* is no whole archive."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as egg:
            found = [egg.getinfo(name) for name in _TEXTS if name in egg.NameToInfo]
            small = [one for one in found if one.file_size <= _LARGEST]
            return {one.filename: egg.read(one).decode("utf-8", "surrogateescape") for one in small}
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError, ValueError):
        return {}  # damaged, encrypted, or no egg at all: then it is a file like any other


def needs(requires: str) -> Iterator[str]:
    """Yield the requirements of a ``requires.txt`` as they stand in ``Requires-Dist``.

    A section ``[extra:marker]`` says when those below it hold; both parts of its name may be empty.
    """
    extra = marker = ""
    for line in map(str.strip, requires.splitlines()):
        if line.startswith("["):
            extra, _, marker = line.strip("[]").partition(":")
        elif line and not line.startswith("#"):
            conditions = ([f"({marker})"] if marker else []) + ([f"extra == '{extra}'"] if extra else [])
            yield f"{line} ; {' and '.join(conditions)}" if conditions else line
