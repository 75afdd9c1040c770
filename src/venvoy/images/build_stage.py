"""The files of the stage that builds: its image is made from the cache, looked into without being run, and removed."""

from __future__ import annotations

from attrs import evolve

from venvoy.images.building import Builds
from venvoy.images.inspecting import look_at_files
from venvoy.images.lacking import building_stage
from venvoy.model.build import BuildRequest, Built
from venvoy.model.comparison import Expectations
from venvoy.model.image import ImageContents
from venvoy.model.progress import Remark


def build_stage_files(builds: Builds, request: BuildRequest, expected: Expectations) -> ImageContents | None:
    """Return what is in the stage that the one of *request* takes its environment from.

    None when there is no such stage, when it does not build, or when it was interrupted.

    Raises:
        EngineGone: when the engine does not answer any more.
        EngineRefused: when it does not show the image.
    """
    stage = building_stage(request.dockerfile, request.settings.target, expected)
    if stage is None or builds.cancelled.is_set():
        return None
    builds.tell(Remark(f"asking the stage {stage} which system package is missing"))
    of_stage = evolve(request, settings=evolve(request.settings, target=stage))
    outcome = builds.quietly().build(of_stage)
    return (
        look_at_files(builds.connection, outcome.image, builds.cancelled.is_set) if isinstance(outcome, Built) else None
    )
