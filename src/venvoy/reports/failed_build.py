"""A build that failed, or was cut short, as text: the step, its line, the last words, and what is known about them."""

from __future__ import annotations

from collections.abc import Iterator

from venvoy.model.build import BuildFailed, Halted
from venvoy.model.engine import NoEngine
from venvoy.reports.additions import addition_sentences
from venvoy.reports.columns import wrap
from venvoy.reports.terminal import safe

TAIL = 20
"""Lines of the output that are shown."""


def failed_text(failed: BuildFailed, width: int) -> str:
    """Return where and why a build failed."""
    where = f" at line {failed.line}" if failed.line is not None else ""
    lines = [*_tail(failed.log), f"The build of '{failed.name}' failed{where}."]
    if failed.step is not None:
        lines += wrap(safe(failed.step), width, first="  ", rest="    ")
    lines += wrap(safe(failed.reason), width)
    if failed.advice is not None:
        lines += wrap(safe(failed.advice), width)
    for sentence in addition_sentences(failed.additions):
        lines += wrap(safe(sentence), width, first="  + ", rest="    ")
    return "\n".join(lines)


def halted_text(halted: Halted, width: int) -> str:
    """Return what was cut short, and what to do next."""
    return "\n".join((*_tail(halted.log), *wrap(safe(f"{halted.reason} {halted.next_step}"), width)))


def no_engine_text(lack: NoEngine, width: int) -> str:
    """Return why there is no engine, and what to do about it."""
    return "\n".join(wrap(safe(f"{lack.reason} {lack.next_step}"), width))


def _tail(log: tuple[str, ...]) -> Iterator[str]:
    yield from (f"  | {safe(line)}" for line in log[-TAIL:])
