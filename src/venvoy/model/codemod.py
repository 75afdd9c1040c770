"""What a codemod makes of one Python file."""

from __future__ import annotations

from attrs import frozen

from venvoy.model.companion import Place


@frozen
class Changed:
    """There is a new text."""

    text: str
    places: tuple[Place, ...]
    """Those that were rewritten, and those that are only reported; in the order of the file."""


@frozen
class Unchanged:
    """Nothing is rewritten."""

    places: tuple[Place, ...] = ()
    """What is reported."""


@frozen
class Skipped:
    """The file could not be read as Python 3 and is left alone."""

    reason: str
    """A clause that can follow a colon."""
    line: int | None = None
    """Where reading ended, from 1; None when it is not one line's fault."""


@frozen
class Failed:
    """The rewritten text would not be Python any more; nothing of it is offered. A bug in venvoy, and said as one."""

    reason: str
    """One sentence."""


Outcome = Changed | Unchanged | Skipped | Failed
