"""Every project and its rewrite, built and run for real."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import frozen

from belongings import belongings
from engine import Engine, Inside, Reply
from migrating import analysed, findings
from preparing import prepare
from project import Project, copy_to, dockerfile, names, project
from rewriting import rewrite, rewrite_in
from table import HEAD, PAGE, Row, facts, written
from venvoy.samples import Web

ALL = tuple(project(name) for name in names())


def _cases(*, rewritten: bool) -> list[object]:
    """Return the projects that are (or are not) rewritten, the slow ones marked."""
    return [
        # one project is one worker's: what it builds stays together
        pytest.param(
            one,
            id=one.name,
            marks=[
                pytest.mark.engine,
                pytest.mark.xdist_group(one.name),
                *([] if one.fast else [pytest.mark.projects]),
            ],
        )
        for one in ALL
        if (one.shape is not None) is rewritten
    ]


REWRITTEN = _cases(rewritten=True)
LEFT_ALONE = _cases(rewritten=False)


@frozen
class Seen:
    """What an image holds, and what it does."""

    inside: Inside
    reply: Reply


@frozen
class Pair:
    """A project as it is, and what the rewrite makes of it."""

    project: Project
    contexts: tuple[Path, Path]
    """Where the two are built: before and after."""
    original: Seen
    rewrite: Seen


@pytest.fixture(scope="session")
def rows() -> Iterator[list[Row]]:
    """Collect what is measured; a run over every project writes the page of the documentation when asked to."""
    measured: list[Row] = []
    yield measured
    if os.environ.get("VENVOY_UPDATE_SNAPSHOTS") == "1" and len(measured) == len(ALL):
        ordered = sorted(measured, key=lambda row: row.project.name)
        PAGE.write_text(HEAD + "".join(map(written, ordered)), "utf-8")


@pytest.fixture(scope="module")
def pair(
    request: pytest.FixtureRequest, engine: Engine, rows: list[Row], tmp_path_factory: pytest.TempPathFactory
) -> Pair:
    """Build and exercise a project and its rewrite."""
    of: Project = request.param
    before = copy_to(of.name, tmp_path_factory.mktemp("original"))
    prepare(engine, of.prepare, before)
    after = copy_to(of.name, tmp_path_factory.mktemp("rewrite"))
    for made in before.iterdir():  # locks and sources: the same for both
        if made.is_file():
            (after / made.name).write_bytes(made.read_bytes())
    (after / "Dockerfile").write_bytes(rewrite_in(of, before).after)
    images = [engine.build(context) for context in (before, after)]
    rows.append(Row(of, engine.size(images[0]), engine.size(images[1])))
    seen = [Seen(engine.inside(image), engine.exercise(image, of)) for image in images]
    return Pair(of, (before, after), seen[0], seen[1])


@pytest.mark.parametrize("of", ALL, ids=names())
def test_what_is_found_is_what_is_expected(of: Project, tmp_path: Path) -> None:
    """The verdict, the findings with their lines, and the shape of the rewrite are those of the description."""
    analysis = analysed(dockerfile(of.name))
    plan = rewrite(of, tmp_path)
    found = tuple(finding.id for finding in findings(analysis))
    assert (of.verdict, of.shortcuts) == (analysis.review.verdict.value, found)
    assert (of.shape, ()) == (plan.shape.value if plan.shape else None, plan.refused)


@pytest.mark.parametrize("of", [one for one in ALL if one.shape is not None], ids=lambda one: one.name)
def test_no_shortcut_is_left(of: Project, tmp_path: Path) -> None:
    """A second look at the rewrite finds nothing to migrate."""
    assert [] == [finding.id for finding in findings(analysed(rewrite(of, tmp_path).after))]


@pytest.mark.parametrize("of", [one for one in ALL if one.shape is None], ids=lambda one: one.name)
def test_what_is_left_alone_keeps_its_bytes(of: Project, tmp_path: Path) -> None:
    """Where there is nothing to rewrite, or only a person can tell, accepting everything changes nothing."""
    assert dockerfile(of.name) == rewrite(of, tmp_path).after


@pytest.mark.parametrize("of", LEFT_ALONE)
def test_what_is_left_alone_works_as_it_is(of: Project, engine: Engine, rows: list[Row], tmp_path: Path) -> None:
    """A project that is not rewritten is a real one: it builds, and does its work."""
    context = copy_to(of.name, tmp_path)
    prepare(engine, of.prepare, context)
    image = engine.build(context)
    rows.append(Row(of, engine.size(image), None))
    _does_its_work(of, engine.exercise(image, of))


@pytest.mark.parametrize("pair", REWRITTEN, indirect=True)
def test_the_original_does_its_work(pair: Pair) -> None:
    """The project itself answers as its description says, so that the comparison means something."""
    if pair.project.mends:
        assert pair.original.reply.status != 0
        assert pair.project.exercise.expect not in pair.original.reply.text
    else:
        _does_its_work(pair.project, pair.original.reply)


@pytest.mark.parametrize("pair", REWRITTEN, indirect=True)
def test_the_rewrite_answers_the_same(pair: Pair) -> None:
    """The same request or run gives the same answer, to the letter; a broken project does its work after all."""
    if pair.project.mends:
        _does_its_work(pair.project, pair.rewrite.reply)
    else:
        assert pair.original.reply == pair.rewrite.reply


@pytest.mark.parametrize("pair", REWRITTEN, indirect=True)
def test_the_rewrite_holds_the_same_distributions(pair: Pair) -> None:
    """What the application asks for, and all that this needs, is there in the same versions; nothing else is."""
    before = belongings(pair.original.inside, pair.project.packages)
    after = belongings(pair.rewrite.inside, pair.project.packages)
    assert set(pair.project.packages) <= {name for name, _ in before.application}
    assert before.application == after.application
    strangers = tuple(name for name in after.strangers if name not in pair.project.packaged)
    assert ((), ()) == (before.strangers, strangers)


@pytest.mark.parametrize("pair", REWRITTEN, indirect=True)
def test_nothing_is_found_outside_of_the_environment(pair: Pair) -> None:
    """In isolated mode there is the environment and the standard library, and no package lies anywhere else."""
    inside = pair.rewrite.inside
    foreign = tuple(entry for entry in inside.foreign_path if entry not in pair.project.editable)
    outside = belongings(inside, pair.project.packages).outside
    assert (True, (), ()) == (inside.in_environment, foreign, outside)


@pytest.mark.parametrize("pair", REWRITTEN, indirect=True)
def test_every_console_script_can_start(pair: Pair) -> None:
    """Each script that a distribution promises is there, and names an interpreter that is there too."""
    assert () == pair.rewrite.inside.dead_scripts


@pytest.mark.parametrize("pair", REWRITTEN, indirect=True)
def test_every_other_target_builds(pair: Pair, engine: Engine) -> None:
    """Each stage that had a name builds under it, before and after."""
    stages = analysed(dockerfile(pair.project.name)).dockerfile.stages[:-1]
    targets = [stage.name for stage in stages if stage.name is not None]
    built = [(target, engine.build(context, target)) for context in pair.contexts for target in targets]
    assert 2 * len(targets) == len(built)


def test_the_table_tells_every_project() -> None:
    """The page of the documentation has one line for each project, with what is known of it before a build."""
    lines = PAGE.read_text("utf-8").removeprefix(HEAD).splitlines()
    assert [facts(of) for of in ALL] == [" |".join(line.split(" |")[:4]) + " |" for line in lines]


def _does_its_work(of: Project, reply: Reply) -> None:
    assert (200 if isinstance(of.exercise, Web) else 0) == reply.status
    assert of.exercise.expect in reply.text
