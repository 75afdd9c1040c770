"""What an option would change in the preview, worked out beside the screen."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from venvoy.model.plan import Scope
from venvoy.tui.options import INSTALLED, ISOLATED, OPTIONS, VENV, Group, Option
from venvoy.tui.shown import shown

if TYPE_CHECKING:
    from venvoy.model.analysis import Analysis
    from venvoy.model.isolation import Isolation
    from venvoy.model.plan import Choices, Decisions, Plan
    from venvoy.tui.outlook import Outlook
    from venvoy.tui.rooms import Rooms


OUTSIDE = "This Dockerfile lies in no work tree of git, so nothing beside it is read."
"""Why the files beside cannot go along."""


@frozen
class Effect:
    """The lines of the rewritten file that an option adds and takes away."""

    lines: tuple[tuple[str, str], ...]
    """(sign, text): ``+`` or ``-``, and a blank for a line that stays in between."""
    notes: tuple[str, ...] = ()
    """What the plan notes or asks because of the option."""
    why_not: str | None = None
    """Why the option is not possible for this file; then it is not picked."""

    @property
    def size(self) -> str:
        """``+2 -1``; ``no change`` when it makes none here, ``not possible`` when it cannot be picked."""
        if self.why_not is not None:
            return "not possible"
        added = sum(sign == "+" for sign, _ in self.lines)
        removed = sum(sign == "-" for sign, _ in self.lines)
        return f"+{added} -{removed}" if added or removed else "no change"


def impossible(rooms: Rooms, analysis: Analysis, now: Outlook) -> dict[str, Effect]:
    """Return, by its name, each option that is not possible for this file."""
    why_not = {offer.choice: offer.why_not for offer in rooms.offers(analysis, now.decisions)}
    found = {o.name: why_not.get(o.installer) for o in OPTIONS if o.installer is not None}
    judged, choices = rooms.isolation(analysis), now.decisions.choices
    for option in (INSTALLED, ISOLATED):
        if not option.chosen(choices):  # one that is on can be switched off
            found[option.name] = refusal(judged, option, choices)
    if choices.scope is Scope.REPOSITORY and now.beside is None:
        found |= {o.name: OUTSIDE for o in OPTIONS if o.group is Group.SCOPE and o.chosen(choices)}
    return {name: Effect((), why_not=why) for name, why in found.items() if why is not None}


def refusal(judged: Isolation, option: Option, choices: Choices) -> str | None:
    """Return why one of the two options that depend on what is imported is not possible, or None when it is."""
    if option is INSTALLED:
        return None if judged.project is not None else judged.why_no_project or judged.why
    if judged.offered:
        return None
    then = judged.installed is not None and judged.installed.offered
    if then and INSTALLED.chosen(choices):
        return None
    return f"{judged.why} With the extra '{INSTALLED.name}' it would be possible." if then else judged.why


def effect(rooms: Rooms, analysis: Analysis, now: Outlook, option: Option) -> Effect:
    """Return what *option* adds to the preview: against *now*, or for an extra that is on, what it added already."""
    choices = now.decisions.choices
    other = rooms.plan(analysis, evolve(now.decisions, choices=option.take(choices)))
    on = option.many and option.chosen(choices)
    without, with_it = (other, now.plan) if on else (now.plan, other)
    said = _remarks(without)
    notes = tuple(remark for remark in _remarks(with_it) if remark not in said)
    return evolve(difference(without.after, with_it.after), notes=notes)


def _remarks(plan: Plan) -> tuple[str, ...]:
    return (*plan.refused, *(question.text for question in plan.questions), *(note.text for note in plan.notes))


def compared(decisions: Decisions) -> tuple[Option, ...]:
    """Return the options that have an effect of their own: not those that are in force anyway."""
    choices = decisions.choices
    of_the_file = (o for o in OPTIONS if o is not VENV and o.group is not Group.SCOPE)
    return tuple(o for o in of_the_file if o.many or not o.chosen(choices))


def difference(before: bytes, after: bytes) -> Effect:
    """Return how *after* differs from *before*, one line of context where runs of changes are apart."""
    old, new = before.splitlines(), after.splitlines()
    lines: list[tuple[str, str]] = []
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(1):
        if lines:
            lines.append((" ", "⋮"))
        for tag, a, b, c, d in group:
            if tag == "equal":
                lines += [(" ", shown(line)) for line in old[a:b]]
            else:
                lines += [("-", shown(line)) for line in old[a:b]] + [("+", shown(line)) for line in new[c:d]]
    return Effect(tuple(lines))
