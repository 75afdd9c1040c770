"""The findings of a lesson's Dockerfile, and others beside them, to be told apart."""

from __future__ import annotations

from venvoy.model.analysis import Analysis
from venvoy.model.lesson import Choice, Lesson
from venvoy.shortcuts.pages import page


def choices(lesson: Lesson, analysis: Analysis) -> tuple[Choice, ...]:
    """Return what may be guessed, by title; what is right is what *analysis* found, advice left out."""
    found = [finding for finding in analysis.review.findings if not finding.advice]
    names = {finding.shortcut for finding in found} | set(lesson.lures)
    offered = [
        Choice(name, told.title, tuple((f.lines, f.message) for f in found if f.shortcut == name))
        for name in names
        if (told := page(name)) is not None
    ]
    return tuple(sorted(offered, key=lambda one: one.title.casefold()))
