"""What holds for any Dockerfile that one can make up."""

from __future__ import annotations

import dockerfile
from hypothesis import given, settings
from hypothesis import strategies as st

from generated_images import images
from migrating import acceptable, accepting, analysed, findings
from venvoy.migration import analyse, diff, plan
from venvoy.model.analysis import Analysis
from venvoy.model.dockerfile import Form, Unreadable
from venvoy.model.finding import Verdict
from venvoy.model.plan import (
    DEFAULT_EXTRAS,
    Answer,
    Choices,
    Decision,
    Decisions,
    Extra,
    InstallerChoice,
    Plan,
    Shape,
    Sign,
)
from venvoy.rewrite.sketch import applied

choices = st.builds(
    Choices,
    installer=st.sampled_from(InstallerChoice),
    shape=st.sampled_from(Shape),
    extras=st.just(DEFAULT_EXTRAS) | st.frozensets(st.sampled_from(Extra)),
    venv=st.sampled_from(("/opt/venv", "/app", "/srv/env")),
)


def _plan(content: bytes, chosen: Choices) -> Plan | None:
    read = analyse(content, "Dockerfile")
    return None if isinstance(read, Unreadable) else accepting(read, chosen)


@given(images())
@settings(max_examples=300)
def test_reading_never_fails_and_loses_nothing(content: bytes) -> None:
    """A file is analysed or said to be unreadable with a reason; what was read is there byte for byte."""
    read = analyse(content, "Dockerfile")
    if isinstance(read, Unreadable):
        assert read.reason
    else:
        assert content == b"".join(piece.raw for piece in read.dockerfile.pieces)
        assert content == plan(read, Decisions()).after


@given(images(), choices)
@settings(max_examples=400)
def test_plans_are_whole_or_refused(content: bytes, chosen: Choices) -> None:
    """Edits give the rewrite, the diff gives both files, and what is refused leaves the file as it is."""
    made = _plan(content, chosen)
    if made is None:
        return
    lines = diff(made).lines
    assert made.after == applied(content, made.edits)
    assert content == b"".join(line.text for line in lines if line.sign is not Sign.ADDED)
    assert made.after == b"".join(line.text for line in lines if line.sign is not Sign.REMOVED)
    assert [] == [line for line in lines if line.sign is not Sign.SAME and not line.causes]


@given(images(), choices)
@settings(max_examples=400)
def test_a_rewrite_is_a_fixed_point_that_buildkit_reads(content: bytes, chosen: Choices) -> None:
    """BuildKit's parser takes every rewrite; it keeps the stage names and gives nothing more to migrate."""
    made = _plan(content, chosen)
    if made is None or not made.changes or made.refused:
        return
    before, again = analysed(content), analysed(made.after)
    commands = dockerfile.parse_string(made.after.decode())
    assert [i.keyword for i in again.dockerfile.instructions] == [command.cmd.upper() for command in commands]
    json = [i.form for i in before.dockerfile.instructions if i.keyword == "RUN"].count(Form.JSON)
    assert json <= sum(command.json for command in commands if command.cmd.upper() == "RUN")
    names = {(stage.name or "").lower() for stage in again.dockerfile.stages}
    assert {(stage.name or "").lower() for stage in before.dockerfile.stages} - {""} <= names
    assert [] == [item.id for item in findings(again) if item.verdict is Verdict.MIGRATE]
    assert made.after == accepting(again, chosen).after


@given(images(), st.data())
@settings(max_examples=150)
def test_any_part_can_be_accepted(content: bytes, data: st.DataObject) -> None:
    """Accepting some findings never fails, and moves those and what cannot be separated from them."""
    read = analyse(content, "Dockerfile")
    if not isinstance(read, Analysis) or not acceptable(read):
        return
    some = data.draw(st.lists(st.sampled_from(acceptable(read)), unique=True, min_size=1))
    made = accepting(read, only=tuple(some))
    needs = {item.id: item.needs for item in findings(read)}
    assert made.changes or made.refused
    assert all(brought in needs[accepted] for accepted, brought in made.moved_together)


@given(images())
@settings(max_examples=150)
def test_what_is_kept_is_believed(content: bytes) -> None:
    """Every finding that is kept with a reason is kept when the file is read again, and nothing else changes."""
    read = analyse(content, "Dockerfile")
    if not isinstance(read, Analysis):
        return
    keep = Decision(Answer.KEEP, "so it is")
    kept = plan(read, Decisions({item.id: keep for item in findings(read)}))
    again = findings(analysed(kept.after))

    assert {Verdict.KEEP} >= {item.verdict for item in again}
    assert [item.shortcut for item in findings(read)] == [item.shortcut for item in again]
    assert [] == [edit for edit in kept.edits if edit.span.start != edit.span.end]
