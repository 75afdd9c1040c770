"""The choices: installer, path, stages and extras, each with what it does."""

from __future__ import annotations

from attrs import evolve

from venvoy.cli import output
from venvoy.cli.plain.asking import Asker
from venvoy.model.plan import Choices, Extra
from venvoy.reports.columns import wrap
from venvoy.reports.terminal import safe
from venvoy.tui.options import OPTIONS, VENV, Group, Option
from venvoy.tui.venv_path import objection

ONE_OF = (Group.INSTALLER, Group.SHAPE)


def choose(choices: Choices, asker: Asker) -> Choices:
    """Tell what is chosen, and ask for each choice when it is to be changed.

    Raises:
        Quit: at the end of the input.
    """
    output.data(f"\nChoices: {_summary(choices)}\n")
    if not agrees(asker, "Change them?"):
        return choices
    for group in ONE_OF:
        choices = _one_of(choices, group, asker)
    choices = _path(choices, asker)
    for option in OPTIONS:
        if option.group is Group.EXTRAS:
            choices = _extra(choices, option, asker)
    output.data(f"\nChosen: {_summary(choices)}\n")
    return choices


def agrees(asker: Asker, question: str, *, default: bool = False) -> bool:
    """Return the answer to a question for yes or no."""
    while True:
        answer = asker.ask(f"{question} [{'Y/n' if default else 'y/N'}]", "y" if default else "n").lower()
        if answer in ("", "y", "yes", "n", "no"):
            return default if not answer else answer.startswith("y")
        output.data("Answer with y or n.\n")


def _summary(choices: Choices) -> str:
    extras = ", ".join(extra.value for extra in Extra if extra in choices.extras) or "none"
    stages = choices.shape.value
    return f"installer {choices.installer.value}; environment {choices.venv}; stages {stages}; extras {extras}."


def _one_of(choices: Choices, group: Group, asker: Asker) -> Choices:
    options = [option for option in OPTIONS if option.group is group]
    output.data(f"\n{group.value}\n")
    for number, option in enumerate(options, 1):
        _tell(f"{number}: {option.name}. {option.tells}")
    now = next(number for number, option in enumerate(options, 1) if option.chosen(choices))
    while True:
        answer = asker.ask(f"Which one? [1 to {len(options)}; empty for {now}]", str(now)) or str(now)
        if answer.isascii() and answer.isdigit() and 1 <= int(answer) <= len(options):
            return options[int(answer) - 1].take(choices)
        output.data(f"Answer with a number from 1 to {len(options)}.\n")


def _path(choices: Choices, asker: Asker) -> Choices:
    output.data(f"\n{VENV.group.value}\n")
    _tell(VENV.tells)
    while True:
        answer = asker.ask(f"Which path? [empty for {choices.venv}]", choices.venv) or choices.venv
        wrong = objection(answer)
        if wrong is None:
            return evolve(choices, venv=answer.rstrip("/"))
        output.data(f"Not that one: {safe(wrong)}.\n")


def _extra(choices: Choices, option: Option, asker: Asker) -> Choices:
    output.data(f"\nExtra: {option.name}\n")
    _tell(option.tells)
    on = option.chosen(choices)
    return choices if agrees(asker, "Add it?", default=on) is on else option.take(choices)


def _tell(text: str) -> None:
    output.data("\n".join(wrap(text, output.prose_width(), first="  ", rest="  ")) + "\n")
