"""The hall: calls the rooms in order. The one pipeline that the command line and the session share."""

from __future__ import annotations

from venvoy.model.analysis import Analysis
from venvoy.model.dockerfile import Unreadable
from venvoy.model.plan import ChangeSet, Decisions, FileChange, FileDiff, Plan
from venvoy.parse.dockerfile import read
from venvoy.parse.environment import surroundings
from venvoy.rewrite.diff import file_diff
from venvoy.rewrite.planning import make_plan
from venvoy.shortcuts.catalogue import review
from venvoy.trace.tracing import trace


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
    return make_plan(analysis, decisions, analyse)


def diff(of: Plan, context: int = 3) -> FileDiff:
    """Return the difference that a plan makes, each changed line with its causes; *context* lines around hunks."""
    return file_diff(of, context)


def change_set(of: Plan, target: str, root: str) -> ChangeSet:
    """Return what is written when *of* is applied to the file at *target*: exactly what the diff shows."""
    change = FileChange(path=target, before=of.before, after=of.after)
    return ChangeSet(changes=(change,), root=root, summary=f"migrate {of.path}")
