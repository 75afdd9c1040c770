"""Locales that the C library of an image knows: directories, and the archive that localedef and locale-gen write.

The archive's head is that of glibc's ``locarchive.h``: fields of 32 bits, among them place and length of the names.
"""

from __future__ import annotations

import posixpath
import re
import struct

from venvoy.images.reading.archive import LOCALE_ARCHIVE, Archive
from venvoy.model.image import FileKind

_DIRECTORY = posixpath.dirname(LOCALE_ARCHIVE)
_HEAD = struct.Struct("<8I")
_MAGIC = 0xDE020109
_NAME = re.compile(rb"[A-Za-z][\w.@+-]*")
_MUSL = re.compile(r"/lib/ld-musl-[\w-]+\.so\.1")


def locales(archive: Archive) -> frozenset[str] | None:
    """Return the names, as glibc spells them (``de_DE.utf8``); None for musl, which takes any name for UTF-8."""
    if any(_MUSL.fullmatch(path) for path in archive.files):
        return None
    found = {
        posixpath.basename(path)
        for path, file in archive.files.items()
        if posixpath.dirname(path) == _DIRECTORY and file.kind is not FileKind.FILE
    }
    return frozenset(found | _in_archive(archive.heads.get(LOCALE_ARCHIVE, b"")))


def _in_archive(head: bytes) -> set[str]:
    if len(head) < _HEAD.size:
        return set()
    magic, _, _, _, _, start, used, _ = _HEAD.unpack_from(head)
    if magic != _MAGIC:
        return set()
    return {name.decode("ascii") for name in head[start : start + used].split(b"\0") if _NAME.fullmatch(name)}
