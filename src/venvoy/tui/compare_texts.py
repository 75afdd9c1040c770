"""What the last step says in sentences: before anything is built, while it is, and when it did not come to a result."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from venvoy.model.build import BuildFailed, Halted
from venvoy.model.comparison import Comparison, Measured, SameVerdict
from venvoy.model.dockerfile import Unreadable
from venvoy.reports.figures import headline
from venvoy.tui.line_view import Run
from venvoy.tui.prose import wrapped
from venvoy.tui.shown import shown
from venvoy.tui.text_view import Lines
from venvoy.tui.trial import SIDES, Phase, Prepared, Side, Trial

if TYPE_CHECKING:
    from venvoy.tui.outlook import Outlook

CHOICES: dict[Measured, str] = {
    Measured.SAME: "whether it is the same application, and sizes: two builds",
    Measured.ALL: "that, and the times of builds: it takes as long as they do",
    Measured.COST: "figures only, with times; whether it is the same is not judged",
}
"""In the order in which a key goes through them."""
_LOOKED_AT = (
    "the configuration of both images: ENTRYPOINT, CMD, USER, WORKDIR, ENV and the rest",
    "every Python package and its version, console scripts that start, shared libraries that are missing",
    "system packages, and every other file: content, owner, mode",
    "where Python looks for modules, plain and with -I: the only thing that is run, without network and without rights",
    "sizes, layers, files, and the compilers and copies of pip that are left in the last stage",
)
_TIMED = "builds: clean, after a change of the source, after a change of the requirements; medians, with their spread"
_NAMES = {"before": "the original", "after": "the rewrite"}
SIGNS = {
    SameVerdict.EQUIVALENT: ("✓", "ok"),
    SameVerdict.DIFFERS: ("!", "bad"),
    SameVerdict.NOT_COMPARED: ("·", "accent"),
}


def nothing_to_build(outlook: Outlook, width: int) -> Lines:
    """Return why there is nothing to compare, and what to do about it."""
    told = "Nothing is accepted yet, so both images would be the same. 2 goes to the findings."
    if outlook.plan.refused:
        told = f"This cannot be carried out: {outlook.plan.refused[0]} 2 goes to the findings."
    return [[("Nothing to compare yet", "heading")], [], *wrapped([(told, "")], width), *_subject(width, timed=True)]


def before_building(trial: Trial, measured: Measured, runs: int, width: int) -> Lines:
    """Return what would be run, and what would be found out by it."""
    if trial.lack is not None:
        return _lacking(trial, width)
    if trial.prepared is None:
        return [[("Looking for a container engine …", "faint")]]
    asks: list[Run] = [("enter", "key"), (" builds the original and the rewrite, ", "bold"), ("esc", "key")]
    asks += [(" goes back.", "bold"), (" A build executes what a Dockerfile says: ", ""), ("nothing runs before.", "")]
    lines = [*wrapped(asks, width), [], [("What is run, exactly", "heading")]]
    for command in trial.prepared.commands[measured]:
        lines += _item("$", "accent", shlex.join(command), "code", width)
    if measured is not Measured.SAME:
        times = "once more" if runs == 1 else f"{runs} times each"
        more = f"and {times} with --no-cache, after a change of the source, and after a change of the requirements"
        lines += _item("·", "accent", more, "", width)
    lines += [*_engine(trial.prepared, width), [], *_choices(measured, runs, width)]
    return [*lines, *_subject(width, timed=measured is not Measured.SAME)]


def _engine(prepared: Prepared, width: int) -> Lines:
    engine = prepared.engine
    where = f"{engine.name} {engine.version} at {engine.address} ({engine.found}); built by: {engine.builder.value}."
    lines = _item("✓", "ok", where, "faint", width)
    if not engine.builder.mounts:
        told = "It knows no RUN --mount: mounts of caches are taken out of both Dockerfiles for this."
        lines += _item("·", "accent", told, "", width)
    return lines


def _choices(measured: Measured, runs: int, width: int) -> Lines:
    lines: Lines = [[("What is measured", "heading"), ("   ", ""), ("m", "key"), (" changes it", "faint")]]
    for choice, tells in CHOICES.items():
        on = choice is measured
        lead: list[Run] = [("  (•) " if on else "  ( ) ", "accent bold" if on else "faint")]
        name = (f"{choice.value:6}", "bold" if on else "")
        lines += wrapped([(tells, "" if on else "faint")], width, [*lead, name], [(" " * 12, "")])
    if measured is not Measured.SAME:
        lines.append(
            [("      runs  ", ""), (str(runs), "bold"), ("   ", ""), ("+", "key"), (" and ", "faint"), ("-", "key")]
        )
        lines[-1].append((" change how often each kind of build is timed", "faint"))
    return lines


def _subject(width: int, *, timed: bool) -> Lines:
    lines: Lines = [[], [("What is looked at", "heading")]]
    for sentence in (*_LOOKED_AT, *((_TIMED,) if timed else ())):
        lines += _item("·", "faint", sentence, "", width)
    told = "Afterwards the images and containers that were made are removed. venvoy compare does the same on the "
    told += "command line, with options for build arguments, secrets, a target, a platform and other builders."
    return [*lines, [], *wrapped([(told, "faint")], width)]


def _lacking(trial: Trial, width: int) -> Lines:
    lack = trial.lack
    if isinstance(lack, Unreadable):
        lines: Lines = [[("! Nothing can be built", "needs-you bold")], []]
        lines += wrapped([(f"{shown(lack.path)}: {shown(lack.reason)}", "")], width)
    elif lack is not None:
        lines = [[("! There is nothing to build with", "needs-you bold")], [], *wrapped([(lack.reason, "")], width)]
        lines += [[], *_item("▸", "accent", lack.next_step, "", width)]
    else:
        lines = []
    again = [("r", "key"), (" looks again. Everything else of the session goes without an engine.", "")]
    return [*lines, *wrapped(again, width, [("    ", "")], [("    ", "")]), *_subject(width, timed=True)]


def running(trial: Trial, measured: Measured, now: float) -> Lines:
    """Return where both builds are, one line each: their number never changes, so that nothing jumps."""
    ending = trial.phase is Phase.ENDING
    title = "Ending what is built and clearing it away …" if ending else "Building both"
    head: list[Run] = [("▸ ", "accent bold"), (title, "heading"), (f"   {clock(trial.elapsed(now))}", "accent bold")]
    head += [("   c cancels: nothing is left behind", "faint")] if not ending else []
    lines: Lines = [head, *(_side(name, trial.sides[name], now) for name in SIDES)]
    if measured is not Measured.SAME:
        lines.append(_timing(trial))
    return lines


def _side(name: str, side: Side, now: float) -> list[Run]:
    lead: Run = (f"  {name:7}", "bold")
    if side.begun is None:
        return [lead, ("· waits", "faint")]
    if side.seconds is not None:
        looked = "looked into" if side.seen else "looking inside …"
        return [lead, ("✓ ", "ok bold"), (f"built in {side.seconds:.1f} s, {looked}", "")]
    runs: list[Run] = [lead, ("▸ ", "accent bold"), (f"{clock(now - side.begun)}  ", "accent")]
    if side.step is None:
        return [*runs, ("sending the context …", "faint")]
    return [*runs, (f"step {side.step.number}/{side.step.of}  ", ""), (shown(side.step.text), "code")]


def _timing(trial: Trial) -> list[Run]:
    if trial.timed is None:
        return [("  times  ", "bold"), ("· wait", "faint")]
    kind = f"{trial.timed.kind}, run {trial.timed.run} of {trial.timed.of}: {trial.timed.side}"
    return [("  times  ", "bold"), ("▸ ", "accent bold"), (kind, "")]


def over(trial: Trial, width: int, *, current: bool) -> Lines:
    """Return what came of it.

    Args:
        trial: the comparison.
        width: cells of a line.
        current: whether the decisions are still those that were built.
    """
    lines: Lines = []
    if isinstance(trial.outcome, Comparison):
        sign, ink = SIGNS[trial.outcome.verdict]
        lines += wrapped([(headline(trial.outcome), "bold")], width, [(f"{sign} ", f"{ink} bold")], [("  ", "")])
    elif isinstance(trial.outcome, BuildFailed):
        lines += _failed(trial, trial.outcome, width)
    elif isinstance(trial.outcome, Halted):
        lines += wrapped([(trial.outcome.reason, "bold")], width, [("! ", "needs-you bold")], [("  ", "")])
        lines += _item("▸", "accent", trial.outcome.next_step, "", width)
    for remark in trial.remarks:
        lines += _item("!", "needs-you", remark, "", width)
    for one in trial.additions:
        lines += _item("+", "added", f"{one.package}: {one.why}", "", width)
    if trial.additions and current:
        lines += _item("▸", "accent", "a adds it to the last stage; enter then builds both again.", "", width)
    if not current:
        told = "This is about the decisions as they were then; r builds what the preview shows now."
        lines += _item("·", "needs-you", told, "needs-you", width)
    return lines


def _failed(trial: Trial, failed: BuildFailed, width: int) -> Lines:
    at = f", at line {failed.line} of {'the' if failed.name == 'before' else 'its'} Dockerfile" if failed.line else ""
    head = f"Building {_NAMES[failed.name]} failed after {failed.seconds:.1f} s{at}."
    lines = wrapped([(head, "bold")], width, [("! ", "bad bold")], [("  ", "")])
    if failed.step is not None:
        lines += wrapped([(failed.step, "code")], width, [("  ", "")], [("    ", "")])
    lines += wrapped([(failed.reason, "")], width, [("  ", "")], [("  ", "")])
    if failed.advice is not None:
        lines += _item("▸", "accent", failed.advice, "", width)
    lines += _item("▸", "accent", "D asks the doctor what is behind it.", "", width)
    if failed.name == "before":
        told = "The original does not build as it is, so there is nothing to hold the rewrite against."
        lines += _item("·", "accent", told, "", width)
    if failed.name == "after" and trial.sides["before"].seconds is not None:
        lines += _item("·", "accent", "The original was built: it is the rewrite that fails.", "", width)
    return lines


def clock(seconds: float) -> str:
    """Return minutes and seconds: ``1:07``."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def _item(sign: str, ink: str, text: str, text_ink: str, width: int) -> Lines:
    return wrapped([(text, text_ink)], width, [(f"  {sign} ", f"{ink} bold")], [("    ", "")])
