"""What ``venvoy check`` says, as text and as JSON."""

from __future__ import annotations

import json

import pytest
from attrs import evolve
from handmade import Golden

from venvoy.model.dockerfile import Unreadable
from venvoy.model.finding import CheckResult, FileVerdict, Remedy, Review, Verdict
from venvoy.reports.check import check_text, errors_text
from venvoy.reports.json import check_json


def test_text_of_several_files(check_result: CheckResult, golden: Golden) -> None:
    """Findings with their places, a verdict for each file, and a sum; names are made safe."""
    golden("check.txt", check_text(check_result))


def test_text_of_one_file_has_no_sum(user_install: Review, golden: Golden) -> None:
    """One file needs no counting."""
    golden("check-one.txt", check_text(CheckResult((user_install,))))


def test_errors_are_a_line_each(check_result: CheckResult) -> None:
    """What goes to standard error names the file, the line and the reason."""
    expected = "nul\\x00/Dockerfile:3: The file holds a NUL byte: it is no Dockerfile.\n"

    assert expected == errors_text(check_result)


@pytest.fixture(name="no_rewrite")
def _no_rewrite(user_install: Review) -> Review:
    """Return a review whose finding and advice have no rewrite, for one reason."""
    why = "Line 1: the distribution packages venv apart."
    findings = tuple(
        evolve(finding, verdict=Verdict.ASK, remedy=Remedy.NONE, reason=why) for finding in user_install.findings
    )
    return evolve(user_install, verdict=FileVerdict.ASK, findings=findings, reasons=(why,), left_alone=())


def test_what_has_no_rewrite_is_not_asked(no_rewrite: Review) -> None:
    """Where no answer would change a thing, the text asks for none, and tells the reason once."""
    text = check_text(CheckResult((no_rewrite,)))

    assert "shop/Dockerfile:3: user-install (cannot be rewritten)\n" in text
    assert text.endswith("shop/Dockerfile cannot be rewritten by this version, and is left as it is.\n")
    assert 1 == text.count("Line 1: the distribution packages venv apart.")
    assert "answer" not in text


def test_a_file_that_moves_only_in_part_says_so(user_install: Review, no_rewrite: Review) -> None:
    """Nobody is to believe that all is mended when one of two findings stays."""
    both = evolve(user_install, findings=(*user_install.findings, no_rewrite.findings[0]))

    assert check_text(CheckResult((both,))).endswith("\nshop/Dockerfile can be migrated in part.\n")
    assert check_text(CheckResult((user_install,))).endswith("\nshop/Dockerfile can be migrated.\n")


def test_what_needs_a_look_names_the_command(no_rewrite: Review) -> None:
    """One finding that can be accepted is enough; the command stands on a line of its own, as a shell reads it."""
    first, advice = no_rewrite.findings
    asked = evolve(no_rewrite, path="the shop/Dockerfile", findings=(evolve(first, remedy=Remedy.REVIEW), advice))

    text = check_text(CheckResult((asked, evolve(asked, path="<stdin>"), no_rewrite)))

    assert "the shop/Dockerfile:3: user-install (needs a look)\n" in text
    assert "\n    venvoy migrate --accept all 'the shop/Dockerfile'\n" in text
    assert "\n    venvoy migrate --accept all -\n" in text
    assert text.endswith("\n3 files: 2 to look at, 1 that cannot be rewritten.\n")


@pytest.mark.parametrize(
    ("reason", "line", "shown", "message"),
    [
        pytest.param("line 3 holds a NUL", 3, "x:3: this line holds a NUL", "line 3 holds a NUL", id="subject"),
        pytest.param("line 3: ENV lacks", 3, "x:3: ENV lacks", "line 3: ENV lacks", id="prefix"),
        pytest.param("line 31 is long", 3, "x:3: line 31 is long", "line 3: line 31 is long", id="another line"),
        pytest.param("it is UTF-16", 1, "x:1: it is UTF-16", "line 1: it is UTF-16", id="not named"),
        pytest.param("it is empty", None, "x: it is empty", "it is empty", id="no line"),
    ],
)
def test_an_error_names_its_line_once(reason: str, line: int | None, shown: str, message: str) -> None:
    """Whether the reason begins with the line or not, it is said once, to a person and to a program."""
    result = CheckResult((), (Unreadable("x", reason, line),))

    assert f"{shown}\n" == errors_text(result)
    assert message == json.loads(check_json(result))["errors"][0]["message"]


def test_json_of_several_files(check_result: CheckResult, golden: Golden) -> None:
    """The whole schema, in ASCII."""
    text = check_json(check_result)

    assert text.isascii()
    golden("check.json", text)


def test_json_has_the_promised_keys(check_result: CheckResult) -> None:
    """Programs rely on the names: a new one is a new number of the schema."""
    document = json.loads(check_json(check_result))
    (first, *_), (error,) = document["files"], document["errors"]
    finding = first["findings"][0]

    assert ["schema", "files", "errors"] == list(document)
    assert "venvoy.check/1" == document["schema"]
    assert ["path", "stages", "verdict", "reasons", "findings", "left_alone"] == list(first)
    assert ["name", "base", "line"] == list(first["stages"][0])
    assert ["line", "end_line", "reason"] == list(first["left_alone"][0])
    assert ["line", "note"] == list(finding["related"][0])
    assert ["path", "message"] == list(error)
    assert [
        "id",
        "shortcut",
        "stage",
        "line",
        "end_line",
        "message",
        "verdict",
        "remedy",
        "related",
    ] == list(finding)


def test_json_of_nothing() -> None:
    """No paths give an empty document, not a missing one."""
    assert {"schema": "venvoy.check/1", "files": [], "errors": []} == json.loads(check_json(CheckResult(())))
