"""What is said of a file that could not be read: its line is named once, in the place or in the sentence."""

from __future__ import annotations

from venvoy.model.dockerfile import Unreadable
from venvoy.reports.terminal import safe


def unreadable_text(problem: Unreadable) -> str:
    """Return one line for a person: place and reason, ``Dockerfile:1: this line holds a NUL byte, …``."""
    if problem.line is None:
        return f"{safe(problem.path)}: {safe(problem.reason)}"
    bare = _without_line(problem)
    return f"{safe(problem.path)}:{problem.line}: {safe(problem.reason if bare is None else bare)}"


def unreadable_message(problem: Unreadable) -> str:
    """Return the reason with its line, for a program that has the path apart; not made safe."""
    named = problem.line is None or _without_line(problem) is not None
    return problem.reason if named else f"line {problem.line}: {problem.reason}"


def _without_line(problem: Unreadable) -> str | None:
    """Return the reason without the line's number that it begins with; None when it begins with none."""
    if problem.reason.startswith(f"line {problem.line}: "):
        return problem.reason.removeprefix(f"line {problem.line}: ")
    if problem.reason.startswith(f"line {problem.line} "):
        return f"this line {problem.reason.removeprefix(f'line {problem.line} ')}"
    return None
