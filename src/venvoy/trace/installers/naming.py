"""How commands are told apart by the program that they run."""

from __future__ import annotations

from attrs import frozen

from venvoy.trace.invocation import Invocation, module_of


@frozen
class Call:
    """A command as an installer sees it: its name, and the words behind it."""

    name: str
    """``poetry``, also for ``python -m poetry``; empty when it is not known."""
    values: tuple[str | None, ...]
    """What stands behind the name; None for what only running can tell."""
    words: tuple[str, ...]
    """Those of `values` that are known and no options."""
    by_module: bool
    """True for ``python -m``."""


def call_of(run: Invocation) -> Call:
    """Return what *run* calls."""
    module = module_of(run)
    name, first = module if module is not None else (run.program, 0)
    values = run.values[first:]
    words = tuple(value for value in values if value is not None and not value.startswith("-"))
    return Call(name, values, words, module is not None)


OFF = frozenset({"false", "0", "no", "off"})
"""What installers read as no."""
