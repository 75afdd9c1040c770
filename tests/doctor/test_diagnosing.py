"""Evidence, order, prefixes, Dockerfiles, and input that nobody meant to write."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venvoy.doctor import diagnose
from venvoy.doctor.causes import table
from venvoy.doctor.cleaning import LONGEST, messages
from venvoy.doctor.hearing import heard
from venvoy.migration import analyse
from venvoy.model.analysis import Analysis
from venvoy.model.diagnosis import Certainty, Diagnosis, Log, Unknown

from .collected import messages as collected

GUARDED = "error: externally-managed-environment"
WORDINGS = [(known.name, wording) for known in table().causes for wording in known.wordings]


def known(text: str | Log, dockerfile: str = "") -> Diagnosis:
    """Return what is known about *text*, which is something."""
    analysis = analyse(dockerfile.encode(), "Dockerfile") if dockerfile else None
    found = diagnose(text, [analysis] if isinstance(analysis, Analysis) else [])
    assert isinstance(found, Diagnosis)
    return found


@pytest.mark.parametrize(
    "line",
    [
        f"#12 3.456 {GUARDED}",
        f"0.767 {GUARDED}",
        f"web-1  | {GUARDED}",
        f"2026-03-02T09:00:00.123456789Z {GUARDED}",
        f"[pod/web-6d4/web] {GUARDED}",
        f"2026-03-02T09:00:00.1234567Z ##[error]{GUARDED}",
        f"May 14 14:42:49 host docker[812]: {GUARDED}",
        f"\x1b[31m{GUARDED}\x1b[0m",
        f"\x1b]8;;file:///x\x07#7 0.1 \x1b[1;31m{GUARDED}",
        f"{GUARDED}\r",
        json.dumps({"log": f"{GUARDED}\n", "stream": "stderr"}),
        json.dumps({"level": "error", "msg": f"pip said:\n{GUARDED}"}),
    ],
)
def test_what_stands_around_a_message_does_no_harm(line: str) -> None:
    """Builders, engines, CI and terminals put their own before it; the evidence is told without."""
    (cause,) = known(line).causes

    assert ("F16", (GUARDED,)) == (cause.failure, tuple(one.text for one in cause.evidence))


def test_the_evidence_says_where_it_stands() -> None:
    """Lines count from 1, also behind a part that was left out."""
    (cause,) = known(f"a\nb\n{GUARDED}\nc").causes
    assert [3] == [one.line for one in cause.evidence]

    (cause,) = known(Log(("a", "b"), ("c", GUARDED), skipped=100)).causes
    assert [104] == [one.line for one in cause.evidence]


def test_the_last_that_is_named_comes_first() -> None:
    """Of several messages the last is the one that ended the build; one that only fits stands behind."""
    found = known(f"{GUARDED}\nbash: /v/bin/pip: /x/bin/python: bad interpreter: No such file or directory\nx")
    assert ["F11", "F16"] == [cause.failure for cause in found.causes]

    found = known(f"{GUARDED}\n/bin/sh: 1: gunicorn: not found")
    assert [True, False, False, False] == [cause.certainty is Certainty.NAMED for cause in found.causes]


def test_a_dockerfile_that_explains_it_comes_first() -> None:
    """And tells the line to change."""
    text = "exec /app/.venv/bin/gunicorn: no such file or directory"
    dockerfile = (
        "FROM python:3.12 AS b\nRUN python -m venv /v && /v/bin/pip install gunicorn\n"
        "FROM python:3.12\nCOPY --from=b /v /app/.venv\n"
    )

    assert ["F13", "F11", "F23"] == [cause.failure for cause in known(text).causes]
    first, *_ = known(text, dockerfile).causes
    assert "F11" == first.failure
    assert [("Dockerfile", 4, "moved-venv:4")] == [(p.path, p.line, p.finding) for p in first.places]


@pytest.mark.parametrize(
    ("missing", "copied", "first"),
    [
        ("/usr/local/bin/gunicorn", "/opt/venv", "old-path-in-command"),
        ("/root/.local/bin/gunicorn", "/opt/venv", "old-path-in-command"),
        ("/opt/venv/bin/gunicorn", "/opt/venv", "copied-site-packages"),
        ("gunicorn", "/opt/venv", "copied-site-packages"),
        ("/usr/local/bin/gunicorn", "/usr/local/lib/python3.12/site-packages", "copied-site-packages"),
    ],
)
def test_a_program_that_moved_is_still_named_by_its_old_path(missing: str, copied: str, first: str) -> None:
    """Where all packages of the last stage are in a venv, and only there: what names the path is to be changed."""
    text = f'OCI runtime create failed: exec: "{missing}": stat {missing}: no such file or directory: unknown'
    pip = "/opt/venv/bin/pip" if copied == "/opt/venv" else "pip"
    dockerfile = (
        f"FROM python:3.12 AS b\nRUN python -m venv /opt/venv\nRUN {pip} install gunicorn\n"
        f"FROM python:3.12\nCOPY --from=b {copied} {copied}\n"
    )

    assert "old-path-in-command" not in [cause.page for cause in known(text).causes]
    assert first == known(text, dockerfile).causes[0].page


def test_a_missing_module_speaks_only_beside_a_dockerfile_that_explains_it() -> None:
    """By itself it may be anything; and a module of the application's own is never a matter of packages."""
    dockerfile = "FROM python:3.12\nRUN pip install --user flask\nUSER app\nCMD python app.py\n"

    assert isinstance(diagnose("ModuleNotFoundError: No module named 'flask'"), Unknown)
    assert "F4" in [cause.failure for cause in known("ModuleNotFoundError: No module named 'flask'", dockerfile).causes]
    analysis = analyse(dockerfile.encode(), "Dockerfile")
    assert isinstance(analysis, Analysis)
    assert isinstance(diagnose("ModuleNotFoundError: No module named 'shop_orders'", [analysis]), Unknown)


