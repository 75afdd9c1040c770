"""The engine of this machine: found, asked for its version, and matched with what can build."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from typing import Any

import docker
import docker.errors
import requests

from venvoy.images.addresses import Address, addresses
from venvoy.images.clients import Client, building_client, environment
from venvoy.images.connection import PATIENCE, Connection
from venvoy.model.engine import Builder, Engine, Lack, NoEngine

_OTHER = (docker.errors.APIError, requests.exceptions.HTTPError, requests.exceptions.JSONDecodeError)
"""What a server of another kind makes the SDK raise."""
_START = "Start Docker or Podman, or point DOCKER_HOST at an engine that runs."


def connect(
    docker_cli: str | None = None, builder: str | None = None, environ: Mapping[str, str] = os.environ
) -> Connection | NoEngine:
    """Return a connection to the engine that the docker client would speak to, or else to one that listens here.

    Args:
        docker_cli: the client program to build with, instead of those on PATH.
        builder: a buildx builder, which only a client with buildx can use.
        environ: the environment variables.
    """
    if docker_cli is not None and shutil.which(docker_cli) is None:
        return NoEngine(
            Lack.CLIENT, f"{docker_cli} is no program that can be run.", "Give the path of a docker client."
        )
    try:
        tries = list(addresses(environ))
    except docker.errors.DockerException as error:
        return NoEngine(Lack.VERSION, f"The docker context cannot be read: {error}.", "Look at 'docker context ls'.")
    refused = None
    for address in tries:
        found = _connected(address, docker_cli, builder, environ)
        if isinstance(found, Connection):
            return found
        refused = refused or found
    if refused is not None:
        return refused
    return NoEngine(Lack.ABSENT, "No container engine listens on this machine.", _START)


def _connected(
    address: Address, docker_cli: str | None, builder: str | None, environ: Mapping[str, str]
) -> Connection | NoEngine:
    if not address.url:
        return NoEngine(
            Lack.ABSENT, f"There is {address.found}.", "Look at 'docker context ls', and choose one of them."
        )
    try:
        client = docker.DockerClient(
            base_url=address.url,
            version="auto",
            tls=address.tls or False,
            timeout=PATIENCE,
            use_ssh_client=address.url.startswith("ssh://"),
        )
        told = client.version()
    except (docker.errors.DockerException, requests.exceptions.RequestException, OSError) as error:
        return _unreachable(address, error)
    return _matched(address, client, told, docker_cli, builder, environ)


def _matched(
    address: Address,
    client: Any,
    told: Mapping[str, Any],
    docker_cli: str | None,
    builder: str | None,
    environ: Mapping[str, str],
) -> Connection | NoEngine:
    """Choose what builds for the engine behind *client*, and say what it is."""
    podman = any("Podman" in str(component.get("Name")) for component in told.get("Components") or ())
    program = building_client(docker_cli, environment(address, environ))
    if lacking := _lacking(program, docker_cli, builder):
        return lacking
    if builder is None and docker_cli is None and podman:
        program = None  # its own builder is at hand, and needs no client
    chosen = program.builder if program else Builder.PODMAN if podman else Builder.CLASSIC
    engine = Engine(
        address=address.url,
        found=address.found,
        name="Podman" if podman else "Docker",
        version=str(told.get("Version", "")),
        platform=f"{told.get('Os', 'linux')}/{told.get('Arch', '')}",
        builder=chosen,
        client=program.path if program else None,
    )
    return Connection(engine, address, client)


def _lacking(program: Client | None, docker_cli: str | None, builder: str | None) -> NoEngine | None:
    if docker_cli is not None and program is None:
        reason = f"{docker_cli} has neither the buildx plug-in nor BuildKit built in."
        return NoEngine(Lack.CLIENT, reason, "Install buildx for it, or leave --docker-cli out.")
    if builder is not None and (program is None or program.builder is not Builder.BUILDX):
        reason = f"The builder {builder} needs a docker client with buildx, and none was found."
        return NoEngine(Lack.CLIENT, reason, "Install buildx, or leave --builder out.")
    return None


def _unreachable(address: Address, error: Exception) -> NoEngine:
    where = f"{address.url} ({address.found})"
    chain = _causes(error)
    if any(isinstance(cause, PermissionError) for cause in chain) or "Permission denied" in str(error):
        step = "Join the group that owns the socket, or use a rootless engine; venvoy asks for no rights of its own."
        return NoEngine(Lack.PERMISSION, f"This user may not speak to the engine at {where}.", step)
    if any(isinstance(cause, _OTHER) for cause in chain):
        return NoEngine(Lack.VERSION, f"What answers at {where} is no engine that venvoy can use.", _START)
    return NoEngine(Lack.ABSENT, f"No engine answers at {where}.", _START)


def _causes(error: BaseException) -> list[BaseException]:
    """Return *error* and everything that it was raised from, or wraps."""
    chain: list[BaseException] = []
    ahead: list[object] = [error]
    while ahead:
        one = ahead.pop()
        if isinstance(one, BaseException) and not any(one is seen for seen in chain):
            chain.append(one)
            ahead += [one.__cause__, one.__context__, *one.args]
    return chain
