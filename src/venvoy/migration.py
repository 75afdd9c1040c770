"""The hall: calls the rooms in order. The one pipeline that the command line and the session share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from venvoy.model.analysis import Analysis
from venvoy.model.dockerfile import Unreadable
from venvoy.parse.dockerfile import read
from venvoy.parse.environment import surroundings
from venvoy.shortcuts.catalogue import review
from venvoy.trace.tracing import trace

# A check never plans: the room that rewrites, and its nouns, are entered only when something is planned.
if TYPE_CHECKING:
    from venvoy.model.plan import ChangeSet, Decisions, FileDiff, Plan


def analyse(content: bytes, path: str) -> Analysis | Unreadable:
    """Read *content* as a Dockerfile and find its shortcuts; *path* is only for messages."""
    dockerfile = read(content, path)
    if isinstance(dockerfile, Unreadable):
        return dockerfile
    around = surroundings(dockerfile)
    traced = trace(dockerfile, around)
    return Analysis(dockerfile, around, traced, review(dockerfile, around, traced))


def plan(analysis: Analysis, decisions: Decisions) -> Plan:
    """Return what *decisions* would do to the file; nothing accepted means nothing changed."""
    from venvoy.rewrite.planning import make_plan

    return make_plan(analysis, decisions, analyse)


def diff(of: Plan, context: int = 3) -> FileDiff:
    """Return the difference that a plan makes, each changed line with its causes; *context* lines around hunks."""
    from venvoy.rewrite.diff import file_diff

    return file_diff(of, context)


def change_set(of: Plan, target: str, root: str) -> ChangeSet:
    """Return what is written when *of* is applied to the file at *target*: exactly what the diff shows."""
    from venvoy.model.plan import ChangeSet, FileChange

    change = FileChange(path=target, before=of.before, after=of.after)
    return ChangeSet(changes=(change,), root=root, summary=f"migrate {of.path}")
