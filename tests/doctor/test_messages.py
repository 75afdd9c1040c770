"""Real messages lead to their causes, and ordinary logs to none."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from venvoy.doctor import diagnose
from venvoy.doctor.causes import table
from venvoy.migration import analyse
from venvoy.model.analysis import Analysis
from venvoy.model.diagnosis import Diagnosis, Unknown
from venvoy.shortcuts.pages import names

from .collected import Message, messages, ordinary

MESSAGES = list(messages())
ORDINARY = list(ordinary())
ROWS = dict(
    re.findall(
        r"^\| (F\d+) \|.*\|([^|]*)\|$",
        (Path(__file__).parents[2] / "docs" / "reference" / "failures.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
)


def told(text: str) -> list[str]:
    """Return the failures, or else the names, of the causes that are told of *text*, best first."""
    found = diagnose(text)
    return [cause.failure or cause.name for cause in found.causes] if isinstance(found, Diagnosis) else []


@pytest.mark.parametrize("message", [m for m in MESSAGES if m.split == "rules"], ids=lambda m: f"{m.cause} {m.source}")
def test_a_message_leads_to_its_cause(message: Message) -> None:
    """Among the likely ones, where a message fits several."""
    assert message.cause in told(message.text)[:3]


@pytest.mark.parametrize(("name", "text"), ORDINARY, ids=[name for name, _ in ORDINARY])
def test_an_ordinary_log_is_not_known(name: str, text: str) -> None:
    """Errors of an application, of a compiler, of the network or of another tool are none of the doctor's."""
    assert isinstance(diagnose(text), Unknown), name


def test_an_ordinary_log_is_not_known_beside_a_virtual_environment_either() -> None:
    """A Dockerfile that has all its packages in one makes no other tool's program one of them."""
    text = "FROM python:3.12\nRUN python -m venv /opt/venv\nRUN /opt/venv/bin/pip install gunicorn\n"
    analysis = analyse(text.encode(), "Dockerfile")
    assert isinstance(analysis, Analysis)

    assert [] == [name for name, text in ORDINARY if not isinstance(diagnose(text, [analysis]), Unknown)]


def test_there_is_enough_to_be_held_against() -> None:
    """Every failure has its messages, each message a source of its own, and ordinary logs are many."""
    known = {known.failure or known.name for known in table().causes}

    assert {f"F{number}" for number in range(1, 28)} <= {message.cause for message in MESSAGES} <= known
    assert {"rules", "held-out", "silent"} == {message.split for message in MESSAGES}
    assert 120 <= sum(message.cause.startswith("F") for message in MESSAGES)
    assert 30 <= sum(message.split == "held-out" for message in MESSAGES)
    assert 200 <= len(ORDINARY)
    assert [] == [text for text, times in Counter(m.text for m in MESSAGES).items() if times > 1]
    assert all(message.source for message in MESSAGES)


def test_the_table_of_failures_leads_to_the_same_pages() -> None:
    """A page that the doctor names is there, and for a failure it is one that its row names."""
    pages = {known.page for known in table().causes if known.page is not None}
    first = {known.failure: known.page for known in reversed(table().causes) if known.failure is not None}

    assert pages <= set(names())
    assert set(ROWS) == set(first)
    assert [] == [failure for failure, page in first.items() if f"`{page}`" not in ROWS[failure]]


def test_findings_that_explain_a_cause_are_pages_too() -> None:
    """A shortcut that was renamed would never explain anything again."""
    assert {name for known in table().causes for name in known.findings} <= set(names())
