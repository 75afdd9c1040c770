"""What takes long: done by threads that touch no widget and only post messages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve
from textual.worker import get_current_worker

from venvoy import session as transitions
from venvoy.model.dockerfile import Unreadable
from venvoy.model.receipt import Refused
from venvoy.tui import effects, messages, outlook, sittings
from venvoy.tui.neighbours import neighbours

if TYPE_CHECKING:
    from venvoy.model.analysis import Analysis
    from venvoy.model.diagnosis import Log
    from venvoy.model.plan import Decisions, FileChange
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
            analysis = _analyse(app, path)
            if not app.is_running:
                return
            if isinstance(analysis, Unreadable):
                app.post_message(messages.Summarised(path, analysis))
                continue
            read[path] = analysis
            app.post_message(messages.Summarised(path, analysis.review))
        app.post_message(messages.Surveyed(neighbours(read, app.rooms.survey(tuple(read.values())))))

    _in_thread(app, "summarise", job)


def open_file(app: VenvoyApp, path: Path) -> None:
    """Read *path* and resume its sitting; posts `Opened`."""

    def job() -> None:
        analysis = _analyse(app, path)
        result = analysis if isinstance(analysis, Unreadable) else _resume(app, path, analysis)
        app.post_message(messages.Opened(path, result))

    _in_thread(app, "open", job)


def look_ahead(app: VenvoyApp, analysis: Analysis, decisions: Decisions) -> None:
    """Work out what *decisions* would do; posts `Looked`."""

    def job() -> None:
        app.post_message(messages.Looked(outlook.look_ahead(app.rooms, analysis, decisions)))

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
        if beside is not None:
            changes = rooms.repository_change_set(beside)
        else:
            changes = rooms.change_set(outlook.plan, str(path.absolute()), str(root))
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


def _is_as_read(rooms: Rooms, change: FileChange) -> bool:
    now = rooms.read(Path(change.path))
    return isinstance(now, Unreadable) if change.before is None else now == change.before


def _analyse(app: VenvoyApp, path: Path) -> Analysis | Unreadable:
    content = app.rooms.read(path)
    return content if isinstance(content, Unreadable) else app.rooms.analyse(content, str(path))


def _resume(app: VenvoyApp, path: Path, analysis: Analysis) -> Session:
    fresh = transitions.begin(analysis)
    at = sittings.place(path, analysis.dockerfile.content, app.rooms.state)
    resumed = sittings.resume(fresh, at)
    if resumed.notice:
        return resumed
    dropped = sittings.left_behind(at)
    things = "1 decision" if dropped == 1 else f"{dropped} decisions"
    changed = f"The file has changed since your last session: its {things} start anew. " if dropped else ""
    return evolve(resumed, notice=changed + _greeting(resumed))


def _greeting(session: Session) -> str:
    asked = len(session.to_decide)
    if asked:
        things = "1 finding asks" if asked == 1 else f"{asked} findings ask"
        return f"{things} for your answer: a accepts, k keeps it, l tells more, ? helps."
    found = any(not f.advice for f in session.findings)
    why = "Nothing here can be rewritten by this version" if found else "There is nothing to migrate in this file"
    return f"{why}: 1 lists the Dockerfiles, q quits."
