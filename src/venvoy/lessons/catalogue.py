"""The lessons, read from the Markdown files of this folder."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from venvoy.labs.catalogue import lab
from venvoy.model.lab import Need
from venvoy.model.lesson import Exercise, Lesson

_PARTS = re.compile(
    r"\A\+\+\+\n(?P<head>.*?)^\+\+\+\n\n"
    r"# (?P<title>[^\n]+)\n\n(?P<summary>.*?)\n\n"
    r"## Dockerfile\n\n```dockerfile\n(?P<dockerfile>.*?)^```\n\n"
    r"## Afterwards\n\n(?P<afterwards>.*)\Z",
    re.DOTALL | re.MULTILINE,
)


@cache
def course() -> tuple[Lesson, ...]:
    """Return all lessons, in the order in which they are best taken."""
    entries = (entry for entry in files(__package__).iterdir() if entry.name.endswith(".md"))
    read = [_read(entry.name, entry.read_text(encoding="utf-8")) for entry in entries]
    return tuple(lesson for _, lesson in sorted(read, key=lambda one: one[0]))


def lesson(name: str) -> Lesson | None:
    """Return the lesson called *name*; None when there is none."""
    return next((one for one in course() if one.name == name), None)


def about(page: str) -> Lesson | None:
    """Return the lesson that the page called *page* belongs to; None when it belongs to none."""
    return next((one for one in course() if one.page == page or page in one.teaches), None)


def needs_engine(of: Lesson) -> bool:
    """Return whether the lesson *of* makes containers."""
    found = lab(of.lab) if of.lab is not None else None
    return found is not None and Need.ENGINE in found.needs


def _read(file: str, text: str) -> tuple[int, Lesson]:
    """Return the place of a lesson in the course, and the lesson."""
    parts = _PARTS.match(text)
    if parts is None:
        raise ValueError(f"the lesson {file} lacks one of its parts")
    head = tomllib.loads(parts["head"])
    read = Lesson(
        name=file.removesuffix(".md").replace("_", "-"),
        title=parts["title"],
        summary=parts["summary"],
        page=head["page"],
        teaches=tuple(head.get("teaches", ())),
        exercise=Exercise(head["exercise"]),
        dockerfile=parts["dockerfile"].encode(),
        lures=tuple(head.get("lures", ())),
        lab=head.get("lab"),
        afterwards=parts["afterwards"].rstrip("\n"),
    )
    return head["order"], read
