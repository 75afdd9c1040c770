"""From decisions to a plan."""

from __future__ import annotations

from attrs import define, evolve, field, frozen

from venvoy.model.analysis import Analysis
from venvoy.model.finding import Finding, Remedy
from venvoy.model.isolation import Isolation, ProjectOffer
from venvoy.model.plan import Answer, Decisions, Edit, Plan, Shape
from venvoy.rewrite.additions import add_in_place
from venvoy.rewrite.comments import doubt_comments
from venvoy.rewrite.extras import add_extras
from venvoy.rewrite.in_place import lay_out
from venvoy.rewrite.installing import install_project, wish
from venvoy.rewrite.isolation import entry_check_of
from venvoy.rewrite.keeping import record_kept
from venvoy.rewrite.move import Move
from venvoy.rewrite.offers import objection
from venvoy.rewrite.pointers import install_copies
from venvoy.rewrite.repairs import MENDED, mend
from venvoy.rewrite.sketch import OverlapError, Sketch, applied, ordered
from venvoy.rewrite.split import lay_out_split, may_split, why_not_split
from venvoy.rewrite.upstream import Upstream, upstream
from venvoy.rewrite.upstream_layout import lay_out_upstream
from venvoy.rewrite.verification import Analyse, broken_promises
from venvoy.trace.view import View


@define
class _Selection:
    """Which findings move, and why others do not although they were accepted."""

    moved: list[tuple[Finding, ...]] = field(factory=list)
    together: list[tuple[str, str]] = field(factory=list)
    refused: list[str] = field(factory=list)


@frozen
class _Judged:
    """What is known of what the application imports."""

    isolation: Isolation | None
    beside: bool

    def as_it_will_be(self, *, installed: bool) -> Isolation | None:
        """Return the judgement of the rewrite, in which the project that is offered is *installed* or not."""
        return self.isolation.installed if installed and self.isolation is not None else self.isolation


def make_plan(
    analysis: Analysis,
    decisions: Decisions,
    analyse: Analyse,
    judged: Isolation | None = None,
    *,
    beside: bool = False,
) -> Plan:
    """Return what *decisions* do to the file.

    Args:
        analysis: of the file.
        decisions: what was accepted and chosen.
        analyse: reads the result again, which is held against its promises.
        judged: whether the application may run isolated; None where nothing was chosen that depends on it.
        beside: True when files beside the Dockerfile are written along with it.
    """
    selection = _select(analysis, decisions)
    why_whole: tuple[str, ...] = ()
    for splitting in (True, False):
        sketch, shape, refused, project = _sketch(
            analysis, decisions, selection, _Judged(judged, beside), splitting=splitting
        )
        for reason in why_whole:
            sketch.note(f"One stage stays one stage: {reason}")
        try:
            edits = ordered(sketch.edits)
            after = applied(analysis.dockerfile.content, edits)
        except OverlapError as error:
            refused = [*refused, f"The edits would get in each other's way ({error})."]
            edits, after = (), analysis.dockerfile.content
        moved = frozenset(finding.id for group in selection.moved for finding in group)
        if selection.moved and not refused:
            refused = list(broken_promises(analysis, after, decisions.choices, moved, analyse))
        if not refused or shape is not Shape.SPLIT:
            break
        why_whole = tuple(refused)
    everything = (*selection.refused, *refused)
    if refused:
        return _unchanged(analysis, decisions, selection, everything)
    return Plan(
        path=analysis.dockerfile.path,
        before=analysis.dockerfile.content,
        after=after,
        edits=edits,
        shape=shape if selection.moved else None,
        notes=tuple(sketch.notes),
        questions=tuple(sketch.questions),
        refused=everything,
        moved_together=tuple(selection.together),
        project=project,
    )


def _unchanged(analysis: Analysis, decisions: Decisions, selection: _Selection, refused: tuple[str, ...]) -> Plan:
    """Return a plan that moves nothing, but still writes down what is kept."""
    sketch = Sketch(analysis.dockerfile)
    _record_kept(sketch, analysis, decisions)
    edits: tuple[Edit, ...] = ordered(sketch.edits)
    content = analysis.dockerfile.content
    together = tuple(selection.together)
    return Plan(
        analysis.dockerfile.path,
        content,
        applied(content, edits),
        edits,
        None,
        refused=refused,
        moved_together=together,
    )


