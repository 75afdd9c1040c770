"""From what is found beside the Dockerfiles to the plan of the repository."""

from __future__ import annotations

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from migrating import accepting, analysed
from venvoy.model.companion import Companion, Confidence, Place
from venvoy.model.plan import Answer, Cause, Decision, Edit
from venvoy.model.repository_plan import Found, Member, Standing, file_key
from venvoy.model.source import Lines, Span
from venvoy.repository_migration import repository_plan

CONTENT = b"#!/bin/sh\r\nexec /usr/local/bin/gunicorn shop\r\n\xff"
"""CRLF, a byte that is no UTF-8, and no line end at the end."""
OLD = b"/usr/local/bin/gunicorn"
AT = CONTENT.index(OLD)
ACCEPT, KEEP = Decision(Answer.ACCEPT), Decision(Answer.KEEP, "it is ours")


def place(
    new: bytes = b"/opt/venv/bin/gunicorn",
    confidence: Confidence = Confidence.CERTAIN,
    *,
    page: str = "old-script-path",
    span: tuple[int, int] = (AT, AT + len(OLD)),
) -> Place:
    """Return a place in line 2 of `CONTENT`."""
    edits = (Edit(Span(*span), new, (Cause(f"{page}@entrypoint.sh:2", "It lies there now."),)),)
    reported = confidence is Confidence.REPORTED
    return Place(page, "entrypoint.sh", Lines(2, 2), "It starts it.", "Do.", confidence, () if reported else edits)


def found(*places: Place, dockerfile: str = "Dockerfile", shared_with: tuple[str, ...] = ()) -> Found:
    """Return *places* as what the migration of *dockerfile* means for entrypoint.sh."""
    return Found(dockerfile, Companion("entrypoint.sh", CONTENT, places), shared_with)


def member(path: str = "Dockerfile") -> Member:
    """Return a Dockerfile that is migrated."""
    analysis = analysed("FROM python:3.12\nRUN pip install gunicorn\nCMD gunicorn shop\n", f"elsewhere/{path}")
    return Member(path, analysis, accepting(analysis))


def test_a_certain_place_goes_with_the_migration() -> None:
    """Nobody was asked, and every other byte is as it was."""
    plan = repository_plan((member(),), (found(place()),), {})
    (file,) = plan.files

    assert CONTENT.replace(OLD, b"/opt/venv/bin/gunicorn") == file.after
    assert (True, False, (Standing.ACCEPTED,)) == (file.changes, file.created, tuple(p.standing for p in plan.places))
    assert ("Dockerfile", True) == (plan.dockerfiles[0].path, plan.changes)


@pytest.mark.parametrize(
    ("confidence", "answers", "standing"),
    [
        pytest.param(Confidence.CERTAIN, {}, Standing.ACCEPTED, id="certain"),
        pytest.param(Confidence.CERTAIN, {"old-script-path@entrypoint.sh:2": KEEP}, Standing.KEPT, id="certain, kept"),
        pytest.param(Confidence.CERTAIN, {file_key("entrypoint.sh"): KEEP}, Standing.KEPT, id="file kept"),
        pytest.param(
            Confidence.CERTAIN,
            {file_key("entrypoint.sh"): KEEP, "old-script-path@entrypoint.sh:2": ACCEPT},
            Standing.ACCEPTED,
            id="file kept, this place not",
        ),
        pytest.param(Confidence.LIKELY, {}, Standing.OPEN, id="likely"),
        pytest.param(Confidence.LIKELY, {"old-script-path@entrypoint.sh:2": ACCEPT}, Standing.ACCEPTED, id="accepted"),
        pytest.param(Confidence.LIKELY, {file_key("entrypoint.sh"): ACCEPT}, Standing.ACCEPTED, id="file accepted"),
        pytest.param(
            Confidence.REPORTED, {"old-script-path@entrypoint.sh:2": ACCEPT}, Standing.REPORTED, id="reported, accepted"
        ),
    ],
)
def test_what_becomes_of_a_place(confidence: Confidence, answers: dict[str, Decision], standing: Standing) -> None:
    """By how sure it is and by what was answered; only what is accepted changes a byte."""
    plan = repository_plan((member(),), (found(place(confidence=confidence)),), answers)

    assert (standing,) == tuple(one.standing for one in plan.places)
    assert (standing is Standing.ACCEPTED) == plan.files[0].changes


