"""Sittings that are left and come back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from tests.session.test_transitions import GLOBAL, SHOP, TURNS, done
from tests.tui.made import FINDINGS, analysis

from venvoy import session as transitions
from venvoy.model.finding import Finding
from venvoy.model.plan import Choices, Extra, InstallerChoice, Shape
from venvoy.model.step import Step
from venvoy.tui import sittings


def test_a_sitting_resumes_where_it_was_left(tmp_path: Path) -> None:
    """Decisions, reasons, choices, step, selection and history all come back, and that is said."""
    choices = Choices(InstallerChoice.UV, "/app", frozenset({Extra.BYTECODE}), Shape.IN_PLACE, packages=("libpq5",))
    left = transitions.keep(transitions.select(transitions.accept(SHOP), GLOBAL), "it's fine — \udcff")
    left = transitions.go(transitions.choose(left, choices, "all of it"), Step.PREVIEW)

    assert None is sittings.save(left, tmp_path / "a" / "b.json")
    resumed = sittings.resume(SHOP, tmp_path / "a" / "b.json")

    assert evolve(left, notice="Resumed where you left it.") == resumed


@given(TURNS)
def test_saving_loses_nothing(turns: list[tuple[str, Finding]]) -> None:
    """Whatever was decided in whatever order comes back, the way back included."""
    session = SHOP
    for turn in turns:
        session = done(session, turn)

    resumed = sittings.from_json(SHOP, json.loads(json.dumps(sittings.as_json(session))))

    assert evolve(session, notice=resumed.notice) == resumed


def test_decisions_about_another_content(tmp_path: Path) -> None:
    """A file that changed leaves its decisions behind, and their number is known, unless we wrote the change."""
    dockerfile = tmp_path / "Dockerfile"
    before, now = (sittings.place(dockerfile, content, tmp_path) for content in (b"before", b"now"))
    other = sittings.place(tmp_path / "other.Dockerfile", b"now", tmp_path)
    session = transitions.accept(SHOP)

    sittings.save(session, before)
    assert (2, 0, 0) == (sittings.left_behind(now), sittings.left_behind(before), sittings.left_behind(other))
    sittings.save(session, before, written=True)
    assert 0 == sittings.left_behind(now)
    before.write_bytes(b"{")
    assert 0 == sittings.left_behind(now)


def test_nothing_saved_is_a_fresh_start(tmp_path: Path) -> None:
    """Without a file the session is as it was begun."""
    assert SHOP == sittings.resume(SHOP, tmp_path / "none.json")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"{", id="cut short"),
        pytest.param(b"[1, 2]", id="a list"),
        pytest.param(b"null", id="nothing"),
        pytest.param(b'{"schema": "venvoy.session/2"}', id="of a later version"),
        pytest.param(b'{"schema": "venvoy.session/1"}', id="half of it missing"),
        pytest.param(b"\xff\xfe\x00", id="no text"),
        pytest.param(b"[" * 100_000, id="nested without end"),
    ],
)
def test_a_damaged_file_is_a_fresh_start(tmp_path: Path, content: bytes) -> None:
    """What cannot be read is not resumed, and the person is told."""
    (tmp_path / "s.json").write_bytes(content)

    resumed = sittings.resume(SHOP, tmp_path / "s.json")

    assert SHOP.decisions == resumed.decisions
    assert resumed.notice.startswith("An earlier session with this file could not be read")


def test_findings_that_are_gone_are_forgotten() -> None:
    """A newer venvoy may find something else: answers to what is no longer found are left out."""
    saved = sittings.as_json(transitions.accept(SHOP))
    fewer = transitions.begin(analysis(findings=FINDINGS[3:]))

    assert {} == dict(sittings.from_json(fewer, saved).decisions.answers)


def test_where_it_cannot_write_it_says_why(tmp_path: Path) -> None:
    """A state directory that is a file: the reason comes back as a value."""
    (tmp_path / "state").write_text("")

    at = tmp_path / "state" / "sessions" / "s.json"

    assert "a part of its path is not a directory" == sittings.save(SHOP, at)


def test_another_content_is_another_sitting(tmp_path: Path) -> None:
    """Path and content both name the sitting."""
    places = {
        sittings.place(Path("/a/Dockerfile"), b"FROM a\n", tmp_path),
        sittings.place(Path("/a/Dockerfile"), b"FROM b\n", tmp_path),
        sittings.place(Path("/b/Dockerfile"), b"FROM a\n", tmp_path),
    }

    assert 3 == len(places)
