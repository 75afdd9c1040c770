"""A lab told in a terminal: what is asked, what each command said, and what came out."""

from __future__ import annotations

from venvoy.model.lab import Again, Begun, Lab, LabResult, Ran, Said, Told
from venvoy.reports.columns import wrap
from venvoy.reports.page import INDENT, prose
from venvoy.reports.terminal import safe


def intro_text(lab: Lab, width: int) -> str:
    """Return what is tried, with the commands, and what may be predicted."""
    lines = [lab.title, "", *prose(lab.summary, width), "", "These commands are run:", ""]
    for command in lab.commands:
        lines += _typed(command)
    lines += ["", *prose(lab.question, width)]
    for number, answer in enumerate(lab.answers, 1):
        lines += prose(f"- {number}: {answer}", width, INDENT)
    return _text(lines)


def told_text(told: Told) -> str:
    """Return what is told while a lab runs, as it comes: put together it is the `ran_text` of each command."""
    if isinstance(told, Begun):
        return _text(_typed(told.command))
    if isinstance(told, Said):
        return _text([f"{INDENT}{safe(told.line)}"])
    if isinstance(told, Again):
        return f"Once more for the times, round {told.number} of {told.rounds} …\n"
    return _text(_ended(told))


def ran_text(ran: Ran) -> str:
    """Return one command with what it said, and how it ended when it failed."""
    said = [f"{INDENT}{safe(line)}" for line in ran.output.split("\n") if ran.output]
    return _text([*_typed(ran.command), *said, *_ended(ran)])


def _ended(ran: Ran) -> list[str]:
    if ran.status is None:
        return []
    ended = "" if ran.status == 0 else f", exit code {ran.status}"
    return [f"{INDENT}({ran.seconds:.3f} s{ended})"]


def result_text(lab: Lab, result: LabResult, prediction: int | None, width: int) -> str:
    """Return what came out, held against the *prediction* (counted from 0; None for none), and what it shows."""
    lines: list[str] = []
    outcome = result.outcome
    if lab.repeat > 1:
        lines += [*_times(lab, result), ""]
    if outcome is None:
        lines += wrap("It came out in a way that the lab does not know. Judge for yourself.", width)
    else:
        if prediction is not None:
            hit = "As you said" if prediction == outcome.answer else f"Not {prediction + 1}, but {outcome.answer + 1}"
            lines += [f"{hit}:"]
        lines += [*prose(lab.answers[outcome.answer], width, INDENT), *prose(outcome.why, width)]
    lines += ["", *prose(lab.shows, width), "", f"To read next: venvoy explain {lab.page}"]
    return _text(lines)


def _times(lab: Lab, result: LabResult) -> list[str]:
    told = [f"Medians of {lab.repeat} rounds:"]
    return told + [
        f"{INDENT}{one.seconds:7.3f} s  {one.command.splitlines()[0]}" for one in result.ran if one.status is not None
    ]


def _typed(command: str) -> list[str]:
    first, *rest = command.split("\n")
    return [f"$ {first}", *(f"> {line}" for line in rest)]


def _text(lines: list[str]) -> str:
    return "".join(f"{line.rstrip()}\n" for line in lines)
