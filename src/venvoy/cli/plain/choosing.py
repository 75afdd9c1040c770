"""The choices: installer, path, stages and extras, each with what it does."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from attrs import evolve

from venvoy import migration
from venvoy import session as transitions
from venvoy.cli import output
from venvoy.cli.plain.asking import PATIENCE, Asker, Quit, answered, pick, pick_number
from venvoy.model.plan import Choices, Extra, InstallerChoice
from venvoy.reports.columns import wrap
from venvoy.reports.terminal import safe
from venvoy.session import Session
from venvoy.tui.effects import refusal
from venvoy.tui.options import INSTALLED, ISOLATED, OPTIONS, VENV, Group, Option
from venvoy.tui.venv_path import objection

WhyNot = Mapping[InstallerChoice, str | None]
_ELSEWHERE = "It takes a file beside the Dockerfile, which only the session and 'migrate --scope repository' write."
ONE_OF = (Group.INSTALLER, Group.SHAPE)


def choose(session: Session, asker: Asker, judge: migration.Judge) -> Session:
    """Tell what is chosen, and ask for each choice when it is to be changed; *judge* tells what is imported.

    Raises:
        Quit: when the person wants to, or at the end of the input.
    """
    choices = session.decisions.choices
    output.data("\n")
    _tell(f"Choices: {_summary(choices)}", "")
    if not _agrees(asker, "Change them?", default=False):
        return session
    why_not = {offer.choice: offer.why_not for offer in migration.offers(session.analysis, session.decisions)}
    for group in ONE_OF:
        choices = _one_of(choices, group, asker, why_not)
    choices = _path(choices, asker)
    for option in OPTIONS:
        if option.group is Group.EXTRAS:
            choices = _extra(choices, option, asker, _refused(session, option, choices, judge))
    output.data("\n")
    _tell(f"Chosen: {_summary(choices)}", "")
    return transitions.choose(session, choices, "the choices")


def _agrees(asker: Asker, question: str, *, default: bool) -> bool:
    letter = "y" if default else "n"
    answers = {"y": "yes", "n": "no", "q": "quit"}
    answer = pick(asker, f"{question} [{'Y/n' if default else 'y/N'}, q to quit]", answers, letter, letter)
    if answer == "q":
        raise Quit
    return answer == "y"


def _summary(choices: Choices) -> str:
    extras = ", ".join(extra.value for extra in Extra if extra in choices.extras) or "none"
    stages = choices.shape.value
    return f"installer {choices.installer.value}; environment {choices.venv}; stages {stages}; extras {extras}."


def _one_of(choices: Choices, group: Group, asker: Asker, why_not: WhyNot) -> Choices:
    options = [option for option in OPTIONS if option.group is group]
    output.data(f"\n{group.value}\n")
    for number, option in enumerate(options, 1):
        _tell(f"{number}: {option.name}. {option.tells}")
        if (why := _why_not(option, why_not)) is not None:
            _tell(f"Not possible for this file: {safe(why)}")
    now = next(number for number, option in enumerate(options, 1) if option.chosen(choices))
    question = f"Which one? [1 to {len(options)}; empty for {now}]"
    for _ in range(PATIENCE):
        taken = options[pick_number(asker, question, len(options), now, now) - 1]
        if (why := _why_not(taken, why_not)) is None:
            return taken.take(choices)
        _tell(f"Not that one: {safe(why)}", "")
    raise Quit


def _why_not(option: Option, why_not: WhyNot) -> str | None:
    return why_not.get(option.installer) if option.installer is not None else None


def _path(choices: Choices, asker: Asker) -> Choices:
    output.data(f"\n{VENV.group.value}\n")
    _tell(VENV.tells)

    def understand(answer: str) -> str | None:
        if answer.lower() in ("q", "quit"):  # no absolute path
            raise Quit
        path = answer or choices.venv
        wrong = objection(path)
        if wrong is not None:
            _tell(f"Not that one: {safe(wrong)}.", "")
            return None
        return str(PurePosixPath(path))

    question = f"Which path? [empty for {choices.venv}]"
    hint = f"Answer with a path such as {Choices().venv}."
    return evolve(choices, venv=answered(asker, question, choices.venv, understand, hint))


def _refused(session: Session, option: Option, choices: Choices, judge: migration.Judge) -> str | None:
    """Return why an extra is not possible for this file, or None."""
    if option not in (INSTALLED, ISOLATED):
        return None
    why = refusal(judge(session.analysis), option, choices)
    return _ELSEWHERE if option is INSTALLED and why is None else why


def _extra(choices: Choices, option: Option, asker: Asker, refused: str | None) -> Choices:
    output.data(f"\nExtra: {option.name}\n")
    _tell(option.tells)
    on = option.chosen(choices)
    if refused is not None and not on:
        _tell(f"Not possible for this file: {safe(refused)}")
        return choices
    return choices if _agrees(asker, "Add it?", default=on) is on else option.take(choices)


def _tell(text: str, first: str = "  ") -> None:
    output.data("\n".join(wrap(text, output.prose_width(), first=first, rest="  ")) + "\n")