def _select(analysis: Analysis, decisions: Decisions) -> _Selection:
    selection = _Selection()
    done: set[str] = set()
    for finding in analysis.review.findings:
        answer = decisions.answers.get(finding.id)
        if finding.advice or finding.id in done or answer is None or answer.answer is not Answer.ACCEPT:
            continue
        group = tuple(f for f in analysis.review.findings if f.id == finding.id or f.id in finding.needs)
        done.update(f.id for f in group)
        kept = [f for f in group if _kept(f, decisions)]
        if finding.remedy is Remedy.NONE:
            selection.refused.append(finding.reason or f"There is no rewrite for {finding.id}.")
        elif kept:
            selection.refused.append(f"{finding.id} can only move together with {kept[0].id}, which is kept.")
        else:
            selection.moved.append(group)
            undecided = [f.id for f in group if f.id not in decisions.answers]
            selection.together.extend((finding.id, other) for other in undecided)
    return selection


def _kept(finding: Finding, decisions: Decisions) -> bool:
    answer = decisions.answers.get(finding.id)
    return finding.remedy is Remedy.NONE or (answer is not None and answer.answer is Answer.KEEP)


def _sketch(
    analysis: Analysis, decisions: Decisions, selection: _Selection, judged: _Judged, *, splitting: bool
) -> tuple[Sketch, Shape, list[str], ProjectOffer | None]:
    sketch = Sketch(analysis.dockerfile)
    asked, project = wish(decisions, judged.isolation, beside=judged.beside), None
    view = View(analysis.dockerfile, analysis.surroundings, analysis.trace, analysis.repository)
    shape, refused = Shape.IN_PLACE, []
    _record_kept(sketch, analysis, decisions)
    for group in selection.moved:
        for reason in dict.fromkeys(finding.reason for finding in group if finding.reason):
            sketch.note(f"You accepted this although it asks for a look. {reason}")
        if {finding.shortcut for finding in group} <= MENDED:
            mend(sketch, view, group, decisions.choices)
            continue
        family = view.family(group[0].stage)
        idle = view.idle_venv(family)
        choices = decisions.choices
        if idle is not None and idle.site.root.text is not None:
            choices = evolve(choices, venv=idle.site.root.text)
        move = Move(view, family, group, choices)
        if why := objection(move):
            refused.append(why)
            continue
        if asked is not None and analysis.dockerfile.stages[-1].index in move.indices:
            project = install_project(sketch, move, asked)
        installed = project is not None and asked is not None and not asked.kept
        isolation = judged.as_it_will_be(installed=installed)
        move.check = entry_check_of(move, isolation)
        wanted = splitting and decisions.choices.shape is Shape.SPLIT and may_split(move)
        obstacle = why_not_split(move) if wanted else None
        if wanted and obstacle is None:
            shape = Shape.SPLIT
            lay_out_split(sketch, move)
        else:
            if obstacle is not None:
                sketch.note(f"One stage stays one stage: {obstacle}")
            if refusal := _lay_out(sketch, move):
                refused.append(refusal)
                continue
            add_in_place(sketch, move)
        install_copies(sketch, view, group)
        add_extras(sketch, move, isolation)
        doubt_comments(sketch)
    return sketch, shape, refused, project


def _lay_out(sketch: Sketch, move: Move) -> str | None:
    """Sketch the rewrite that keeps all stages; return why it cannot be done, or None."""
    found = upstream(move)
    if isinstance(found, Upstream):
        return lay_out_upstream(sketch, move, found)
    if found is not None:
        sketch.note(f"The wheels go on being brought to the stage that installs them. {found}")
    return lay_out(sketch, move)


def _record_kept(sketch: Sketch, analysis: Analysis, decisions: Decisions) -> None:
    for finding in analysis.review.findings:
        if finding.id in decisions.answers:
            record_kept(sketch, finding, decisions.answers[finding.id])
