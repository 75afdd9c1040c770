"""`venvoy explain` and `venvoy trace`: what they print, and what they leave with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from venvoy.shortcuts.pages import names

from .given import HOSTILE, TEMPLATE, USER_INSTALL
from .running import InProcess

NOT_SHOWN = "What the evidence does not show"


def test_explain_lists_every_page(venvoy: InProcess) -> None:
    """Without a name, each page has one line."""
    ran = venvoy("explain")

    assert (0, "") == (ran.code, ran.err)
    assert list(names()) == [line.split()[0] for line in ran.text.splitlines()]


def test_explain_says_whose_lines_it_shows(venvoy: InProcess) -> None:
    """Without a file, lines and paths are made up, and it is said before the first of them is met in the text."""
    before, _, _ = venvoy("explain", "user-install").text.partition("\nWhat it looks like\n")

    assert before.endswith(
        "\n(Lines, images and paths on this page are those of a made-up example; 'venvoy\n"
        "PATH' shows it with your own.)\n"
    )


def test_an_idea_has_no_lines_of_a_file(venvoy: InProcess) -> None:
    """A page that speaks of no Dockerfile does not say that its lines are made up."""
    assert "made-up example" not in venvoy("explain", "venv-on-disk").text


@pytest.mark.parametrize("name", [*names(), "user-install:4"])
def test_explain_tells_both_sides(name: str, venvoy: InProcess) -> None:
    """A page has the costs and when to keep, or both cases; the id of a finding does as well as a name."""
    ran = venvoy("explain", name)

    assert (0, "") == (ran.code, ran.err)
    assert any(f"\n{costs}\n" in ran.text for costs in ("What it costs", "Where it surprises", "The case against"))
    assert any(f"\n{side}\n" in ran.text for side in ("When it is fine to keep", "When to leave it off", NOT_SHOWN))


def test_explain_suggests_what_was_meant(venvoy: InProcess) -> None:
    """A misspelt name is answered with the one that is close."""
    ran = venvoy("explain", "usr-install")

    assert (2, b"") == (ran.code, ran.out)
    assert ran.err.startswith("There is no shortcut called usr-install. Did you mean user-install")


def test_explain_knows_nothing_alike(venvoy: InProcess) -> None:
    """A name like no other is answered with the way to the list, shown safely."""
    ran = venvoy("explain", "\x1bzzz")

    assert 2 == ran.code
    assert "There is no shortcut called \\x1bzzz. 'venvoy explain' lists all.\n" == ran.err


def test_trace_draws_the_way(venvoy: InProcess, place: Path) -> None:
    """The picture has the stages, the copy between them and the last search path."""
    (place / "Dockerfile").write_bytes(USER_INSTALL)

    ran = venvoy("trace", ".")

    assert (0, "") == (ran.code, ran.err)
    for part in ("builder", "stage 1 (ships)", "line 6: COPY", "/usr/local/lib/python3.13"):
        assert part in ran.text


def test_trace_reads_standard_input(venvoy: InProcess, place: Path) -> None:
    """A dash draws the same picture as a file does."""
    (place / "Dockerfile").write_bytes(USER_INSTALL)

    assert venvoy("trace", "Dockerfile").out == venvoy("trace", "-", given=USER_INSTALL).out


def test_trace_is_as_wide_as_it_may_be(venvoy: InProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    """With more room, the stages stand side by side."""
    stacked = venvoy("trace", "-", given=USER_INSTALL)
    monkeypatch.setenv("COLUMNS", "200")
    beside = venvoy("trace", "-", given=USER_INSTALL)

    assert len(beside.text.splitlines()) < len(stacked.text.splitlines())


def test_trace_is_safe(venvoy: InProcess) -> None:
    """Names of stages and paths cannot steer the terminal."""
    ran = venvoy("trace", "-", given=HOSTILE.replace(b"/root/.local /root", b"/root/.local /\x1b[2J"))

    assert 0 == ran.code
    assert b"\x1b" not in ran.out


def test_trace_of_what_cannot_be_read(venvoy: InProcess, place: Path) -> None:
    """An unreadable file, a missing one and two at once are sentences and exit code 2."""
    (place / "Dockerfile").write_bytes(TEMPLATE)
    (place / "Containerfile").write_bytes(USER_INSTALL)

    for path, said in (("Dockerfile", "Dockerfile:2: "), ("none", "none: There is no such file"), (".", "There are 2")):
        ran = venvoy("trace", path)

        assert (2, b"") == (ran.code, ran.out)
        assert said in ran.err


@pytest.mark.parametrize("form", ["svg", "json"])
def test_trace_in_other_forms(form: str, venvoy: InProcess, place: Path) -> None:
    """A picture, or a document with a side for each; with what the migration makes of it beside it."""
    (place / "Dockerfile").write_bytes(USER_INSTALL)
    ran = venvoy("trace", "Dockerfile", "--format", form, "--migrated")

    assert (0, "") == (ran.code, ran.err)
    if form == "json":
        document = json.loads(ran.text)
        sides = {side["side"]: [install["site"]["kind"] for install in side["installs"]] for side in document["sides"]}
        assert ("venvoy.trace/1", {"before": ["user site"], "after": ["virtual environment"]}) == (
            document["schema"],
            sides,
        )
    else:
        assert ran.text.startswith("<svg ")
        assert "▶ /opt/venv" in ran.text


def test_trace_as_text_has_both_below_each_other(venvoy: InProcess, place: Path) -> None:
    """The file first, then what it becomes."""
    (place / "Dockerfile").write_bytes(USER_INSTALL)
    before, _, after = venvoy("trace", "Dockerfile", "--migrated").text.partition("\nafter\n")

    assert before.startswith("before\n")
    assert "/root/.local" in before
    assert "/opt/venv" in after


def test_trace_tells_whether_it_may_run_isolated(venvoy: InProcess, place: Path) -> None:
    """As text with the verdict first, and as a document with the same."""
    (place / "shop").mkdir()
    (place / "shop" / "__init__.py").touch()
    (place / "run.py").write_text("import shop\n")
    (place / "Dockerfile").write_text('FROM python:3.12\nCOPY run.py shop* /app/\nCMD ["python", "/app/run.py"]\n')
    text = venvoy("trace", "Dockerfile", "--isolated")
    document = json.loads(venvoy("trace", "Dockerfile", "--isolated", "--format", "json").text)

    assert (0, "") == (text.code, text.err)
    assert text.text.startswith("Dockerfile: may it run isolated? That cannot be told.\nLine 2 copies what")
    assert ("venvoy.isolated/1", "not known", False) == tuple(document[k] for k in ("schema", "standing", "offered"))
    assert ["today", "venv", "venv and -P", "venv and -I"] == list(document["sys_path"])


@pytest.mark.parametrize("other", [("--migrated",), ("--format", "svg")])
def test_isolated_is_of_the_file_as_it_is(other: tuple[str, ...], venvoy: InProcess) -> None:
    """There is no picture of it, and nothing to put beside it."""
    ran = venvoy("trace", "-", "--isolated", *other, given=USER_INSTALL)

    assert (2, b"") == (ran.code, ran.out)
    assert "--isolated is text or JSON" in ran.err


def test_what_it_says_about_isolated_mode_is_safe(venvoy: InProcess, place: Path) -> None:
    """Names in a Dockerfile cannot steer the terminal."""
    (place / "Dockerfile").write_bytes(b'FROM python:3.12\nWORKDIR /a\x1b[2Jb\nCMD ["python", "-m", "x\x1by"]\n')
    ran = venvoy("trace", "Dockerfile", "--isolated")

    assert 0 == ran.code
    assert b"\x1b" not in ran.out
