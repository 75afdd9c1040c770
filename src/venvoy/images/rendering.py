"""A Dockerfile for the classic builder, which knows no ``RUN --mount``.

A cache or a tmpfs only makes a step faster or smaller, so such a mount can be taken away. A bind, a secret or an SSH
agent brings what the step needs: then nothing is built.
"""

from __future__ import annotations

from attrs import frozen

from venvoy.model.dockerfile import Dockerfile, Flag

_DISPENSABLE = frozenset({"cache", "tmpfs"})


@frozen
class Needed:
    """A mount that a step cannot do without."""

    line: int
    kind: str


@frozen
class Rendered:
    """The file without its mounts."""

    content: bytes
    taken: tuple[int, ...]
    """First lines of the instructions that had one."""


def without_mounts(dockerfile: Dockerfile) -> Rendered | Needed:
    """Return *dockerfile* without mounts that can be taken away, or the first one that cannot."""
    content = dockerfile.content
    taken = []
    for instruction in reversed(dockerfile.instructions):
        for flag in reversed(instruction.flags):
            if flag.name != "mount":
                continue
            if (kind := _kind(flag)) not in _DISPENSABLE:
                return Needed(instruction.lines.first, kind)
            content = content[: flag.span.start] + content[flag.span.end :]
            taken.append(instruction.lines.first)
    return Rendered(content, tuple(sorted(set(taken))))


def _kind(mount: Flag) -> str:
    words = dict(word.partition("=")[::2] for word in (mount.value or "").split(","))
    return words.get("type", "bind")
