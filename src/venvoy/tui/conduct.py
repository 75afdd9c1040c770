"""How the app goes on from one state to the next."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve

from venvoy import session as transitions
from venvoy.beside import look_beside
from venvoy.members import agree, members, path_of, turn_to
from venvoy.model.dockerfile import Unreadable
from venvoy.model.receipt import Applied
from venvoy.model.step import Step
from venvoy.tui import marks, sittings, themes, work
from venvoy.tui.opening import greeted

if TYPE_CHECKING:
    from venvoy.session import Session
    from venvoy.tui.app import VenvoyApp
    from venvoy.tui.attempt import Attempt
    from venvoy.tui.outlook import Outlook

SAVE_AFTER = 0.4
"""Seconds after a decision at which the sitting is saved."""


def found(app: VenvoyApp, result: tuple[Path, ...] | Unreadable) -> None:
    """Open the only Dockerfile, list several, or say why there is none."""
    if isinstance(result, Unreadable):
        app.problem = result
        app.show_step(Step.OPEN)
        return
    app.files = result
    app.marked = marks.remembered(app.path, app.rooms.state, result)
    if len(result) == 1:
        work.open_file(app, result[0])
    else:
        app.show_step(Step.OPEN)
        work.summarise(app, result)


def opened(app: VenvoyApp, path: Path, result: Session | Unreadable) -> None:
    """Begin or resume with a file, or say why it cannot be read."""
    if isinstance(result, Unreadable):
        app.problem = result
        app.notice = ""
        app.summaries = {**app.summaries, path: result}
        app.show_step(Step.OPEN)
        return
    if isinstance(app.summaries.get(path), Unreadable):
        work.summarise(app, app.files)  # it can be read now
    app.problem = app.outcome = app.outlook = None
    app.stale = False
    for attempt in app.attempts:
        attempt.end()
    app.file = Path(path_of(result)) if result.others else path
    app.session = result
    app.show_step(result.step)


def changed(app: VenvoyApp, old: Session | None, new: Session | None) -> None:
    """Say what was done, look ahead when decisions changed, and remember a little later."""
    if new is None:
        return
    app.notice = new.notice
    same_file = old is not None and old.analysis is new.analysis
    if same_file and (agreed := agree(new)) is not new:
        app.session = agreed
        return
    outlook = app.outlook.turned_to(new) if app.outlook is not None else None
    if outlook is not None and outlook.is_of(new):
        app.outlook = outlook
    else:
        app.outcome = None
        look_ahead(app, new)
    if same_file:
        app.set_timer(SAVE_AFTER, lambda: remember(app), name="remember")


def look_ahead(app: VenvoyApp, session: Session) -> None:
    """Have it worked out what *session* would do; one at a time, so that quick keys on a large file do not pile up."""
    if not app.looking:
        app.looking = True
        work.look_ahead(app, session)


def looked(app: VenvoyApp, outlook: Outlook) -> None:
    """Take over what was worked out, or begin again when it was decided otherwise meanwhile."""
    app.looking = False
    if outlook.is_of(app.session):
        app.outlook = outlook
        places = outlook.beside.foreseen.places if outlook.beside is not None else ()
        if app.session is not None and app.session.beside != places:
            app.session = look_beside(greeted(app.session, places), places)
    elif app.session is not None:
        look_ahead(app, app.session)


def remember(app: VenvoyApp) -> None:
    """Save the sittings in which there is anything to resume."""
    if app.session is None:
        return
    whys = []
    for session in members(app.session):
        if session.history:
            at = sittings.place(Path(path_of(session)), session.analysis.dockerfile.content, app.rooms.state)
            whys.append(sittings.save(session, at, written=isinstance(app.outcome, Applied)))
    if whys:
        app.unsaved = next((why for why in whys if why is not None), None)


def go(app: VenvoyApp, step: Step) -> None:
    """Jump to *step*; every step but the first needs a file."""
    if app.session is None and step is not Step.OPEN:
        app.notice = "Open a Dockerfile first: choose one with ↑ ↓ and press enter."
        return
    if app.session is not None and step is not Step.OPEN:
        app.session = transitions.go(app.session, step)
    if step is Step.OPEN:
        app.notice = ""  # what was said was about another step
    if step is Step.OPEN and not app.summaries:
        work.summarise(app, app.files)
    app.show_step(step)


def turn(app: VenvoyApp, path: str | None) -> None:
    """Bring another one of the Dockerfiles that are migrated together into view."""
    if app.session is None or path is None:
        return
    turned = turn_to(app.session, path)
    if turned is not app.session:
        app.file = Path(path)
        app.session = turned


def mark(app: VenvoyApp, paths: tuple[Path, ...]) -> None:
    """Mark *paths* and no others, now and when the same directory is opened again."""
    app.marked = paths
    why = marks.remember(app.path, app.rooms.state, paths)
    app.notice = f"The marks could not be remembered: {why}." if why is not None else ""


def add_packages(app: VenvoyApp, names: Iterable[str]) -> None:
    """Add system packages to the last stage of the rewrite."""
    if app.session is not None:
        choices = app.session.decisions.choices
        packages = tuple(dict.fromkeys((*choices.packages, *names)))
        label = f"{', '.join(packages)} in the last stage"
        app.session = transitions.choose(app.session, evolve(choices, packages=packages), label)


def take_back(app: VenvoyApp) -> None:
    """Take back the last decision."""
    if app.session is not None:
        app.session = transitions.take_back(app.session)


def _has_history(session: Session | None) -> bool:
    return session is not None and any(one.history for one in members(session))


INTERRUPTED = "q quits, and so does ctrl+c once more; your decisions are kept."


def interrupted(app: VenvoyApp) -> None:
    """Say which key quits: ctrl+c is also pressed by mistake, or to copy; pressed again it means it."""
    if app.notice == INTERRUPTED:
        leave(app)
    else:
        app.notice = INTERRUPTED


def look(app: VenvoyApp, theme: str) -> None:
    """Show *theme*, now and in the sessions to come."""
    app.theme = theme
    why = themes.remember(theme, app.rooms.state)
    app.notice = f"This look could not be remembered: {why}." if why is not None else ""


def farewell(app: VenvoyApp) -> str:
    """Return what is said once the screen is gone; empty when nothing was decided."""
    if not _has_history(app.session) or app.unsaved is not None:
        return ""
    return "Your decisions are kept: the next session with this file goes on from here.\n"


def leave(app: VenvoyApp) -> None:
    """Save and leave; ask first when decisions could not be saved."""
    remember(app)
    session = app.session
    if app.unsaved is None or session is None or not _has_history(session):
        clear_and_exit(app)
        return
    from venvoy.tui.leave_screen import LeaveScreen

    def answered(leaving: bool | None) -> None:
        if leaving:
            clear_and_exit(app)

    app.push_screen(LeaveScreen(app.unsaved, len(session.decisions.answers)), answered)


def clear_and_exit(app: VenvoyApp) -> None:
    """End what is built, and leave once nothing of it is left on the engine; asked once more, leave at once."""
    if app.leaving or not app.attempts:
        app.exit()
        return
    app.leaving = True
    app.notice = "Ending what is built and clearing it away …"
    for attempt in app.attempts:
        attempt.end()


def end_from_outside(app: VenvoyApp) -> None:
    """Save and leave without a question: nobody may be there to answer it."""
    remember(app)
    if not app.leaving:
        clear_and_exit(app)


def cleared(app: VenvoyApp, attempt: Attempt) -> None:
    """Take note that nothing of *attempt* is left; leave, when that was waited for."""
    app.attempts.discard(attempt)
    if app.leaving and not app.attempts:
        app.exit()


def show_finding(app: VenvoyApp, finding: str) -> None:
    """Go to *finding* in the review."""
    if app.session is not None:
        app.session = transitions.select(app.session, finding)
        go(app, Step.REVIEW)


def show_line(app: VenvoyApp, side: str, line: int) -> None:
    """Go to a line of the original in the review, or of the rewrite in the preview."""
    from venvoy.tui.preview_screen import PreviewScreen
    from venvoy.tui.review_screen import ReviewScreen

    go(app, Step.REVIEW if side == "before" else Step.PREVIEW)
    screen = app.screen
    if isinstance(screen, ReviewScreen | PreviewScreen):
        screen.call_after_refresh(screen.show_line, line)
