"""The corpus itself: every case is labelled, every label points at something, and the hard patterns are all there."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypedDict

import dockerfile
import pytest

CORPUS = Path(__file__).parent / "corpus"
INSTALLS = frozenset(
    {
        "global-install",
        "user-install",
        "user-base",
        "prefix-install",
        "target-directory",
        "uv-project-in-system-prefix",
        "pypackages",
        "setup-py-install",
        "uv-system",
        "poetry-no-venv",
        "pipenv-system",
        "editable-in-image",
        "break-system-packages",
    }
)
COPIES = frozenset(
    {
        "copied-local-bin-only",
        "copied-site-packages",
        "copied-prefix",
        "python-mismatch",
        "moved-venv",
        "venv-interpreter-missing",
    }
)
BROUGHT = frozenset({"wheel-relay"})
SET = frozenset({"pythonpath-packages"})
VENVS = frozenset({"unused-venv", "lost-activation", "venv-with-system-packages"})
ADVICE = frozenset({"hidden-venv", "python-mismatch", "pythonpath-packages", "uncoupled-stages"})
PROGRAMS = {
    "apt-and-pip-mixed": {b"ap"},
    "editable-in-image": {b"pip", b"uv", b"poetry", b"pdm"},
    "poetry-no-venv": {b"poetry"},
    "pypackages": {b"pdm"},
    "setup-py-install": {b"setup.py"},
    "uv-project-in-system-prefix": {b"uv"},
}
PACKAGES = frozenset({"apt-and-pip-mixed"})
VERDICTS = frozenset({"migrate", "ask", "keep", "nothing-to-do", "not-understood"})
FIELDS = frozenset({"reason", "shortcuts", "advice", "verdict", "patterns", "note", "buildkit"})


class Label(TypedDict, total=False):
    """What `labels.toml` says of one case; README.md beside it defines the words."""

    reason: str
    shortcuts: list[str]
    advice: list[str]
    verdict: str
    patterns: list[int]
    note: str
    buildkit: str


class Expected(NamedTuple):
    """One labelled finding."""

    shortcut: str
    line: int


def _labels() -> dict[str, Label]:
    return tomllib.loads((CORPUS / "labels.toml").read_text(encoding="utf-8"))


LABELS = _labels()


def _expected(label: Label) -> tuple[Expected, ...]:
    parts = (entry.rpartition(":") for entry in label["shortcuts"])
    return tuple(Expected(shortcut, int(line)) for shortcut, _, line in parts)


FINDINGS = [(name, expected) for name, label in LABELS.items() for expected in _expected(label)]
READ_BY_BUILDKIT = [name for name, label in LABELS.items() if "buildkit" not in label]


def _instructions(name: str) -> tuple[dockerfile.Command, ...]:
    # The file, not a string: BuildKit then reads the very bytes, Latin-1 among them, which no str can carry to it.
    return tuple(dockerfile.parse_file(str(CORPUS / name / "Dockerfile")))


def _line(name: str, number: int) -> bytes:
    return (CORPUS / name / "Dockerfile").read_bytes().split(b"\n")[number - 1]


def _silent(label: Label) -> bool:
    return not label["shortcuts"] and label["verdict"] in {"nothing-to-do", "keep"}


def test_every_directory_has_a_label_and_every_label_a_directory() -> None:
    """Cases and labels are the same set of names."""
    directories = {path.name for path in CORPUS.iterdir() if path.is_dir()}

    assert directories == set(LABELS)


def test_labels_stand_in_the_order_of_their_names() -> None:
    """A case is found in `labels.toml` where its name sorts."""
    assert sorted(LABELS) == list(LABELS)


@pytest.mark.parametrize("name", LABELS)
def test_label_is_complete(name: str) -> None:
    """A label has its four fields, no unknown one, a known verdict and known shortcuts."""
    label = LABELS[name]

    assert frozenset({"reason", "shortcuts", "verdict", "patterns"}) <= frozenset(label) <= FIELDS
    assert label["verdict"] in VERDICTS
    known = INSTALLS | COPIES | BROUGHT | SET | VENVS | PACKAGES
    assert {expected.shortcut for expected in _expected(label)} <= known
    assert {entry.partition(":")[0] for entry in label.get("advice", ())} <= ADVICE


@pytest.mark.parametrize("name", LABELS)
def test_verdict_fits_the_findings(name: str) -> None:
    """`migrate` has something to migrate, and where nothing is to do or understood nothing is found."""
    label = LABELS[name]

    if label["verdict"] == "migrate":
        assert label["shortcuts"] != []
    if label["verdict"] in {"nothing-to-do", "not-understood"}:
        assert label["shortcuts"] == []


def test_reasons_are_single_lines_and_unique() -> None:
    """Each case says in one line of its own why it is there."""
    reasons = [label["reason"] for label in LABELS.values()]

    assert [reason.strip() for reason in reasons if reason.strip() and "\n" not in reason] == reasons
    assert sorted(set(reasons)) == sorted(reasons)


def test_no_two_cases_are_the_same_file() -> None:
    """A case that repeats another would only count twice."""
    contents = [(CORPUS / name / "Dockerfile").read_bytes() for name in LABELS]

    assert len(contents) == len(set(contents))


def test_corpus_is_large_enough() -> None:
    """There are at least 400 cases, and silence is the right answer to at least 60 of them."""
    assert len(LABELS) >= 400
    assert sum(_silent(label) for label in LABELS.values()) >= 60


def test_all_hard_patterns_are_covered() -> None:
    """Each of the twenty-five hard patterns has a case, and no other number is used."""
    covered = {number for label in LABELS.values() for number in label["patterns"]}

    assert set(range(1, 26)) == covered


@pytest.mark.parametrize("name", READ_BY_BUILDKIT)
def test_buildkit_reads_the_case(name: str) -> None:
    """BuildKit's own parser reads the file and finds a FROM in it."""
    assert "FROM" in {command.cmd.upper() for command in _instructions(name)}


