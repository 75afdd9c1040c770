"""The hall: one pipeline from bytes to a change set."""

from __future__ import annotations

import pytest

from migrating import analysed, migrated
from venvoy.migration import analyse, change_set, diff, plan
from venvoy.model.dockerfile import Unreadable
from venvoy.model.finding import FileVerdict
from venvoy.model.plan import ChangeSet, Decisions, FileChange, Sign

TEXT = "FROM python:3.12\nRUN pip install flask\nCMD x\n"


@pytest.mark.parametrize("content", [b"", b"\n\n", b"# only a comment\n", b"FROM a\x00b\n", b"hello world\n"])
def test_what_cannot_be_read_is_a_value(content: bytes) -> None:
    """With the path that was given and a reason of one line, never an exception."""
    read = analyse(content, "services/api/Dockerfile")

    assert isinstance(read, Unreadable)
    assert ("services/api/Dockerfile", True, False) == (read.path, bool(read.reason), "\n" in read.reason)


def test_an_analysis_holds_every_room() -> None:
    """The file, what is in force, where packages go, and what was found, all under the path that was given."""
    analysis = analysed(TEXT, "x/Dockerfile")

    assert ("x/Dockerfile", "x/Dockerfile") == (analysis.dockerfile.path, analysis.review.path)
    assert TEXT.encode() == analysis.dockerfile.content
    assert (1, 1) == (len(analysis.trace.installs), len(analysis.surroundings.bases))
    assert FileVerdict.MIGRATE is analysis.review.verdict


def test_analysing_is_pure() -> None:
    """The same bytes give the same values."""
    assert analysed(TEXT) == analysed(TEXT)
    assert migrated(TEXT) == migrated(TEXT)


def test_a_plan_without_answers_changes_nothing() -> None:
    """Undecided is not accepted."""
    nothing = plan(analysed(TEXT), Decisions())

    assert (TEXT.encode(), False, None) == (nothing.after, nothing.changes, nothing.shape)


def test_the_change_set_is_what_the_diff_shows() -> None:
    """Byte for byte, at the place that is given."""
    made = migrated(TEXT)
    lines = diff(made).lines

    assert ChangeSet(
        (FileChange("/w/Dockerfile", TEXT.encode(), b"".join(x.text for x in lines if x.sign is not Sign.REMOVED)),),
        "/w",
        "migrate Dockerfile",
    ) == change_set(made, "/w/Dockerfile", "/w")


@pytest.mark.parametrize("context", [0, 1, 3, 100])
def test_a_diff_has_the_context_that_is_asked_for(context: int) -> None:
    """Hunks have at most that many unchanged lines at their ends, and the whole file is there beside them."""
    before = "FROM python:3.12\nRUN pip install flask\n" + "ENV A=1\n" * 9 + 'CMD ["/usr/local/bin/flask"]\n'
    shown = diff(migrated(before), context)
    for hunk in shown.hunks:
        signs = [line.sign for line in hunk.lines]
        changed = [at for at, sign in enumerate(signs) if sign is not Sign.SAME]
        assert max(changed[0], len(signs) - 1 - changed[-1]) <= context
    assert before.encode() == b"".join(line.text for line in shown.lines if line.sign is not Sign.ADDED)
    assert (1 if context > 3 else 3 if context == 0 else 2) == len(shown.hunks)
