"""What builds cost in time: clean, after a change of the source, after a change of the requirements.

Fair by construction: the two take turns, both after one build that is not measured, so that base images are there and
cache mounts are warm for both; each figure is a median, and its spread is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import median

from attrs import evolve, frozen

from venvoy.images.building import Builds
from venvoy.images.contexts import rewrite
from venvoy.images.touching import requirements_file, source_file
from venvoy.model.build import BuildFailed, BuildRequest, Built, Halted
from venvoy.model.comparison import Measure
from venvoy.model.image import Image
from venvoy.model.progress import Timed

_FAIR = "The two took turns, after one build of each that was not measured."
_NOT_EQUAL = "The network, and what cache mounts hold, could not be held equal between the runs."


@frozen
class Changed:
    """A kind of build to be timed."""

    name: str
    how: str
    file: Path | None
    """The file that gets a comment before each build, from the root of the context; None for a clean build."""


def timed(
    builds: Builds, requests: tuple[BuildRequest, BuildRequest], images: tuple[Image, Image], runs: int
) -> tuple[tuple[Measure, ...], tuple[str, ...]] | BuildFailed | Halted:
    """Return the times of both, and a sentence for each kind of build that could not be timed."""
    measures, notes = [], []
    for kind in _kinds(requests, images):
        if isinstance(kind, str):
            notes.append(kind)
            continue
        found = _measured(builds, requests, kind, runs, {image.id for image in images})
        if not isinstance(found, Measure):
            return found
        measures.append(found)
    return tuple(measures), tuple(notes)


def _kinds(requests: tuple[BuildRequest, BuildRequest], images: tuple[Image, Image]) -> Iterator[Changed | str]:
    before, after = requests
    context = Path(before.context)
    yield Changed("clean build", f"Built with --no-cache. {_FAIR} {_NOT_EQUAL}", None)
    source = source_file(context, *images)
    if source is None:
        yield "A build after a change of the source was not timed: no Python file of the context is in both images."
    else:
        inside = source.relative_to(context)
        yield Changed(
            "rebuild after a source change", f"Built with the cache after {inside} got a comment. {_FAIR}", inside
        )
    listed = requirements_file(context, before.dockerfile, after.dockerfile)
    if listed is None:
        yield "A build after a change of the requirements was not timed: both Dockerfiles name no list of them."
    else:
        inside = listed.relative_to(context)
        what = f"after {inside} got a comment, so that the same packages are installed anew"
        yield Changed(
            "rebuild after a requirement change", f"Built with the cache {what}. {_FAIR} {_NOT_EQUAL}", inside
        )


def _measured(
    builds: Builds, requests: tuple[BuildRequest, BuildRequest], kind: Changed, runs: int, kept: set[str]
) -> Measure | BuildFailed | Halted:
    seconds: tuple[list[float], list[float]] = ([], [])
    files = [Path(one.context, kind.file) for one in requests] if kind.file is not None else []
    originals = [file.read_bytes() for file in files]
    try:
        for run in range(runs):
            for side in (0, 1) if run % 2 == 0 else (1, 0):
                if files:
                    # another change for each side: the one that comes second must not find the layers of the first
                    changed = f"\n# venvoy: change {builds.connection.run} {run} {requests[side].name}\n"
                    rewrite(files[side], originals[side] + changed.encode())
                builds.tell(Timed(requests[side].name, kind.name, run + 1, runs))
                outcome = builds.quietly().build(evolve(requests[side], cached=kind.file is not None))
                if not isinstance(outcome, Built):
                    return outcome
                seconds[side].append(outcome.seconds)
                if outcome.image not in kept:
                    builds.connection.remove_image(outcome.image)
    finally:
        for file, original in zip(files, originals, strict=True):
            rewrite(file, original)
    before, after = seconds
    spread = (_spread(before), _spread(after))
    return Measure(kind.name, "seconds", median(before), median(after), kind.how, runs, spread)


def _spread(seconds: list[float]) -> float:
    return (max(seconds) - min(seconds)) / 2
