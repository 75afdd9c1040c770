"""What is accepted, kept, moved together, and refused."""

from __future__ import annotations

import pytest

from migrating import ACCEPT, accepting, analysed, findings
from venvoy.migration import plan
from venvoy.model.finding import Verdict
from venvoy.model.plan import Answer, Decision, Decisions, Plan
from venvoy.rewrite.keeping import keep_comment

TWO = "FROM python:3.12 AS a\nRUN pip install x\nFROM python:3.12 AS b\nRUN pip install y\n"
PAIR = "FROM python:3.12\nRUN pip install x\nRUN pip install y\n"
KEEP = Decision(Answer.KEEP)
BECAUSE = Decision(Answer.KEEP, "it is a tool")
PRAGMA = "# venvoy: keep global-install -- it is a tool\n"


def decided(text: str, **answers: Decision) -> Plan:
    """Return the plan for answers to the findings of lines: ``l2`` is the one of line 2."""
    by_line = {f"l{item.lines.first}": item.id for item in findings(analysed(text))}
    return plan(analysed(text), Decisions({by_line[line]: answer for line, answer in answers.items()}))


def test_one_of_two_independent_findings_moves_alone() -> None:
    """The other is left byte for byte, with or without an answer."""
    made = "RUN python -m venv /opt/venv\nENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1\n"
    after = TWO.replace("RUN pip install x\n", f"{made}RUN pip install x\n").encode()

    assert (after, ()) == (decided(TWO, l2=ACCEPT).after, decided(TWO, l2=ACCEPT).refused)
    assert after == decided(TWO, l2=ACCEPT, l4=KEEP).after


def test_what_cannot_be_half_done_comes_along() -> None:
    """And the plan says which brought which."""
    alone = decided(PAIR, l2=ACCEPT)

    assert (("global-install:2", "global-install:3"),) == alone.moved_together
    assert decided(PAIR, l2=ACCEPT, l3=ACCEPT).after == alone.after
    assert () == decided(PAIR, l2=ACCEPT, l3=ACCEPT).moved_together


def test_what_is_kept_holds_its_group() -> None:
    """Nothing moves, and the reason names the finding that is kept."""
    refused = decided(PAIR, l2=ACCEPT, l3=KEEP)

    assert (PAIR.encode(), ("global-install:2 can only move together with global-install:3, which is kept.",)) == (
        refused.after,
        refused.refused,
    )


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("FROM python:3.12\nRUN pip install x\n", f"FROM python:3.12\n{PRAGMA}RUN pip install x\n"),
        ("FROM python:3.12\n  RUN pip install x\n", f"FROM python:3.12\n  {PRAGMA}  RUN pip install x\n"),
        ("FROM python:3.12\n# why\nRUN pip install x\n", f"FROM python:3.12\n# why\n{PRAGMA}RUN pip install x\n"),
        ("FROM python:3.12\nRUN ls \\\n && pip install x", f"FROM python:3.12\n{PRAGMA}RUN ls \\\n && pip install x"),
        ("from python:3.12\nrun pip install x\n", f"from python:3.12\n{PRAGMA}run pip install x\n"),
    ],
)  # fmt: skip
def test_a_reason_is_written_above_the_instruction(text: str, after: str) -> None:
    """Indented as it is, below the owner's comments, and believed when the file is read again."""
    kept = plan(analysed(text), Decisions({item.id: BECAUSE for item in findings(analysed(text))}))

    assert after.encode() == kept.after
    assert [Verdict.KEEP] == [item.verdict for item in findings(analysed(kept.after))]


def test_a_reason_is_written_with_the_files_line_end() -> None:
    """A CRLF file stays one."""
    kept = decided("FROM python:3.12\r\nRUN pip install x\r\n", l2=BECAUSE)

    assert f"FROM python:3.12\n{PRAGMA}RUN pip install x\n".replace("\n", "\r\n").encode() == kept.after


def test_keeping_without_a_reason_changes_nothing() -> None:
    """There is nothing to tell the next reader."""
    assert (PAIR.encode(), ()) == (decided(PAIR, l2=KEEP, l3=KEEP).after, decided(PAIR, l2=KEEP).edits)


def test_a_reason_is_written_beside_a_migration() -> None:
    """Both happen in one plan."""
    after = decided(TWO, l2=ACCEPT, l4=BECAUSE).after

    assert b"RUN python -m venv /opt/venv\n" in after
    assert f"{PRAGMA}RUN pip install y\n".encode() in after


def test_a_reason_is_written_although_the_group_is_refused() -> None:
    """What is kept is kept, whatever else could not be done."""
    refused = decided(PAIR, l2=ACCEPT, l3=BECAUSE)

    assert PAIR.replace("RUN pip install y", f"{PRAGMA}RUN pip install y").encode() == refused.after
    assert 1 == len(refused.refused)


def test_two_findings_of_one_instruction_are_both_kept() -> None:
    """A finding of the same name needs no second comment."""
    text = "FROM python:3.12\nRUN pip install x && pip install y\n"
    items = findings(analysed(text))
    again = findings(analysed(plan(analysed(text), Decisions({item.id: BECAUSE for item in items})).after))

    assert [Verdict.KEEP, Verdict.KEEP] == [item.verdict for item in again]


@pytest.mark.parametrize(
    ("reason", "line"),
    [
        ("plain", "# venvoy: keep user-base -- plain"),
        ("two\nlines", "# venvoy: keep user-base -- two lines"),
        (" a  b\t", "# venvoy: keep user-base -- a b"),
        ("\x1b[31mred\x07", "# venvoy: keep user-base -- [31mred"),
        ("x\r\nRUN rm -rf /", "# venvoy: keep user-base -- x RUN rm -rf /"),
        ("ends in \\", "# venvoy: keep user-base -- ends in \\"),
        ("größer", "# venvoy: keep user-base -- größer"),
        ("\u2028RUN x\u0085", "# venvoy: keep user-base -- RUN x"),
    ],
)
def test_a_reason_cannot_write_instructions(reason: str, line: str) -> None:
    """Whatever a person pastes becomes one printable line of a comment."""
    assert line == keep_comment("user-base", reason)


def test_accepting_what_has_no_rewrite_says_why() -> None:
    """The finding's own reason is the answer."""
    analysis = analysed("FROM debian:12\nRUN pip3 install x\n")
    refused = accepting(analysis, only=("global-install:2",))

    assert (analysis.dockerfile.content, (findings(analysis)[0].reason,)) == (refused.after, refused.refused)


def test_answers_to_findings_that_are_not_there_are_ignored() -> None:
    """A saved session may be older than the file."""
    nothing = plan(analysed(PAIR), Decisions({"global-install:99": ACCEPT, "no-such:1": BECAUSE}))

    assert (PAIR.encode(), (), ()) == (nothing.after, nothing.edits, nothing.refused)


def test_advice_is_never_a_reason_to_change() -> None:
    """Accepting it alone does nothing."""
    assert PAIR.encode() == accepting(analysed(PAIR), only=("unguarded-install:2",)).after