def test_a_file_shared_with_an_image_that_stays_is_not_changed_unasked() -> None:
    """What the one image needs would break the other: it waits for an answer, and says why."""
    shared = found(place(), shared_with=("old.Dockerfile",))
    plan = repository_plan((member(),), (shared,), {})
    asked = repository_plan((member(),), (shared,), {"old-script-path@entrypoint.sh:2": ACCEPT})

    assert (Standing.OPEN, False) == (plan.places[0].standing, plan.files[0].changes)
    assert plan.places[0].doubt.startswith("The image of old.Dockerfile holds this file, too")
    assert asked.files[0].changes


def test_two_dockerfiles_that_agree_make_one_edit() -> None:
    """The same edit for both is made once, and both are named."""
    members = (member("a/Dockerfile"), member("b/Dockerfile"))
    both = tuple(found(place(), dockerfile=one.path) for one in members)
    plan = repository_plan(members, both, {})

    assert (1, ()) == (len(plan.files[0].edits), plan.conflicts)
    assert ("a/Dockerfile", "b/Dockerfile") == plan.places[0].dockerfiles


def test_two_dockerfiles_that_disagree_change_nothing_there() -> None:
    """Two venvs for one line: neither is written, and that is said; nothing else is lost."""
    members = (member("a/Dockerfile"), member("b/Dockerfile"))
    other = place(b"/srv/venv/bin/gunicorn")
    first = place(b"\n", page="line-end", span=(0, 0))
    plan = repository_plan(members, (found(first, place(), dockerfile="a"), found(other, dockerfile="b")), {})

    assert (b"\n" + CONTENT) == plan.files[0].after
    (conflict,) = plan.conflicts
    assert ("entrypoint.sh", Lines(2, 2)) == (conflict.path, conflict.lines)
    assert "The images of a and b hold this file, and each would need another text here." == conflict.reason
    assert {Standing.REFUSED, Standing.ACCEPTED} == {one.standing for one in plan.places}


def test_the_least_sure_view_of_a_place_decides() -> None:
    """What is certain for one image and only a report for another is not rewritten."""
    report = place(confidence=Confidence.REPORTED)
    plan = repository_plan((member(),), (found(place(), dockerfile="a"), found(report, dockerfile="b")), {})

    assert ((Standing.REPORTED,), False) == (tuple(p.standing for p in plan.places), plan.files[0].changes)


def test_two_places_that_want_the_same_bytes() -> None:
    """The first is made, the second is refused with both names."""
    second = place(b"gunicorn", page="activation", span=(AT - 5, AT + 4))
    plan = repository_plan((member(),), (found(place(), evolve(second, column=7)),), {})

    assert CONTENT.replace(OLD, b"/opt/venv/bin/gunicorn") == plan.files[0].after
    assert "activation wants to change what old-script-path@entrypoint.sh:2 changes already." == (
        plan.conflicts[0].reason
    )


def test_the_same_edit_of_two_places_is_made_once() -> None:
    """With the reasons of both."""
    plan = repository_plan((member(),), (found(place(), place(page="activation")),), {})

    (edit,) = plan.files[0].edits
    assert ["activation@entrypoint.sh:2", "old-script-path@entrypoint.sh:2"] == sorted(c.source for c in edit.causes)


def test_a_created_file() -> None:
    """It is there only when its place is accepted."""
    edit = Edit(Span(0, 0), b".venv\n", (Cause("venv-in-context@.dockerignore:1", "It would be copied."),))
    at = Place("venv-in-context", ".dockerignore", Lines(1, 1), "m", "s", Confidence.CERTAIN, (edit,))
    companion = Companion(".dockerignore", None, (at,))
    made = repository_plan((member(),), (Found("Dockerfile", companion),), {}).files[0]
    kept = repository_plan((member(),), (Found("Dockerfile", companion),), {at.id: KEEP}).files[0]

    assert (None, b".venv\n", True) == (made.before, made.after, made.created)
    assert (None, False, False) == (kept.after, kept.changes, kept.created)


