"""A message keeps its cause, whatever a builder, an engine, a terminal or a page does to it."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Callable

import pytest

from venvoy.doctor import diagnose
from venvoy.model.diagnosis import Diagnosis

from .collected import messages

MESSAGES = [message for message in messages() if message.split == "rules"]
Change = Callable[[str], str]


def each(before: str, behind: str = "") -> Change:
    """Return what puts *before* and *behind* around each line."""
    return lambda text: "\n".join(f"{before}{line}{behind}" for line in text.splitlines())


def of_each(change: Change) -> Change:
    """Return what does *change* to each line."""
    return lambda text: "\n".join(map(change, text.splitlines()))


def wrapped(width: int) -> Change:
    """Return what a terminal of *width* columns makes of a text."""
    return lambda text: "\n".join(
        line[at : at + width] for line in text.splitlines() for at in range(0, max(len(line), 1), width)
    )


def _logfmt(line: str) -> str:
    return f'time="2023-05-04T10:01:02Z" level=error msg={json.dumps(line, ensure_ascii=False)}'


def _curly(text: str) -> str:
    return re.sub(r"'([^'\n]*)'", "\u2018\\1\u2019", text)


def _at_words(line: str) -> str:
    return "\n".join(textwrap.wrap(line, 140, break_long_words=False, break_on_hyphens=False))


CHANGES = {
    "BuildKit": each("#12 3.456 "),
    "BuildKit's summary": each("12.34 "),
    "kubectl logs": each("2026-03-02T09:00:00.123456789Z "),
    "GitHub Actions": each("2026-03-02T09:00:00.1234567Z ##[error]"),
    "gh run view": each("build\tRun tests\t2024-05-01T10:00:00.1234567Z "),
    "Jenkins": each("[2024-05-01T10:00:00.123Z] "),
    "Heroku": each("2024-01-01T00:00:00.000000+00:00 app[web.1]: "),
    "a push to Heroku": each("remote:        "),
    "the journal": each("Mar 03 09:14:02 host gunicorn[4211]: "),
    "Fly": each("2023-02-01T11:22:33Z app[1a2b3c4d] ams [info]"),
    "Render": each("Jan 02 10:22:33 AM  "),
    "Cloud Build": each('Step #1 - "Build": '),
    "stern": each("web-6d4cf56db6-x2x web \u2502 "),
    "an indented block": each("      "),
    "colours": each("\x1b[31m", "\x1b[0m"),
    "colours without their escapes": each("[31m", "[0m"),
    "a box": each("\u2502 "),
    "Windows": lambda text: text.replace("\n", "\r\n"),
    "docker's log file": of_each(lambda line: json.dumps({"log": f"{line}\n", "stream": "stderr"})),
    "logfmt": of_each(_logfmt),
    "typographic quotes": _curly,
    "a wide terminal": wrapped(120),
    "a page that wraps at words": of_each(_at_words),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_message_keeps_its_cause(change: Change) -> None:
    """The same is among the first three as without."""
    lost = [message.source for message in MESSAGES if message.cause not in told(change(message.text))]

    assert [] == lost


def told(text: str) -> list[str]:
    """Return the first three failures, or else names, of the causes that are told of *text*."""
    found = diagnose(text)
    return [cause.failure or cause.name for cause in found.causes[:3]] if isinstance(found, Diagnosis) else []
