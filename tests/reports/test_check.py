"""What ``venvoy check`` says, as text and as JSON."""

from __future__ import annotations

import json

from handmade import Golden

from venvoy.model.finding import CheckResult, Review
from venvoy.reports.json import check_json
from venvoy.reports.text import check_text, errors_text


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
