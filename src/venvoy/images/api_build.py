"""Builds through the engine's API: the classic builder, and Podman's."""

from __future__ import annotations

import json
import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import docker
import docker.errors
import requests
import urllib3.exceptions
from attrs import frozen
from docker.utils import build as packing

from venvoy.images.connection import LABEL, Connection
from venvoy.images.programs import LONGEST_LINE
from venvoy.model.build import BuildRequest

_TICK = 0.1
_QUEUED = 1000
_IMAGE = "aux"
_ID = "Successfully built "


@frozen
class ApiEnd:
    """How a build through the API ended."""

    image: str | None = None
    error: str | None = None
    """What the builder says; None when it succeeded or was cut short."""
    late: bool = False
    gone: bool = False


class _Stopped(Exception):  # noqa: N818
    """The build was asked to stop."""


def api_build(
    connection: Connection,
    request: BuildRequest,
    dockerfile: bytes,
    hear: Callable[[str], None],
    cancelled: threading.Event,
) -> ApiEnd:
    """Build *request* with *dockerfile* as its content, and give each line of the output to *hear*."""
    events: queue.Queue[Mapping[str, Any] | Exception | None] = queue.Queue(_QUEUED)
    open_answers: list[Any] = []
    own = _own_client(connection, open_answers)
    thread = threading.Thread(target=_follow, args=(own, connection, request, dockerfile, events), daemon=True)
    thread.start()
    give_up = time.monotonic() + request.settings.timeout
    try:
        return _heard(_events(events, cancelled, give_up), hear)
    except _Stopped:
        return ApiEnd(late=time.monotonic() >= give_up)
    finally:
        # the engine cancels a build whose reader hangs up
        for answer in open_answers:
            _hang_up(answer)
        own.close()


def _own_client(connection: Connection, open_answers: list[Any]) -> Any:
    """Return a client of its own for one long answer, with no limit between two lines of a build."""
    address = connection.address
    client = docker.APIClient(
        base_url=address.url,
        version=connection.client.api.api_version,
        tls=address.tls or False,
        timeout=None,
        use_ssh_client=address.url.startswith("ssh://"),
    )
    client.hooks["response"].append(lambda answer, *_, **__: open_answers.append(answer))
    return client


def _follow(
    client: Any,
    connection: Connection,
    request: BuildRequest,
    dockerfile: bytes,
    events: queue.Queue[Mapping[str, Any] | Exception | None],
) -> None:
    settings = request.settings
    try:
        with _packed(request, dockerfile) as context:
            stream = client.build(
                fileobj=context,
                custom_context=True,
                dockerfile=_DOCKERFILE,
                nocache=not request.cached,
                rm=True,
                forcerm=True,
                buildargs=dict(settings.args),
                labels={LABEL: connection.run},
                target=settings.target,
                platform=settings.platform,
                network_mode=settings.network,
            )
            for piece in _decoded(stream):
                events.put(piece)
        events.put(None)
    except (docker.errors.DockerException, requests.exceptions.RequestException, urllib3.exceptions.HTTPError) as error:
        events.put(error)
    except (OSError, ValueError, AttributeError) as error:  # what reading from an answer that was hung up raises
        events.put(error)


_DOCKERFILE = ".venvoy.Dockerfile"
"""Its name in what is sent; the context has its own beside it."""


def _packed(request: BuildRequest, dockerfile: bytes) -> Any:
    """Return the context as a tar archive, without what is ignored, and with *dockerfile* in it."""
    ignored = request.ignored
    if ignored is None:
        try:
            ignored = Path(request.context, ".dockerignore").read_bytes()
        except OSError:
            ignored = b""
    lines = (line.strip() for line in ignored.decode("utf-8", "replace").splitlines())
    patterns = [line for line in lines if line and not line.startswith("#")]
    text = dockerfile.decode("utf-8", "surrogateescape")
    return packing.tar(request.context, exclude=patterns, dockerfile=(_DOCKERFILE, text), gzip=False)


def _decoded(stream: Iterable[bytes]) -> Iterator[Mapping[str, Any]]:
    """Yield the JSON objects of *stream*, one a line; a line that is none counts as output."""
    rest = b""
    for chunk in stream:
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            if line.strip():
                yield _object(line)
    if rest.strip():
        yield _object(rest)


def _object(line: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(line)
    except ValueError:
        return {"stream": line.decode("utf-8", "replace")}
    return found if isinstance(found, dict) else {"stream": str(found)}


def _events(
    events: queue.Queue[Mapping[str, Any] | Exception | None], cancelled: threading.Event, give_up: float
) -> Iterator[Mapping[str, Any] | Exception]:
    while True:
        if cancelled.is_set() or time.monotonic() >= give_up:
            raise _Stopped
        try:
            event = events.get(timeout=_TICK)
        except queue.Empty:
            continue
        if event is None:
            return
        yield event


def _heard(events: Iterator[Mapping[str, Any] | Exception], hear: Callable[[str], None]) -> ApiEnd:
    image = error = None
    rest = ""
    for event in events:
        if isinstance(event, docker.errors.APIError):
            return ApiEnd(error=str(event.explanation or event))
        if isinstance(event, Exception):
            return ApiEnd(gone=True)
        *lines, rest = (rest + str(event.get("stream", ""))).split("\n")
        if len(rest) > LONGEST_LINE:
            lines, rest = [*lines, rest], ""
        for line in lines:
            hear(line.rstrip("\r"))
            image = line.removeprefix(_ID).strip() if line.startswith(_ID) else image
        if "error" in event:
            error = str(event["error"])
            hear(error)
        told = event.get(_IMAGE)
        image = str(told["ID"]) if isinstance(told, dict) and "ID" in told else image
    if error is None and image is None:
        return ApiEnd(gone=True)  # an answer that ends in the middle
    return ApiEnd(image if error is None else None, error)


def _hang_up(answer: Any) -> None:
    with suppress(OSError, ValueError, RuntimeError, AttributeError):  # it may have come to its end by itself
        answer.raw.shutdown()
    answer.close()
