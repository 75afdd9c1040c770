"""One sitting and the files beside its Dockerfile: which places there are, and answers for a whole file."""

from __future__ import annotations

from attrs import evolve

from venvoy.company import can_change, counted, is_place, listed
from venvoy.model.plan import Answer, Decision
from venvoy.model.repository_plan import PlannedPlace
from venvoy.session import Session, all_decided, answered


def look_beside(session: Session, places: tuple[PlannedPlace, ...]) -> Session:
    """Take over which *places* there are beside the Dockerfile; say which answers of an earlier sitting have none."""
    found = evolve(session, beside=places)
    if session.beside is None:
        gone = [one for one in session.decisions.answers if is_place(one) and one not in found.ids]
        if gone:
            many = "answers are about places that are" if len(gone) > 1 else "answer is about a place that is"
            said = f"{len(gone)} {many} not found now: {listed(gone)}. Kept, should it be found again."
            found = evolve(found, notice=f"{session.notice} {said}".strip())
    if found.selected in found.ids:
        return found
    first = next(iter((*found.waiting, *found.ids)), None)
    return evolve(found, selected=first)


def answer_file(session: Session, path: str, answer: Answer) -> Session:
    """Give the same answer to every place of the file beside at *path* that can be changed; stay where we are."""
    ids = tuple(one.place.id for one in session.beside or () if one.place.path == path and can_change(one))
    if not ids:
        return evolve(session, notice=f"Nothing in {path} can be changed; what is told of it is for you.")
    done = "✓ Accepted" if answer is Answer.ACCEPT else "= Kept"
    what = f"{counted(len(ids), 'place')} in {path}"
    said = answered(session, ids, Decision(answer), f"{answer.value} {what}", f"{done} {what}.")
    return said if said.waiting else all_decided(said)
