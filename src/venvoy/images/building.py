"""One build, by whatever builds here, to one of the outcomes that are expected."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from attrs import define, evolve, field

from venvoy.doctor import diagnose
from venvoy.images.api_build import api_build
from venvoy.images.clients import environment
from venvoy.images.commands import api_words, build_command, build_environment
from venvoy.images.connection import Connection, EngineGone, EngineRefused, gone
from venvoy.images.output import Output
from venvoy.images.programs import Ended, run
from venvoy.images.redaction import Redactor
from venvoy.images.rendering import Needed, Rendered, without_mounts
from venvoy.model.build import BuildFailed, BuildOutcome, BuildRequest, Built, Halt, Halted
from venvoy.model.diagnosis import Diagnosis
from venvoy.model.engine import Builder
from venvoy.model.progress import Progress

_PODMAN_GOES_ON = "Podman finishes the step that it was at, and removes what it made for it then."
Tell = Callable[[Progress], None]


@define
class Builds:
    """Builds of one run: where their Dockerfiles are put, and how they are told and ended."""

    connection: Connection
    place: Path
    """A directory of this run's own."""
    redact: Redactor = field(repr=False)
    tell: Tell = field(repr=False)
    """Is told what a build says and where it is."""
    cancelled: threading.Event = field(factory=threading.Event, repr=False)
    layers: list[str] = field(factory=list, repr=False)
    """What builds through the API left on the way: see `Output.layers`."""
    environ: Mapping[str, str] = field(factory=lambda: dict(os.environ), repr=False)

    def shown(self, request: BuildRequest) -> list[str]:
        """Return the command that `build` carries out."""
        dockerfile, identity = self._paths(request)
        if self.connection.engine.builder.by_client:
            return build_command(self.connection, request, dockerfile, identity)
        return api_words(self.connection, request, dockerfile)

    def quietly(self) -> Builds:
        """Return the same that tell nothing: the steps have been shown once."""
        silent: Tell = lambda progress: None  # noqa: E731, ARG005
        return evolve(self, tell=silent)

    def build(self, request: BuildRequest) -> BuildOutcome:
        """Build *request*."""
        rendered = self._rendered(request)
        if isinstance(rendered, BuildFailed):
            return rendered
        dockerfile, identity = self._paths(request)
        dockerfile.parent.mkdir(parents=True, exist_ok=True)
        dockerfile.write_bytes(rendered)
        if request.ignored is not None:
            dockerfile.with_name("Dockerfile.dockerignore").write_bytes(request.ignored)
        identity.unlink(missing_ok=True)
        output = Output(request.dockerfile, self.redact, self.tell, request.name)
        if self.connection.engine.builder.by_client:
            return self._by_client(request, output, dockerfile, identity)
        return self._by_api(request, output, rendered)

    def _paths(self, request: BuildRequest) -> tuple[Path, Path]:
        return self.place / request.name / "Dockerfile", self.place / request.name / "image.id"

    def _rendered(self, request: BuildRequest) -> bytes | BuildFailed:
        if self.connection.engine.builder.mounts:
            return request.dockerfile.content
        rendered = without_mounts(request.dockerfile)
        if isinstance(rendered, Rendered):
            return rendered.content
        return _needs_mount(request, rendered)

    def _by_client(self, request: BuildRequest, output: Output, dockerfile: Path, identity: Path) -> BuildOutcome:
        command = build_command(self.connection, request, dockerfile, identity)
        around = build_environment(request, environment(self.connection.address, self.environ))
        try:
            ended = run(command, around, output.hear, seconds=request.settings.timeout, cancelled=self.cancelled)
        except OSError as error:
            step = "Look whether the docker client can be run, or give another with --docker-cli."
            return Halted(Halt.ENGINE_GONE, f"The docker client could not be started: {error.strerror}.", step)
        if ended.status == 0 and (image := _read(identity)):
            return Built(image, ended.seconds, tuple(output.lines))
        return self._not_built(request, output, ended)

    def _by_api(self, request: BuildRequest, output: Output, dockerfile: bytes) -> BuildOutcome:
        start = time.monotonic()
        end = api_build(self.connection, request, dockerfile, output.hear, self.cancelled)
        seconds = time.monotonic() - start
        self.layers += output.layers
        if end.image is not None:
            return Built(self._whole(end.image), seconds, tuple(output.lines))
        if end.gone:
            return gone(tuple(output.lines))
        if end.error is not None and not output.lines:
            output.hear(end.error)
        return self._not_built(request, output, Ended(1 if end.error is not None else None, end.late, seconds))

    def _whole(self, image: str) -> str:
        """Return the full id of *image*, which the classic builder tells in twelve digits."""
        try:
            return str(self.connection.inspect(image)["Id"])
        except (EngineGone, EngineRefused):
            return image

    def _not_built(self, request: BuildRequest, output: Output, ended: Ended) -> BuildOutcome:
        log = tuple(output.lines)
        goes_on = self.connection.engine.builder is Builder.PODMAN
        if self.cancelled.is_set():
            halted = interrupted(log)
            return evolve(halted, next_step=_PODMAN_GOES_ON) if goes_on else halted
        if ended.late:
            reason = f"The build of '{request.name}' did not end within {request.settings.timeout:.0f} seconds."
            advice = "Give it more time with --timeout, or look at its last lines."
            return Halted(Halt.TIMED_OUT, reason, f"{advice} {_PODMAN_GOES_ON}" if goes_on else advice, log)
        if output.disk_full:
            reason = "The engine's disk is full."
            return Halted(Halt.DISK_FULL, reason, "Make room for it ('docker system df' tells what takes it).", log)
        if output.engine_gone or not self.connection.answers():
            return gone(log)
        step, line = output.failed_step()
        return BuildFailed(request.name, output.last_words(), step, line, _advice(log), ended.seconds, log)


def interrupted(log: tuple[str, ...] = ()) -> Halted:
    """Return that the person has ended it."""
    return Halted(Halt.INTERRUPTED, "It was interrupted.", "Everything that was made for it has been removed.", log)


def _advice(log: tuple[str, ...]) -> str | None:
    """Return what is known about the likeliest cause of a build's end."""
    found = diagnose(log)
    return f"{found.causes[0].happened} {found.causes[0].advice}" if isinstance(found, Diagnosis) else None


def _needs_mount(request: BuildRequest, needed: Needed) -> BuildFailed:
    return BuildFailed(
        request.name,
        f"Line {needed.line} needs RUN --mount=type={needed.kind}, which the classic builder does not know.",
        None,
        needed.line,
        "Install the buildx plug-in of the docker client, or name a client that has it with --docker-cli.",
        0.0,
    )


def _read(identity: Path) -> str:
    try:
        return identity.read_text("ascii").strip()
    except OSError:
        return ""
