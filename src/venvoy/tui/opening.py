"""A Dockerfile, and those that are migrated along with it, opened: read, reviewed, and their sittings resumed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve

from venvoy import session as transitions
from venvoy.company import asks_for_a_look, counted, listed
from venvoy.members import join, members, path_of, short, turn_to
from venvoy.model.dockerfile import Unreadable
from venvoy.tui import sittings
from venvoy.tui.shown import shown

if TYPE_CHECKING:
    from venvoy.model.analysis import Analysis
    from venvoy.model.repository_plan import PlannedPlace
    from venvoy.session import Session
    from venvoy.tui.rooms import Rooms


def opened(rooms: Rooms, path: Path, along: tuple[Path, ...]) -> Session | Unreadable:
    """Return the sitting with *path*, those of *along* with it as far as they can be one plan; or why there is none.

    Of several, the first is in view.
    """
    analysis = analysed(rooms, path)
    if isinstance(analysis, Unreadable):
        return analysis
    session = _resume(rooms, path, analysis)
    left_out = []
    seen = {os.path.realpath(path)}
    for other in along:
        found = _along(rooms, path, other, seen)
        if isinstance(found, str):
            left_out.append(f"{shown(short(str(other)))} {found}")
            continue
        seen.add(os.path.realpath(other))
        session = join(session, found)
    if session.others:
        first = members(session)[0]
        session = evolve(turn_to(session, path_of(first)), notice=first.notice)
        many = f"{1 + len(session.others)} Dockerfiles, one plan: ] goes to the next one."
        session = evolve(session, notice=f"{many} {session.notice}")
    return evolve(session, notice=f"Not taken along: {listed(left_out)}. {session.notice}") if left_out else session


def _along(rooms: Rooms, path: Path, other: Path, seen: set[str]) -> Session | str:
    """Return the sitting with *other*, or why it cannot be part of one plan with *path*."""
    real = os.path.realpath(other)
    if real in seen:
        return "is another name of a file that is marked"
    root = rooms.git(path).root
    if rooms.git(other).root != root or (root is not None and not Path(real).is_relative_to(os.path.realpath(root))):
        return "lies in another work tree of git"
    analysis = analysed(rooms, other)
    return f"cannot be read: {analysis.reason}" if isinstance(analysis, Unreadable) else _resume(rooms, other, analysis)


def analysed(rooms: Rooms, path: Path) -> Analysis | Unreadable:
    """Read, trace and review the Dockerfile at *path*."""
    content = rooms.read(path)
    return content if isinstance(content, Unreadable) else rooms.analyse(content, str(path))


def _resume(rooms: Rooms, path: Path, analysis: Analysis) -> Session:
    fresh = transitions.begin(analysis)
    at = sittings.place(path, analysis.dockerfile.content, rooms.state)
    resumed = sittings.resume(fresh, at)
    if resumed.notice:
        return resumed
    dropped = sittings.left_behind(at)
    things = "1 decision" if dropped == 1 else f"{dropped} decisions"
    changed = f"The file has changed since your last session: its {things} start anew. " if dropped else ""
    return evolve(resumed, notice=changed + _greeting(resumed))


def greeted(session: Session, places: tuple[PlannedPlace, ...]) -> Session:
    """Return *session* with the *places* beside that ask for an answer in its greeting, if that still stands."""
    before = _greeting(session)
    if session.beside is not None or not session.notice.endswith(before):
        return session
    return evolve(session, notice=session.notice.removesuffix(before) + _greeting(session, places))


def _greeting(session: Session, places: tuple[PlannedPlace, ...] = ()) -> str:
    asked = len(session.to_decide)
    if asked:
        looks = sum(map(asks_for_a_look, places))
        things = counted(asked, "finding") + (f" and {counted(looks, 'place')} beside" if looks else "")
        ask = "asks" if asked + looks == 1 else "ask"
        return f"{things} {ask} for your answer: a accepts, k keeps it, l tells more, ? helps."
    found = any(not f.advice for f in session.findings)
    why = "Nothing here can be rewritten by this version" if found else "There is nothing to migrate in this file"
    return f"{why}: 1 lists the Dockerfiles, q quits."