@st.composite
def _places(draw: st.DrawFn) -> tuple[Place, ...]:
    """Return places anywhere in `CONTENT`, which may want the same bytes."""
    count = draw(st.integers(0, 6))
    made = []
    for number in range(count):
        start = draw(st.integers(0, len(CONTENT)))
        end = draw(st.integers(start, len(CONTENT)))
        made.append(
            place(
                draw(st.sampled_from((b"", b"x", b"\n", b"/opt/venv"))),
                draw(st.sampled_from(Confidence)),
                page=f"page-{draw(st.integers(0, number))}",
                span=(start, end),
            )
        )
    return tuple(made)


@given(st.lists(st.tuples(st.sampled_from(("a", "b")), _places()), max_size=3), st.booleans())
def test_no_edit_is_lost_and_none_is_half_made(views: list[tuple[str, tuple[Place, ...]]], keep: bool) -> None:
    """Whatever is found: an accepted place has all its edits, any other none of its own, and both are said."""
    answers = {file_key("entrypoint.sh"): KEEP} if keep else {}
    seen = [found(*places, dockerfile=name) for name, places in views]
    plan = repository_plan((member("a"), member("b")), seen, answers)
    if not views:
        assert () == plan.files
        return
    (file,) = plan.files
    made = {(edit.span, edit.replacement) for edit in file.edits}
    wanted: set[tuple[Span, bytes]] = set()
    for one in file.places:
        texts = {(edit.span, edit.replacement) for edit in one.place.edits}
        assert one.standing is not Standing.ACCEPTED or texts <= made
        wanted |= texts if one.standing is Standing.ACCEPTED else set()
    assert wanted == made
    assert len({one.place.id for one in file.places}) == len(file.places)
    assert sum(one.standing is Standing.REFUSED for one in file.places) == len(plan.conflicts)
    assert not (keep and file.changes)
    assert file.after == _replaced(CONTENT, file.edits)


def _replaced(content: bytes, edits: tuple[Edit, ...]) -> bytes:
    for edit in reversed(edits):
        content = content[: edit.span.start] + edit.replacement + content[edit.span.end :]
    return content


def ignoring(
    added: bytes, confidence: Confidence = Confidence.LIKELY, at: int = 4, path: str = ".dockerignore"
) -> Found:
    """Return what one Dockerfile wants to be added to an ignore file that holds ``.git``, without a line end."""
    edits = (Edit(Span(at, at), added, (Cause(f"{confidence.value}@{path}:1", "Keep it out."),)),)
    one = Place("context-carries-venv", path, Lines(1, 1), "It comes along.", f"Keep out {added!r}.", confidence, edits)
    return Found(confidence.value, Companion(path, b".git", (one,)))


def test_lines_of_an_ignore_file_go_together() -> None:
    """Each Dockerfile gets the lines that it needs, once, and the one that breaks without them speaks for both."""
    both = (ignoring(b"\n**/.venv\n**/venv\n"), ignoring(b"\n**/venv\n**/*.pyc\n", Confidence.CERTAIN))
    plan = repository_plan((member(),), both, {})
    (file,) = plan.files

    assert (b".git\n**/.venv\n**/venv\n**/*.pyc\n", ()) == (file.after, plan.conflicts)
    assert (Standing.ACCEPTED, ("likely", "certain")) == (plan.places[0].standing, plan.places[0].dockerfiles)
    assert ("likely@.dockerignore:1", "certain@.dockerignore:1") == tuple(c.source for c in file.edits[0].causes)
    assert ["*.pyc" in part for part in plan.places[0].place.suggestion.split(". ")] == [True, False]


@pytest.mark.parametrize(
    "other", [ignoring(b"\nx\n", Confidence.CERTAIN, at=0), ignoring(b"x\n", Confidence.CERTAIN, path="compose.yaml")]
)
def test_lines_elsewhere_do_not(other: Found) -> None:
    """Two texts for one place stay a conflict where it is another place, or another kind of file."""
    first = ignoring(b"\ny\n", Confidence.CERTAIN, path=other.companion.path)
    plan = repository_plan((member(),), (first, evolve(other, dockerfile="b")), {})

    assert (1, b".git") == (len(plan.conflicts), plan.files[0].after)
