"""The client program that builds: buildx, or a docker client from the years when BuildKit was built in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping

from attrs import frozen

from venvoy.images.addresses import Address
from venvoy.images.programs import output
from venvoy.model.engine import Builder

_BUILT_IN = range(18, 23)
"""Major versions of the docker client that build with BuildKit by themselves (DOCKER_BUILDKIT=1); from 23 on, building
is the work of the buildx plug-in."""


@frozen
class Client:
    """A program that can build."""

    path: str
    builder: Builder


def clients(named: str | None, environ: Mapping[str, str]) -> Iterator[str]:
    """Yield the docker programs to look at: the one that was *named*, or all that are on PATH."""
    if named is not None:
        found = shutil.which(named)
        if found is not None:
            yield found
        return
    seen = set()
    for entry in environ.get("PATH", os.defpath).split(os.pathsep):
        # one found relative to the working directory could be the repository's own
        found = shutil.which("docker", path=entry) if os.path.isabs(entry) else None  # noqa: PTH117
        if found is not None and (real := os.path.realpath(found)) not in seen:
            seen.add(real)
            yield found


def building_client(named: str | None, environ: Mapping[str, str]) -> Client | None:
    """Return the best client program: one with buildx, else one with BuildKit built in; None when there is neither."""
    built_in = None
    for path in clients(named, environ):
        major = _major(path, environ)
        if major is None:
            continue
        if output((path, "buildx", "version"), environ) is not None:
            return Client(path, Builder.BUILDX)
        if built_in is None and major in _BUILT_IN:
            built_in = Client(path, Builder.BUILDKIT)
    return built_in


def _major(path: str, environ: Mapping[str, str]) -> int | None:
    """Return the major version of a docker client; None for another program, such as Podman's stand-in for it."""
    # "Docker version 20.10.24+dfsg1, build 297e128"
    words = (output((path, "--version"), environ) or "").split()
    if words[:2] != ["Docker", "version"] or len(words) < 3:
        return None
    major = words[2].partition(".")[0]
    return int(major) if major.isdecimal() else None


def environment(address: Address, environ: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that lead a client program to *address*."""
    around = {name: value for name, value in environ.items() if name not in ("DOCKER_HOST", "DOCKER_CONTEXT")}
    where = {"DOCKER_CONTEXT": address.context} if address.context is not None else {"DOCKER_HOST": address.url}
    return around | where | {"DOCKER_BUILDKIT": "1", "BUILDKIT_PROGRESS": "plain", "DOCKER_CLI_HINTS": "false"}
