"""Two Dockerfiles led to a comparison, or to the exit code of what stood in the way, which has been said."""

from __future__ import annotations

import shlex
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import click
from attrs import define, field, frozen

from venvoy import migration
from venvoy.cli import output
from venvoy.cli.deciding import Accept, Wishes
from venvoy.cli.exits import Exit
from venvoy.cli.inputs import analyse_single
from venvoy.cli.rewriting import Rewrite, rewrite
from venvoy.images.compare import Bench, Pair, bench
from venvoy.images.discovery import connect
from venvoy.model.build import BuildFailed, BuildSettings, Halt, Halted
from venvoy.model.comparison import Comparison, Measured
from venvoy.model.dockerfile import Unreadable
from venvoy.model.engine import NoEngine
from venvoy.model.plan import Choices, FileChange
from venvoy.model.progress import Progress
from venvoy.reports.columns import cut
from venvoy.reports.failed_build import failed_text, halted_text, no_engine_text
from venvoy.reports.progress import progress_text
from venvoy.reports.terminal import safe
from venvoy.workspace.hangup import asking_to_end, let_go_of_lost_terminal


@frozen
class Request:
    """What was asked for by options."""

    path: str | None = None
    before: str | None = None
    after: str | None = None
    context: str | None = None
    accept: str = "safe"
    packages: tuple[str, ...] = ()
    """System packages to add to the last stage."""
    whole: bool = False
    """True when the files beside the Dockerfile are changed along."""
    settings: BuildSettings = field(factory=BuildSettings)


@frozen
class Tools:
    """What is to build."""

    docker_cli: str | None = None
    builder: str | None = None


def pair_of(request: Request) -> Pair | Exit:
    """Return the two Dockerfiles that *request* names, or the exit code of what stands in the way."""
    original = request.before or request.path
    if original is None:
        raise click.UsageError("Give PATH, or --before and --after.")
    if request.before is not None and request.path is not None and request.after is not None:
        raise click.UsageError("PATH, --before and --after are one too many.")
    rewritten = request.after or (request.path if request.before is not None else None)
    if rewritten is None and request.before is not None:
        raise click.UsageError("--before needs --after, or the rewrite as PATH.")
    if rewritten is not None:
        return _of_files(original, rewritten, request)
    if request.whole:
        return _of_repository(original, request)
    made = rewrite_of(original, request)
    return Exit.FAILED if made is None else pair_of_rewrite(made, request)


def rewrite_of(original: str, request: Request) -> Rewrite | None:
    """Return what *request* makes of the Dockerfile at *original*; None when that cannot be told, which was said."""
    return rewrite(original, _wishes(request))


def _wishes(request: Request) -> Wishes:
    return Wishes(Accept(request.accept), choices=Choices(packages=request.packages))


def _of_repository(original: str, request: Request) -> Pair | Exit:
    """Return a Dockerfile and what is made of it, the files beside it changed along."""
    from venvoy.cli.repository import rewrite_repository

    made = rewrite_repository(original, _wishes(request))
    if isinstance(made, Exit):
        # Where there is no Dockerfile, there is nothing to compare either.
        return Exit.FAILED
    if len(made.rewrites) > 1:
        names = ", ".join(safe(str(one.path)) for one in made.rewrites)
        output.say(f"One is compared at a time, and there are {len(made.rewrites)}: {names}. Give the path of one.")
        return Exit.FAILED
    return pair_of_rewrite(made.rewrites[0], request, made.beside)


def pair_of_rewrite(made: Rewrite, request: Request, changes: tuple[FileChange, ...] = ()) -> Pair | Exit:
    """Return a Dockerfile and what is *made* of it, built with the *changes* of files beside it."""
    if made.path is None:
        output.say("A Dockerfile from standard input has no files beside it to build from; give its path.")
        return Exit.FAILED
    if not made.plan.changes:
        output.say(f"{safe(made.plan.path)}: nothing would change, so there is nothing to compare.")
        return Exit.FAILED if made.plan.refused else Exit.OK
    session, context = made.session, _context(request)
    return _or_exit(
        migration.pair_of_plan(
            session.analysis, made.plan, session.decisions, made.path, request.settings, context, changes
        )
    )


def compare_pair(pair: Pair, tools: Tools, measure: str, runs: int, *, yes: bool) -> Comparison | Exit:
    """Build and compare *pair*, when the person agrees; what came in between has been said."""
    found = outcome_of(pair, tools, measure, runs, yes=yes)
    return found if isinstance(found, Comparison | Exit) else stopped(found)