@pytest.mark.parametrize(("name", "expected"), FINDINGS, ids=[f"{name}-{e.shortcut}:{e.line}" for name, e in FINDINGS])
def test_labelled_line_belongs_to_the_instruction(name: str, expected: Expected) -> None:
    """A labelled COPY starts on its line; a labelled install is inside a RUN and its line names the installer."""
    around = [c for c in _instructions(name) if c.start_line <= expected.line <= c.end_line]

    assert len(around) == 1
    keyword = around[0].cmd.upper()
    if expected.shortcut in COPIES:
        assert (keyword, around[0].start_line) == ("COPY", expected.line)
    elif expected.shortcut in SET:
        assert (keyword, around[0].start_line) == ("ENV", expected.line)
    elif expected.shortcut in BROUGHT:
        assert keyword in {"COPY", "ADD", "RUN"}
        assert around[0].start_line == expected.line
    else:
        if expected.shortcut == "unused-venv" and keyword in {"CMD", "ENTRYPOINT"}:
            return
        assert keyword in {"RUN", "ONBUILD"}
        line = _line(name, expected.line)
        named = {b"env"} if expected.shortcut in VENVS else PROGRAMS.get(expected.shortcut, {b"pip"})
        named = {b"pdm"} if expected.shortcut == "global-install" and b"pdm" in line else named
        assert any(word in line for word in named) or b"$" in line


ODDITIES: dict[str, Callable[[bytes], bool]] = {
    "CRLF": lambda raw: b"\r\n" in raw and raw.count(b"\r\n") == raw.count(b"\n"),
    "mixed line ends": lambda raw: 0 < raw.count(b"\r\n") < raw.count(b"\n"),
    "byte order mark": lambda raw: raw.startswith(b"\xef\xbb\xbf"),
    "tab after a keyword": lambda raw: b"RUN\t" in raw,
    "no final newline": lambda raw: not raw.endswith(b"\n"),
    "Latin-1 bytes": lambda raw: raw.decode("utf-8", "replace").count("\ufffd") > 0,
    "escape directive": lambda raw: raw.startswith(b"# escape=`"),
    "blanks after a backslash": lambda raw: b"\\ \n" in raw and b"\\\t\n" in raw,
    "comment that ends in a backslash": lambda raw: raw.startswith(b"#") and raw.split(b"\n")[0].endswith(b"\\"),
    "lower case": lambda raw: raw.startswith(b"from "),
}


@pytest.mark.parametrize("oddity", ODDITIES)
def test_byte_exact_oddities_survived(oddity: str) -> None:
    """What editors and git like to tidy away is still in some file of the corpus."""
    assert any(ODDITIES[oddity]((CORPUS / name / "Dockerfile").read_bytes()) for name in LABELS)
