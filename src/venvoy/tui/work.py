"""What takes long: done by threads that touch no widget and only post messages."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve
from textual.worker import get_current_worker

from venvoy.model.dockerfile import Unreadable
from venvoy.model.receipt import Refused
from venvoy.tui import effects, messages, opening, outlook
from venvoy.tui.neighbours import neighbours

if TYPE_CHECKING:
    from venvoy.model.analysis import Analysis
    from venvoy.model.diagnosis import Log
    from venvoy.model.plan import ChangeSet, FileChange
    from venvoy.session import Session
    from venvoy.tui.app import VenvoyApp
    from venvoy.tui.outlook import Outlook
    from venvoy.tui.rooms import Rooms


def _in_thread(app: VenvoyApp, group: str, job: Callable[[], None]) -> None:
    app.run_worker(job, group=group, exclusive=True, thread=True)


def find(app: VenvoyApp) -> None:
    """Look for Dockerfiles; posts `Found`."""

    def job() -> None:
        app.post_message(messages.Found(app.rooms.find(app.path)))

    _in_thread(app, "find", job)


def summarise(app: VenvoyApp, files: tuple[Path, ...]) -> None:
    """Look at each of *files* for the list, then at what lies beside; posts `Summarised` for each, and `Surveyed`."""

    def job() -> None:
        read: dict[Path, Analysis] = {}
        for path in files:
            analysis = opening.analysed(app.rooms, path)
            if not app.is_running:
                return
            if isinstance(analysis, Unreadable):
                app.post_message(messages.Summarised(path, analysis))
                continue
            read[path] = analysis
            app.post_message(messages.Summarised(path, analysis.review))
        app.post_message(messages.Surveyed(neighbours(read, app.rooms.survey(tuple(read.values())))))

    _in_thread(app, "summarise", job)


def open_file(app: VenvoyApp, path: Path, along: tuple[Path, ...] = ()) -> None:
    """Read *path*, and those that are migrated *along*, and resume their sittings; posts `Opened`."""

    def job() -> None:
        app.post_message(messages.Opened(path, opening.opened(app.rooms, path, along)))

    _in_thread(app, "open", job)


def look_ahead(app: VenvoyApp, session: Session) -> None:
    """Work out what the decisions of *session* would do; posts `Looked`."""
    before = app.outlook

    def job() -> None:
        app.post_message(messages.Looked(outlook.look_ahead(app.rooms, session, before)))

    _in_thread(app, "look-ahead", job)


def weigh(app: VenvoyApp, analysis: Analysis, now: Outlook) -> None:
    """Work out what each option would change; posts `Weighed` to the screen in view after each of them."""
    screen = app.screen

    def job() -> None:
        found = effects.impossible(app.rooms, analysis, now)
        screen.post_message(messages.Weighed(now.decisions, dict(found)))
        for option in effects.compared(now.decisions):
            if get_current_worker().is_cancelled:
                return
            if option.name in found:
                continue
            found[option.name] = effects.effect(app.rooms, analysis, now, option)
            screen.post_message(messages.Weighed(now.decisions, dict(found)))

    _in_thread(app, "weigh", job)


def foresee(app: VenvoyApp, after: bytes, path: str) -> None:
    """Read and trace the file as it would be; posts `Foreseen` to the screen in view."""
    screen = app.screen

    def job() -> None:
        screen.post_message(messages.Foreseen(app.rooms.analyse(after, path)))

    _in_thread(app, "foresee", job)


def diagnose(app: VenvoyApp, log: Log) -> None:
    """Work out what is behind *log*, with the file that is open; posts `Diagnosed` to the screen in view."""
    screen, session = app.screen, app.session
    analyses = (session.analysis,) if session is not None else ()

    def job() -> None:
        screen.post_message(messages.Diagnosed(log, app.rooms.diagnose(log, analyses)))

    _in_thread(app, "diagnose", job)


def read_log(app: VenvoyApp, path: Path) -> None:
    """Read the log at *path*; posts `LogRead` to the screen in view."""
    screen = app.screen

    def job() -> None:
        from venvoy.workspace import logs

        screen.post_message(messages.LogRead(path, logs.read_log(path)))

    _in_thread(app, "diagnose", job)


def ask_git(app: VenvoyApp, paths: tuple[Path, ...]) -> None:
    """Ask git about *paths*; posts `GitAsked` to the screen in view for each of them."""
    screen = app.screen

    def job() -> None:
        for path in paths:
            screen.post_message(messages.GitAsked(path, app.rooms.git(path)))

    _in_thread(app, "git", job)


def write(app: VenvoyApp, outlook: Outlook, path: Path, root: Path) -> None:
    """Write what *outlook* shows for *path* and the files beside it; posts `Written`."""

    def job() -> None:
        rooms, beside = app.rooms, outlook.beside
        changes = rooms.repository_change_set(beside) if beside is not None else _alone(rooms, outlook, path, root)
        outcome = rooms.apply(changes)
        stale = isinstance(outcome, Refused) and not all(_is_as_read(rooms, change) for change in changes.changes)
        app.post_message(messages.Written(outcome, stale=stale))

    _in_thread(app, "write", job)


def take_back(app: VenvoyApp, entry: str) -> None:
    """Undo the journal's *entry*; posts `Written`."""

    def job() -> None:
        app.post_message(messages.Written(app.rooms.undo(entry)))

    _in_thread(app, "write", job)


def keep(app: VenvoyApp, path: Path, text: str) -> None:
    """Write a report to *path*; posts `Kept` to the screen in view."""
    screen = app.screen

    def job() -> None:
        screen.post_message(messages.Kept(path, app.rooms.keep(path, text)))

    _in_thread(app, "keep", job)


def _alone(rooms: Rooms, outlook: Outlook, path: Path, root: Path) -> ChangeSet:
    """Return what is written to Dockerfiles of which nothing beside is changed."""
    if len(outlook.members) == 1:
        return rooms.change_set(outlook.plan, str(path.absolute()), str(root))
    written = [one for one in outlook.members if one.plan.changes]
    paths = [str(Path(one.analysis.dockerfile.path).absolute()) for one in written]
    above = os.path.commonpath([os.path.dirname(where) for where in paths])  # noqa: PTH120
    sets = [rooms.change_set(one.plan, where, above) for one, where in zip(written, paths, strict=True)]
    changes = tuple(change for one in sets for change in one.changes)
    return evolve(sets[0], changes=changes, summary=f"migrate {len(changes)} files below {above}")


def _is_as_read(rooms: Rooms, change: FileChange) -> bool:
    now = rooms.read(Path(change.path))
    return isinstance(now, Unreadable) if change.before is None else now == change.before
