"""The message of a commit that explains itself."""

from __future__ import annotations

from textwrap import wrap

from venvoy.model.plan import Plan
from venvoy.model.repository_plan import PlannedFile, RepositoryPlan, Standing
from venvoy.reports.reasons import reasons
from venvoy.reports.terminal import safe

WIDTH = 72
"""Columns, as git's own documentation recommends for a message (``git help commit``, DISCUSSION)."""
SUBJECT = "Install the Python packages of the image into a virtual environment"


def commit_message(plan: RepositoryPlan) -> str:
    """Return the subject, each changed file with the reasons for its changes, and what is left to look at."""
    paragraphs = [SUBJECT]
    paragraphs += [_file(one) for one in plan.changed]
    left = [one.place for one in plan.places if one.standing in {Standing.OPEN, Standing.REPORTED, Standing.REFUSED}]
    if left:
        lines = [f"- {safe(place.path)}:{place.lines.first}: {safe(place.message)}" for place in left]
        paragraphs.append("\n".join(("Left as it is, to be looked at:", *map(_filled, lines))))
    return "\n\n".join(paragraphs) + "\n"


def _file(one: Plan | PlannedFile) -> str:
    new = isinstance(one, PlannedFile) and one.created
    told = (_filled(f"- {safe(why)}") for why in reasons(one.after, one.edits))
    return "\n".join((f"{safe(one.path)}{' (new)' if new else ''}:", *told))


def _filled(line: str) -> str:
    return "\n".join(wrap(line, WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False))
