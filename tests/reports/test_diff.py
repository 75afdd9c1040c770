"""The diff is the truth: git takes it, and it explains itself."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from attrs import evolve
from handmade import GUARD, SITE, Golden
from hypothesis import assume, given
from hypothesis import strategies as st

from venvoy.model.plan import DiffLine, Edit, FileDiff, Hunk, Note, Plan, Question, Shape, Sign
from venvoy.model.source import Lines, Span
from venvoy.reports.diff import diff_bytes, diff_text, why_text


def diff_of(path: str, before: list[bytes], after: list[bytes]) -> FileDiff:
    """Return the diff that removes all of *before* and adds all of *after*."""
    lines = tuple(
        [DiffLine(Sign.REMOVED, text, at, None, (SITE,)) for at, text in enumerate(before, 1)]
        + [DiffLine(Sign.ADDED, text, None, at, (SITE,)) for at, text in enumerate(after, 1)]
    )
    starts = (min(1, len(before)), len(before), min(1, len(after)), len(after))
    return FileDiff(path, (Hunk(*starts, lines),) if lines else (), lines)


def test_diff_with_reasons(file_diff: FileDiff, golden: Golden) -> None:
    """The reasons stand before the diff, where git reads over them."""
    golden("migrate.diff", diff_text(file_diff, reasons=True))


def test_diff_in_colour(file_diff: FileDiff) -> None:
    """Colour comes on top of the signs and takes nothing away."""
    coloured = diff_text(file_diff, color=True)
    plain = diff_text(file_diff)

    assert "\x1b[32m+RUN python -m venv /opt/venv\x1b[0m\n" in coloured
    for ink in ("\x1b[0m", "\x1b[1m", "\x1b[31m", "\x1b[32m", "\x1b[36m"):
        coloured = coloured.replace(ink, "")
    assert plain == coloured


def test_text_and_bytes_agree(file_diff: FileDiff) -> None:
    """Of a file without control characters, what is shown is what is applied."""
    assert diff_bytes(file_diff).decode() == diff_text(file_diff)


def test_no_change_is_no_diff() -> None:
    """Nothing accepted means an empty diff."""
    same = (DiffLine(Sign.SAME, b"FROM python:3.12\n", 1, 1),)
    nothing = FileDiff("Dockerfile", (), same)

    assert (b"", "", "") == (diff_bytes(nothing), diff_text(nothing, reasons=True), why_text(nothing))


def test_control_characters_are_shown_and_not_sent() -> None:
    """The diff for a screen spells out what the diff for a pipe carries."""
    hostile = diff_of("D\x1bf", [b"RUN x\n"], [b"RUN \x1b[31m\xff\r\n"])

    assert "--- a/D" not in diff_text(hostile)
    assert "+RUN \\x1b[31m\\xff\r\n" in diff_text(hostile)
    assert b"+RUN \x1b[31m\xff\r\n" in diff_bytes(hostile)


@pytest.mark.parametrize(
    ("path", "header"),
    [
        ("shop/Dockerfile", b"--- a/shop/Dockerfile\n"),
        ("./Dockerfile", b"--- a/Dockerfile\n"),
        ("my shop/Dockerfile", b"--- a/my shop/Dockerfile\t\n"),
        ("größe", "--- a/größe\n".encode()),
        ('a"b\nc', b'--- "a/a\\"b\\012c"\n'),
    ],
)
def test_paths_are_written_as_git_does(path: str, header: bytes) -> None:
    """A name cannot end its line or bend it."""
    assert diff_bytes(diff_of(path, [b"x\n"], [])).startswith(header)


LINES = st.lists(st.binary(max_size=8).map(lambda line: line.replace(b"\n", b"") + b"\n"), max_size=5)


@given(before=LINES, after=LINES, whole=st.booleans(), reasons=st.booleans())
def test_git_applies_the_diff(
    tmp_path_factory: pytest.TempPathFactory, before: list[bytes], after: list[bytes], whole: bool, reasons: bool
) -> None:
    """Whatever bytes the lines hold, ``git apply`` makes the one file of the other."""
    if not whole:
        before, after = [[*lines[:-1], lines[-1][:-1] or b"x"] if lines else [] for lines in (before, after)]
    assume(before and after and before != after)
    away = tmp_path_factory.mktemp("apply")
    (away / "Dockerfile").write_bytes(b"".join(before))
    diff = diff_of("Dockerfile", before, after)
    preamble = b"# user-install:3\n" if reasons else b""

    subprocess.run(["git", "apply", "--whitespace=nowarn"], cwd=away, input=preamble + diff_bytes(diff), check=True)

    assert b"".join(after) == (away / "Dockerfile").read_bytes()


def test_git_reads_over_the_reasons(file_diff: FileDiff, tmp_path: Path) -> None:
    """The diff with its reasons can be applied as it stands."""
    (tmp_path / "shop").mkdir()
    target = tmp_path / "shop" / "Dockerfile"
    target.write_bytes(b"".join(line.text for line in file_diff.lines if line.sign is not Sign.ADDED))

    subprocess.run(["git", "apply"], cwd=tmp_path, input=diff_text(file_diff, reasons=True).encode(), check=True)

    assert b"".join(line.text for line in file_diff.lines if line.sign is not Sign.REMOVED) == target.read_bytes()


def test_reasons_of_a_plan(golden: Golden) -> None:
    """A plan also tells what it left alone, asks, moved together and could not do."""
    plan = Plan(
        path="Dockerfile",
        before=b"FROM x\n",
        after=b"FROM x\n",
        edits=(Edit(Span(0, 0), b"", (SITE, GUARD)), Edit(Span(3, 3), b"", (SITE,))),
        shape=Shape.IN_PLACE,
        notes=(Note(Lines(4, 4), "gcc stays in the last stage\x1b[2J."), Note(None, "PATH differs.")),
        questions=(Question(Lines(7, 8), "Is /data needed to run?", "It is kept in both stages."),),
        refused=("The stages disagree on the minor version.",),
        moved_together=(("user-install:3", "copied-prefix:6"),),
    )

    golden("why.txt", why_text(plan))


def test_reasons_name_every_changed_line(file_diff: FileDiff) -> None:
    """Each changed line is in the listing, under each of its causes."""
    listing = why_text(file_diff)

    assert "user-install:3\n    +2 +3 -3 +5: The packages" in listing
    assert "extra:guard\n    +3: pip refuses" in listing


def test_a_hunk_of_one_line_has_a_short_range(file_diff: FileDiff) -> None:
    """Ranges are written as git writes them."""
    (hunk,) = file_diff.hunks
    one = evolve(file_diff, hunks=(evolve(hunk, old_count=1, new_start=4, new_count=1),))

    assert b"@@ -1 +4 @@\n" in diff_bytes(one)
