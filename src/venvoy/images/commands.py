"""The command that builds, exactly as it is run and as it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from venvoy.images.connection import Connection
from venvoy.model.build import BuildRequest
from venvoy.model.engine import Builder


def build_command(connection: Connection, request: BuildRequest, dockerfile: Path, identity: Path) -> list[str]:
    """Return the client's words for *request*; it writes the image's id to *identity*.

    Build arguments are given by name: their values are in the environment, where no list of processes shows them.
    """
    engine, settings = connection.engine, request.settings
    words = [engine.client or "docker"]
    if engine.builder is Builder.BUILDX:
        words += ["buildx", "build", "--load"]
        words += ["--builder", settings.builder] if settings.builder else []
    else:
        words += ["build"]
    words += ["--progress=plain", "--label", connection.label, "--iidfile", str(identity), "--file", str(dockerfile)]
    words += [] if request.cached else ["--no-cache"]
    for name in settings.args:
        words += ["--build-arg", name]
    for secret in settings.secrets:
        words += ["--secret", secret]
    for option, value in (("target", settings.target), ("platform", settings.platform), ("network", settings.network)):
        words += [f"--{option}", value] if value else []
    return [*words, request.context]


def build_environment(request: BuildRequest, around: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that the client is started with: *around*, and the values of the build arguments."""
    return dict(around) | dict(request.settings.args) | {"BUILDX_NO_DEFAULT_ATTESTATIONS": "1"}


def api_words(connection: Connection, request: BuildRequest, dockerfile: Path) -> list[str]:
    """Return, as the docker client would say it, what the engine's API is asked for."""
    settings = request.settings
    words = ["POST", f"{connection.engine.address}/build", f"context={request.context}", f"dockerfile={dockerfile}"]
    words += [f"label={connection.label}"] + ([] if request.cached else ["nocache=true"])
    words += [f"buildarg={name}" for name in settings.args]
    for option, value in (("target", settings.target), ("platform", settings.platform), ("network", settings.network)):
        words += [f"{option}={value}"] if value else []
    return words
