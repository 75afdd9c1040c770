"""The labs, read from the Markdown files of this folder."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from venvoy.model.lab import Lab, Need, Outcome

_PARTS = re.compile(
    r"\A\+\+\+\n(?P<head>.*?)^\+\+\+\n\n"
    r"# (?P<title>[^\n]+)\n\n(?P<summary>.*?)\n\n"
    r"## Commands\n\n```console\n(?P<commands>.*?)^```\n\n"
    r"## What it shows\n\n(?P<shows>.*)\Z",
    re.DOTALL | re.MULTILINE,
)


@cache
def names() -> tuple[str, ...]:
    """Return the names of all labs, in the order in which they are best done."""
    found = (entry.name for entry in files(__package__).iterdir() if entry.name.endswith(".md"))
    return tuple(sorted((name.removesuffix(".md").replace("_", "-") for name in found), key=_order))


@cache
def lab(name: str) -> Lab | None:
    """Return the lab called *name*; None when there is none."""
    return _read(name) if name in names() else None


def _order(name: str) -> tuple[int, str]:
    return int(_head(_text(name))["order"]), name


def _text(name: str) -> str:
    return files(__package__).joinpath(f"{name.replace('-', '_')}.md").read_text(encoding="utf-8")


def _head(text: str) -> dict[str, Any]:
    return tomllib.loads(_parts(text)["head"])


def _parts(text: str) -> re.Match[str]:
    parts = _PARTS.match(text)
    if parts is None:
        raise ValueError(f"a lab lacks one of its parts: {text[:80]!r}")
    return parts


def _read(name: str) -> Lab:
    parts = _parts(_text(name))
    head = tomllib.loads(parts["head"])
    return Lab(
        name=name,
        title=parts["title"],
        summary=parts["summary"],
        page=head["page"],
        question=head["question"],
        answers=tuple(head["answers"]),
        commands=tuple(_commands(parts["commands"])),
        outcomes=tuple(map(_outcome, head["outcome"])),
        shows=parts["shows"].rstrip("\n"),
        needs=frozenset(map(Need, head.get("needs", ()))),
        repeat=head.get("repeat", 1),
        cleanup=tuple(head.get("cleanup", ())),
    )


def _commands(block: str) -> Iterator[str]:
    """Yield what stands behind each ``$``, with the lines behind ``>`` that belong to it."""
    lines: list[str] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            if lines:
                yield "\n".join(lines)
            lines = [line[2:]]
        else:
            lines.append(line.removeprefix(">").removeprefix(" "))
    yield "\n".join(lines)


def _outcome(given: dict[str, Any]) -> Outcome:
    slower = given.get("slower")
    return Outcome(
        answer=given["answer"] - 1,
        why=given["why"],
        output={int(number): pattern for number, pattern in given.get("output", {}).items()},
        slower=(slower[0], slower[1], float(slower[2])) if slower else None,
    )
