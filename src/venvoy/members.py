"""Several Dockerfiles in one sitting: one is in view, the others are migrated along, and all of them are one plan.

What was decided about findings, and every choice but the scope, belongs to one Dockerfile. The files beside them are
shared: what is said of a place there holds for all.
"""

from __future__ import annotations

from pathlib import PurePath

from attrs import evolve

from venvoy.company import counted, is_place
from venvoy.model.plan import Decision, Decisions, Scope
from venvoy.session import Session, Turn


def path_of(session: Session) -> str:
    """Return the path of a sitting's Dockerfile, as it was opened."""
    return session.analysis.dockerfile.path


def name_of(session: Session) -> str:
    """Return how a sentence calls a sitting's Dockerfile: with its directory, ``orders/Dockerfile``."""
    return short(path_of(session))


def short(path: str) -> str:
    """Return *path* with the last of its directories only."""
    return "/".join(PurePath(path).parts[-2:])


def members(session: Session) -> tuple[Session, ...]:
    """Return the sittings with all Dockerfiles that are migrated together, in the order of their paths."""
    return tuple(sorted((session, *session.others), key=path_of))


def join(session: Session, other: Session) -> Session:
    """Take *other* along; what it said of places that *session* says nothing of holds from now on."""
    known = session.decisions.answers
    new = {i: d for i, d in other.decisions.answers.items() if is_place(i) and i not in known}
    scope = session.decisions.choices.scope
    both = _agreeing(session, {**_about_places(session.decisions), **new}, scope)
    along = _agreeing(evolve(other, others=(), beside=None), _about_places(both.decisions), scope)
    return evolve(both, others=tuple(sorted((*both.others, along), key=path_of)))


def agree(session: Session) -> Session:
    """Let the others say of places what *session* says."""
    said, scope = _about_places(session.decisions), session.decisions.choices.scope
    others = tuple(_agreeing(other, said, scope) for other in session.others)
    changed = any(new is not old for new, old in zip(others, session.others, strict=True))
    return evolve(session, others=others) if changed else session


def turn_to(session: Session, path: str) -> Session:
    """Bring the Dockerfile at *path* into view, at the same step; an unknown path changes nothing."""
    other = next((one for one in session.others if path_of(one) == path), None)
    if other is None:
        return session
    rest = tuple(one for one in session.others if one is not other)
    left = evolve(session, others=(), beside=None, notice="")
    in_view = evolve(other, beside=session.beside, step=session.step, notice=f"{name_of(other)}: {progress(other)}.")
    if in_view.selected not in in_view.ids:
        in_view = evolve(in_view, selected=next(iter((*in_view.waiting, *in_view.ids)), None))
    return evolve(in_view, others=tuple(sorted((*rest, left), key=path_of)))


def following(session: Session, by: int) -> str | None:
    """Return the path of the next Dockerfile, or the one before, going round; None when there is no other."""
    paths = [path_of(one) for one in members(session)]
    return paths[(paths.index(path_of(session)) + by) % len(paths)] if len(paths) > 1 else None


def progress(session: Session) -> str:
    """Return how far the deciding is with one Dockerfile, in words."""
    waiting = len(session.undecided)
    if not session.to_decide:
        return "nothing to decide"
    return f"{counted(waiting, 'finding')} to decide" if waiting else "all decided"


def _about_places(decisions: Decisions) -> dict[str, Decision]:
    return {i: d for i, d in decisions.answers.items() if is_place(i)}


def _agreeing(session: Session, said: dict[str, Decision], scope: Scope) -> Session:
    """Return *session* with these answers about places, as if they had been given before everything else it says.

    An answer that it gave itself stays a turn of its own, which can be taken back.
    """
    now = session.decisions
    ids = {i for i in (*now.answers, *said) if is_place(i) and now.answers.get(i) != said.get(i)}
    other_scope = scope is not now.choices.scope
    if not ids and not other_scope:
        return session

    def settled(decisions: Decisions) -> Decisions:
        for one in ids:
            decisions = decisions.answer(one, said.get(one))
        choices = evolve(decisions.choices, scope=scope) if other_scope else decisions.choices
        return evolve(decisions, choices=choices)

    history = tuple(Turn(settled(turn.decisions), turn.selected, turn.label) for turn in session.history)
    return evolve(session, decisions=settled(now), history=history)
