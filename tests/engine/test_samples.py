"""Every sample and its rewrite, built and run for real."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from attrs import frozen

from engine import Engine, Inside, Reply
from venvoy import migration, samples
from venvoy.model.analysis import Analysis
from venvoy.model.plan import Answer, Choices, Decision, Decisions, InstallerChoice
from venvoy.samples import Sample

# one engine, and builds that share their cache: never two at a time
pytestmark = [pytest.mark.engine, pytest.mark.xdist_group("engine")]

CASES = list(product(samples.names(), (InstallerChoice.PIP, InstallerChoice.UV)))
WITH_TARGETS = [(name, installer) for name, installer in CASES if samples.sample(name).targets]


def case_name(case: tuple[str, InstallerChoice]) -> str:
    """Say which sample and which installer."""
    return f"{case[0]}-{case[1].value}"


@frozen
class Seen:
    """What an image holds, and what it does."""

    inside: Inside
    reply: Reply


@frozen
class Pair:
    """A sample as it is, and what the rewrite makes of it."""

    sample: Sample
    original: Seen
    rewrite: Seen


def analysis(content: bytes) -> Analysis:
    """Read *content*, which is known to be a Dockerfile."""
    read = migration.analyse(content, "Dockerfile")
    assert isinstance(read, Analysis), read
    return read


def rewritten(content: bytes, installer: InstallerChoice) -> bytes:
    """Return the Dockerfile *content* with every finding accepted."""
    before = analysis(content)
    answers = {finding.id: Decision(Answer.ACCEPT) for finding in before.review.findings}
    plan = migration.plan(before, Decisions(answers, Choices(installer=installer)))
    assert () == plan.refused
    return plan.after


def look(engine: Engine, context: Path, sample: Sample) -> Seen:
    """Build *context*, exercise the image, and look inside."""
    image = engine.build(context)
    return Seen(engine.inside(image), engine.exercise(image, sample))


def rewritten_copy(case: tuple[str, InstallerChoice], directory: Path) -> Path:
    """Copy a sample into *directory*, rewrite its Dockerfile, and return where it is."""
    context = samples.copy_to(case[0], directory)
    dockerfile = context / "Dockerfile"
    dockerfile.write_bytes(rewritten(dockerfile.read_bytes(), case[1]))
    return context


@pytest.fixture(scope="session")
def original(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Seen]:
    """Return what a sample holds and does before any rewrite; each is built once."""

    @cache
    def build(name: str) -> Seen:
        return look(engine, samples.copy_to(name, tmp_path_factory.mktemp("original")), samples.sample(name))

    return build


@pytest.fixture(scope="module", params=CASES, ids=case_name)
def pair(
    request: pytest.FixtureRequest,
    engine: Engine,
    original: Callable[[str], Seen],
    tmp_path_factory: pytest.TempPathFactory,
) -> Pair:
    """Build and exercise a sample and its rewrite."""
    sample = samples.sample(request.param[0])
    context = rewritten_copy(request.param, tmp_path_factory.mktemp("rewrite"))
    return Pair(sample, original(sample.name), look(engine, context, sample))


def test_the_original_does_its_work(pair: Pair) -> None:
    """The sample itself answers as its description says, so that the comparison means something."""
    healthy = 200 if isinstance(pair.sample.exercise, samples.Web) else 0
    assert healthy == pair.original.reply.status
    assert pair.sample.exercise.expect in pair.original.reply.text
    assert not pair.original.inside.in_environment


def test_the_rewrite_answers_the_same(pair: Pair) -> None:
    """The same request or run gives the same answer, to the letter."""
    assert pair.original.reply == pair.rewrite.reply


def test_the_rewrite_holds_the_same_distributions(pair: Pair) -> None:
    """Nothing is missing, nothing is new, and every version is the same."""
    assert frozenset() != pair.original.inside.distributions
    assert pair.original.inside.distributions == pair.rewrite.inside.distributions


def test_nothing_is_found_outside_of_the_environment(pair: Pair) -> None:
    """In isolated mode there is the environment and the standard library, and no package lies anywhere else."""
    inside = pair.rewrite.inside
    assert (True, (), ()) == (inside.in_environment, inside.foreign_path, inside.elsewhere)


def test_every_console_script_can_start(pair: Pair) -> None:
    """Each script that a distribution promises is there, and names an interpreter that is there too."""
    assert () == pair.rewrite.inside.dead_scripts


@pytest.mark.parametrize("case", WITH_TARGETS, ids=case_name)
def test_every_other_target_builds(case: tuple[str, InstallerChoice], engine: Engine, tmp_path: Path) -> None:
    """The stages that are products beside the last one build under their old names, before and after."""
    before = samples.copy_to(case[0], tmp_path / "original")
    after = rewritten_copy(case, tmp_path / "rewrite")
    for target in samples.sample(case[0]).targets:
        packages = [engine.inside(engine.build(context, target)).distributions for context in (before, after)]
        assert packages[0] == packages[1]


@pytest.mark.parametrize("case", CASES, ids=case_name)
def test_no_shortcut_is_left(case: tuple[str, InstallerChoice], tmp_path: Path) -> None:
    """What was written is what would be proposed: a second look finds nothing to migrate."""
    context = rewritten_copy(case, tmp_path)
    findings = analysis((context / "Dockerfile").read_bytes()).review.findings
    assert [] == [finding.id for finding in findings if not finding.advice]
