"""What the doctor is held against: messages with their causes, and ordinary logs that have none of them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

HERE = Path(__file__).parent
_ENTRY = re.compile(r"^=== (.+)\n", re.MULTILINE)


@frozen
class Message:
    """What somebody was told."""

    cause: str
    """Its failure, or the name of a cause beside them."""
    split: str
    """How the rules came to it.

    ``rules``: one was written, or mended, with it at hand; ``held-out``: none was; ``silent``: it is known what was
    behind it, and its words alone do not tell.
    """
    source: str
    text: str


def messages() -> Iterator[Message]:
    """Return every message that was collected."""
    for path in sorted((HERE / "messages").glob("*.toml")):
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["message"]:
            yield Message(path.stem, entry["split"], entry["source"], entry["text"])


def ordinary() -> Iterator[tuple[str, str]]:
    """Return the name and the text of every log that is about something else."""
    for path in sorted((HERE / "ordinary").glob("*.txt")):
        _, *parts = _ENTRY.split(path.read_text(encoding="utf-8"))
        for name, text in zip(parts[::2], parts[1::2], strict=True):
            yield f"{path.stem}: {name}", text