def test_what_is_not_known_tells_the_last_words() -> None:
    """Blanks and rules say nothing."""
    found = diagnose("one\ntwo\n------\n\n")

    assert isinstance(found, Unknown)
    assert (4, 2, "two") == (found.lines, found.last and found.last.line, found.last and found.last.text)
    assert Unknown(0, None) == diagnose("")


@pytest.mark.parametrize("log", ['{"log":""}', "x\n" * 256 + '{"message":""}\n', '{"log":"\\n"}'])
def test_a_message_that_is_empty_is_a_line(log: str) -> None:
    """A program that logs an empty line as JSON is nothing to fall over."""
    assert isinstance(diagnose(log, []), Unknown)


def test_every_wording_has_its_text_to_look_for() -> None:
    """A line is asked for a wording's text before its pattern, so the text must be in every line that matches."""
    wrong = [
        (name, wording.has, message.text)
        for message in collected()
        for line in heard(enumerate(message.text.splitlines(), 1))
        for said in line.says
        for name, wording in WORDINGS
        if wording.says.search(said) and not any(has in said for has in wording.has)
    ]
    assert [] == wrong
    assert all(wording.has for _, wording in WORDINGS)


def test_a_sign_that_a_wording_asks_for_is_in_the_table() -> None:
    """And none is there that nothing asks for."""
    assert {wording.beside for _, wording in WORDINGS if wording.beside is not None} == set(table().signs)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400) | st.binary(max_size=400).map(bytes.hex))
def test_no_text_is_too_odd(text: str) -> None:
    """Whatever is given, it is known or not."""
    assert isinstance(diagnose(text), Diagnosis | Unknown)


@given(
    st.sampled_from(sorted({has for _, wording in WORDINGS for has in wording.has})),
    st.text(alphabet="/.:'\" axvenbipyto\\{}[]0\x1b", max_size=60),
)
def test_no_line_of_pieces_is_too_odd(has: str, text: str) -> None:
    """The text that a wording looks for, in the middle of what its pattern is made of."""
    assert isinstance(diagnose(f"{text}{has}{text}"), Diagnosis | Unknown)


@given(st.text(max_size=200), st.integers(1, 50))
def test_a_line_is_looked_at_in_bounds(text: str, times: int) -> None:
    """However long, at most so many characters of it, its beginning and its end."""
    assert all(len(line) <= LONGEST for line in messages(text * times * 50))


@pytest.mark.parametrize("piece", ["/a", "a/", "/venv/bin", "a.", "No module named 'a", 'exec: "/', "[A 1mx;", "-1 "])
def test_every_pattern_comes_back_from_a_line_of_one_piece(piece: str) -> None:
    """One that went over such a line again and again would not."""
    texts = sorted({has for one in (*table().forms, *(wording for _, wording in WORDINGS)) for has in one.has})
    found = diagnose([f"{piece * LONGEST} {text}" for text in texts])

    assert len(texts) == found.lines