def outcome_of(
    pair: Pair, tools: Tools, measure: str, runs: int, *, yes: bool
) -> Comparison | BuildFailed | Halted | Exit:
    """Build and compare *pair*, when the person agrees, and return what comes of it."""
    connection = connect(tools.docker_cli, tools.builder)
    if isinstance(connection, NoEngine):
        output.say(no_engine_text(connection, output.prose_width()))
        return Exit.NO_ENGINE
    if pair.settings.secrets and not connection.engine.builder.by_client:
        output.say("Only a docker client with BuildKit can be given secrets; install buildx, or use --docker-cli.")
        connection.close()
        return Exit.NO_ENGINE
    with (
        cancelling() as interrupts,
        bench(connection, pair, Measured(measure), _progress(), interrupts.cancelled) as place,
    ):
        if not _agreed(place, runs, yes=yes):
            return Exit.FAILED
        interrupts.asking = False
        return place.compare(runs)


@define
class Interrupts:
    """What Ctrl-C means."""

    cancelled: threading.Event = field(factory=threading.Event)
    """The work looks at it."""
    asking: bool = True
    """While the person is asked, nothing is under way that would have to be ended in good order."""
    ending: bool = False
    """True once the program was asked to end, by another signal than Ctrl-C's."""


@contextmanager
def cancelling() -> Iterator[Interrupts]:
    """Turn Ctrl-C, and being asked to end, into an event that the work looks at; a second Ctrl-C interrupts it."""
    interrupts = Interrupts()

    def cancel(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - as signal calls it
        let_go_of_lost_terminal()
        again = interrupts.cancelled.is_set()
        interrupts.cancelled.set()
        interrupts.ending |= number != signal.SIGINT
        # Others than Ctrl-C come twice by themselves: a shell that goes with its terminal passes them on.
        if number == signal.SIGINT if again else interrupts.asking:
            raise KeyboardInterrupt

    before = {number: signal.signal(number, cancel) for number in (signal.SIGINT, *asking_to_end())}
    try:
        yield interrupts
    finally:
        for number, handler in before.items():
            # All is cleared away by now: the same signal passed on once more must not make another end of it.
            again = interrupts.ending and number != signal.SIGINT
            signal.signal(number, signal.SIG_IGN if again else handler)


def _of_files(original: str, rewritten: str, request: Request) -> Pair | Exit:
    found = [analyse_single(path) for path in (original, rewritten)]
    read = [one for one in found if not isinstance(one, Unreadable)]
    if len(read) < len(found):
        for problem in found:
            if isinstance(problem, Unreadable):
                output.complain(problem)
        return Exit.FAILED
    (source, before), (_, after) = read
    if source.path is None:
        output.say("A Dockerfile from standard input has no files beside it to build from; give its path.")
        return Exit.FAILED
    return _or_exit(migration.pair(before, after, source.path, settings=request.settings, context=_context(request)))


def _context(request: Request) -> Path | None:
    return Path(request.context) if request.context is not None else None


def _or_exit(pair: Pair | Unreadable) -> Pair | Exit:
    """Return *pair*, or the exit code once it was said why there is none."""
    if isinstance(pair, Unreadable):
        output.complain(pair)
        return Exit.FAILED
    return pair


def _agreed(place: Bench, runs: int, *, yes: bool) -> bool:
    """Show what would be run, and ask for it unless *yes*."""
    engine = place.engine
    where = f"{safe(engine.address)} ({safe(engine.found)})"
    output.say(f"{engine.name} {engine.version} at {where}; built by: {engine.builder.value}.")
    if not engine.builder.mounts:
        output.say("It knows no RUN --mount: mounts of caches are taken out of both Dockerfiles for this.")
    for command in place.commands:
        output.say(f"  {safe(shlex.join(command))}")
    if place.measured is not Measured.SAME:
        times = "once more" if runs == 1 else f"{runs} times each"
        output.say(
            f"  and {times} with --no-cache, after a change of the source, and after a change of the requirements"
        )
    if yes:
        return True
    if sys.stdin is None or not sys.stdin.isatty():
        output.say("A build executes what the Dockerfile says; nothing was built without --yes.")
        return False
    output.say("A build executes what the Dockerfile says. Build both? [y/N]")
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _progress() -> Callable[[Progress], None]:
    start = time.monotonic()

    def tell(progress: Progress) -> None:
        if (line := progress_text(progress)) is not None:
            output.say(cut(f"{time.monotonic() - start:7.1f} s  {safe(line)}", output.width()))

    return tell


def stopped(found: BuildFailed | Halted) -> Exit:
    """Say why there is no comparison, and return the exit code for it."""
    width = output.prose_width()
    if isinstance(found, BuildFailed):
        output.say(failed_text(found, width))
        return Exit.BUILD_FAILED
    output.say(halted_text(found, width))
    if found.halt is Halt.INTERRUPTED:
        return Exit.INTERRUPTED
    return Exit.NO_ENGINE if found.halt is Halt.ENGINE_GONE else Exit.BUILD_FAILED
