"""What the journal writes down about a change set, and how it looks on disk.

A record is one file: the SHA-256 of what follows, a line feed, and a JSON object. The contents of the files are in it,
so that a record alone is enough to restore them. Paths and texts may hold bytes that are not UTF-8; they travel as lone
surrogates, which JSON escapes.
"""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any

from attrs import evolve, field, frozen

SCHEMA = "venvoy.journal/1"


class Kind(Enum):
    """What a record is about."""

    APPLY = "apply"
    UNDO = "undo"


@frozen
class FileRecord:
    """One file of a change set."""

    path: str
    """Absolute, symbolic links resolved."""
    before: bytes | None = field(repr=False)
    """None: there was no such file."""
    after: bytes | None = field(repr=False)
    """None: the file is removed (only an undo does that)."""
    mode: int | None = None
    """Permission bits before; None when there was no such file."""

    def turned(self) -> FileRecord:
        """Return the same file the other way round."""
        return evolve(self, before=self.after, after=self.before)


@frozen
class Record:
    """A change set as the journal keeps it."""

    id: str
    """``0012-3f9a1c``: a running number and a random part."""
    kind: Kind
    undoes: str | None
    """The id of the record that an undo takes back."""
    when: datetime
    """In UTC."""
    summary: str
    root: str
    files: tuple[FileRecord, ...]

    def turned(self) -> Record:
        """Return the same record with every file the other way round."""
        return evolve(self, files=tuple(file.turned() for file in self.files))

    def temporary(self, index: int) -> Path:
        """Return where the new content of the file at *index* waits before it takes the file's place."""
        return Path(self.files[index].path).parent / f".venvoy-{self.id}-{index}.tmp"


class DamagedRecordError(ValueError):
    """Bytes that are not a record; the text is one clause saying why."""


def encode(record: Record) -> bytes:
    """Return *record* as the bytes of its file."""
    fields = {
        "schema": SCHEMA,
        "id": record.id,
        "kind": record.kind.value,
        "undoes": record.undoes,
        "when": record.when.isoformat(),
        "summary": record.summary,
        "root": record.root,
        "files": [
            {"path": f.path, "mode": f.mode, "before": _to_text(f.before), "after": _to_text(f.after)}
            for f in record.files
        ],
    }
    body = json.dumps(fields, ensure_ascii=True, indent=1).encode("ascii") + b"\n"
    return hashlib.sha256(body).hexdigest().encode("ascii") + b"\n" + body


def decode(content: bytes) -> Record:
    """Return the record that *content* holds.

    Raises:
        DamagedRecordError: if it is not, to the byte, what `encode` once returned, or is of an unknown schema.
    """
    digest, _, body = content.partition(b"\n")
    if digest != hashlib.sha256(body).hexdigest().encode("ascii"):
        raise DamagedRecordError("its checksum does not match its content")
    try:
        fields = json.loads(body)
        if fields["schema"] != SCHEMA:
            raise DamagedRecordError("it was written by another version of venvoy")
        return _from_fields(fields)
    except (ValueError, KeyError, TypeError) as error:
        if isinstance(error, DamagedRecordError):
            raise
        raise DamagedRecordError("its fields are not those of a record") from error


def _from_fields(fields: dict[str, Any]) -> Record:
    files = tuple(
        FileRecord(path=f["path"], before=_to_bytes(f["before"]), after=_to_bytes(f["after"]), mode=f["mode"])
        for f in fields["files"]
    )
    return Record(
        id=fields["id"],
        kind=Kind(fields["kind"]),
        undoes=fields["undoes"],
        when=datetime.fromisoformat(fields["when"]),
        summary=fields["summary"],
        root=fields["root"],
        files=files,
    )


def _to_text(content: bytes | None) -> str | None:
    return None if content is None else base64.b64encode(content).decode("ascii")


def _to_bytes(text: str | None) -> bytes | None:
    return None if text is None else base64.b64decode(text, validate=True)
