"""An image's file system read from a tar stream: every path once, and the few contents that tell about Python.

What is kept of a content is bounded, so that no image, however large or odd, fills the memory of who looks at it.
"""

from __future__ import annotations

import hashlib
import re
import tarfile
from collections.abc import Iterator
from io import BytesIO
from typing import IO, Any, cast

from attrs import define, field, frozen

from venvoy.images.reading.eggs import zipped_texts
from venvoy.images.reading.elf import Needs, needs
from venvoy.model.image import File, FileKind

HEAD = 512
"""Bytes of an executable that are kept: a first line is 127 or 255 bytes long at most, as Linux cuts it."""
LARGEST_TEXT = 32 << 20
"""Bytes of a metadata file that are kept."""
LARGEST_LIBRARY = 256 << 20
"""Bytes of a shared library that are looked into; each is held in memory while its sections are read."""
MOST_PATHS = 2_000_000
_CHUNK = 1 << 20
LOCALE_ARCHIVE = "/usr/lib/locale/locale-archive"
_LOCALE_HEAD = 4 << 20
"""Bytes of it that are kept: the names come first, and those of all locales that glibc knows take less."""

_TEXTS = re.compile(
    r".*\.dist-info/(METADATA|RECORD|WHEEL|INSTALLER|REQUESTED|entry_points\.txt)"
    r"|.*\.egg-info/(PKG-INFO|requires\.txt|entry_points\.txt|installed-files\.txt)"
    r"|.*\.egg/EGG-INFO/(PKG-INFO|requires\.txt|entry_points\.txt)|.*\.egg-info|.*/pyvenv\.cfg|.*\.pth|.*\.egg-link|/var/lib/dpkg/(status|status\.d/[^/]+|info/[^/]+\.list)"
    r"|/(usr/)?lib/apk/db/installed|/etc/ld\.so\.conf(\.d/[^/]+)?|/etc/passwd"
)
_EGG = re.compile(r".*\.egg")
_LIBRARY = re.compile(r"(?!/(usr/)?lib(64)?/(?!python))(?!.*/lib-dynload/).*\.so(\.[0-9.]+)?")
"""Shared libraries but for those of the system and of Python itself, which came with what they need."""
_ENGINES_OWN = frozenset(
    {"/.dockerenv", "/etc/hostname", "/etc/hosts", "/etc/mtab", "/etc/resolv.conf", "/dev/console"}
)
"""What an engine puts into every container, and no image holds."""


@define
class Archive:
    """What was read."""

    files: dict[str, File] = field(factory=dict, repr=False)
    texts: dict[str, str] = field(factory=dict, repr=False)
    """Content of metadata files; bytes that are not UTF-8 are lone surrogates."""
    heads: dict[str, bytes] = field(factory=dict, repr=False)
    """First bytes of executable files, and of the archive of locales."""
    needs: dict[str, Needs] = field(factory=dict, repr=False)
    """What shared libraries ask for, by their paths."""
    notes: list[str] = field(factory=list)


@frozen(eq=False)
class _Stream:
    """Chunks as a file, as far as `tarfile` reads one forwards."""

    chunks: Iterator[bytes]
    rest: bytearray = field(factory=bytearray)

    def read(self, size: int) -> bytes:
        while len(self.rest) < size and (chunk := next(self.chunks, b"")):
            self.rest.extend(chunk)
        taken = bytes(self.rest[:size])
        del self.rest[:size]
        return taken


def read_archive(chunks: Iterator[bytes]) -> Archive:
    """Read a file system from the *chunks* of its tar archive.

    Raises:
        tarfile.TarError: when they are none, or end in the middle.
    """
    archive = Archive()
    with tarfile.open(fileobj=cast("IO[bytes]", _Stream(chunks)), mode="r|", bufsize=_CHUNK) as tar:
        for number, member in enumerate(tar):
            if number >= MOST_PATHS:
                archive.notes.append(f"Only the first {MOST_PATHS:,} paths were read; the image has more.")
                break
            _take(archive, tar, member)
            cast("Any", tar).members = []  # else every member is kept
    return archive


def _take(archive: Archive, tar: tarfile.TarFile, member: tarfile.TarInfo) -> None:
    path = "/" + member.name.removeprefix("./").strip("/")
    if path in _ENGINES_OWN or path == "/":
        return
    owner, mode = (member.uid, member.gid), member.mode & 0o7777
    if member.isdir():
        archive.files[path] = File(FileKind.DIRECTORY, mode, owner)
    elif member.issym():
        archive.files[path] = File(FileKind.LINK, 0o777, owner, content=member.linkname)
    elif member.islnk():
        _same(archive, path, "/" + member.linkname.removeprefix("./").strip("/"))
    elif member.isreg():
        _content(archive, tar, member, path)
    else:
        archive.files[path] = File(FileKind.OTHER, mode, owner)


def _same(archive: Archive, path: str, other: str) -> None:
    """Let *path* be what *other*, which it is a hard link to, is."""
    if other not in archive.files:
        archive.notes.append(f"{path} is a hard link to a path that is not there.")
        return
    every: tuple[dict[str, Any], ...] = (archive.files, archive.texts, archive.heads, archive.needs)
    for known in every:
        if other in known:
            known[path] = known[other]


def _content(archive: Archive, tar: tarfile.TarFile, member: tarfile.TarInfo, path: str) -> None:
    source = tar.extractfile(member)
    assert source is not None  # noqa: S101 - it is a regular file
    executable = bool(member.mode & 0o111)
    limit = _limit(path, executable)
    if limit > HEAD and path != LOCALE_ARCHIVE and member.size > limit:
        archive.notes.append(f"{path} was not looked into: it has {member.size:,} bytes.")
        limit = HEAD
    digest, kept = hashlib.blake2b(digest_size=16), bytearray()
    while chunk := source.read(_CHUNK):
        digest.update(chunk)
        if len(kept) < limit:
            kept += chunk[: limit - len(kept)]
    archive.files[path] = File(
        FileKind.FILE, member.mode & 0o7777, (member.uid, member.gid), member.size, digest.hexdigest()
    )
    if path == LOCALE_ARCHIVE:
        archive.heads[path] = bytes(kept)
    elif executable:
        archive.heads[path] = bytes(kept[:HEAD])
    if _EGG.fullmatch(path) and limit == LARGEST_TEXT:
        archive.texts |= {f"{path}/{name}": text for name, text in zipped_texts(bytes(kept)).items()}
    elif limit == LARGEST_TEXT:
        archive.texts[path] = kept.decode("utf-8", "surrogateescape")
    elif limit == LARGEST_LIBRARY and kept.startswith(b"\x7fELF"):
        found = needs(BytesIO(kept))
        if found is None:
            archive.notes.append(f"{path} could not be read as a shared library.")
        else:
            archive.needs[path] = found


def _limit(path: str, executable: bool) -> int:
    if _TEXTS.fullmatch(path) or _EGG.fullmatch(path):
        return LARGEST_TEXT
    if path == LOCALE_ARCHIVE:
        return _LOCALE_HEAD
    if _LIBRARY.fullmatch(path):
        return LARGEST_LIBRARY
    return HEAD if executable else 0
