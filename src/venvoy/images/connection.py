"""A connection to an engine: the shield around the docker SDK, which nothing else of venvoy sees.

Everything that is made through it carries one label, so that it is found again and nothing else is ever removed.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import docker
import docker.errors
import requests
from attrs import field, frozen

from venvoy.images.addresses import Address
from venvoy.model.build import Halt, Halted
from venvoy.model.engine import Engine

LABEL = "venvoy.run"
"""Label of every image and container that is made here; its value is different in each run."""
PATIENCE = 60
"""Seconds until an engine that does not answer a short question is given up; the docker SDK's own default."""
_CHUNK = 1 << 20


class EngineGone(Exception):  # noqa: N818 - how the room's own functions end when the other side hangs up
    """The engine does not answer any more."""


class EngineRefused(Exception):  # noqa: N818
    """The engine answers, and says no; the message is its own."""


@frozen
class Answer:
    """What a command in a container came to."""

    status: int | None
    """None when it was ended because its time was over."""
    output: bytes
    """Standard output."""
    errors: bytes


@frozen(eq=False)
class Connection:
    """An engine that answers, and the label of this run."""

    engine: Engine
    address: Address
    client: Any = field(repr=False)
    """The docker SDK's."""
    run: str = field(factory=lambda: uuid.uuid4().hex)

    @property
    def label(self) -> str:
        """The label as the docker client takes it."""
        return f"{LABEL}={self.run}"

    def inspect(self, image: str) -> dict[str, Any]:
        """Return what the engine knows of *image*."""
        with engine_errors():
            known: dict[str, Any] = self.client.api.inspect_image(image)
            return known

    def history(self, image: str) -> list[dict[str, Any]]:
        """Return the history of *image*, the newest entry first."""
        with engine_errors():
            entries: list[dict[str, Any]] = self.client.api.history(image)
            return entries

    def export(self, image: str, read: Callable[[Iterator[bytes]], object]) -> None:
        """Give *read* the file system of *image* as a tar archive, from a container that is never started."""
        with engine_errors():
            # an image without a command needs a word here; nothing is run
            made = self.client.api.create_container(image, command=["-"], entrypoint=["-"], labels=self._labels())
        try:
            with engine_errors():
                read(iter(self.client.api.export(made["Id"], chunk_size=_CHUNK)))
        finally:
            self._remove_container(made["Id"])

    def ask(self, image: str, command: Sequence[str], seconds: float) -> Answer:
        """Run *command* in a container that can reach and change nothing, as the image's own user, and return its end.

        No network, a read-only file system, no capabilities, no new privileges, few processes, little memory.
        """
        with engine_errors():
            container = self.client.containers.create(
                image,
                entrypoint=list(command[:1]),
                command=list(command[1:]),
                labels=self._labels(),
                network_mode="none",
                read_only=True,
                cap_drop=["ALL"],
                security_opt=["no-new-privileges"],
                pids_limit=64,
                mem_limit="512m",
                memswap_limit="512m",
                log_config={"Type": "json-file", "Config": {"max-size": "4m"}},
                healthcheck={"test": ["NONE"]},
            )
        try:
            return self._waited(container, seconds)
        finally:
            self._remove_container(container.id)

    def _waited(self, container: Any, seconds: float) -> Answer:
        with engine_errors():
            container.start()
            try:
                status: int | None = container.wait(timeout=seconds)["StatusCode"]
            except requests.exceptions.ReadTimeout:
                status = None
            except requests.exceptions.ConnectionError as error:
                # over a socket of this machine, the SDK reports a time that is over as a lost connection
                if "timed out" not in str(error).lower():
                    raise
                status = None
            if status is None:
                container.kill()
            return Answer(status, container.logs(stderr=False), container.logs(stdout=False))

    def remove_image(self, image: str) -> None:
        """Remove *image*, if it is there, and none of the layers below it that others may build on."""
        with engine_errors():
            try:
                self.client.api.remove_image(image, force=True, noprune=True)
            except docker.errors.ImageNotFound:
                pass
            except docker.errors.APIError as error:
                if error.status_code != 409:  # another image stands on it
                    raise

    def sweep(self, layers: Sequence[str] = ()) -> tuple[str, ...]:
        """Remove every container and image that carries the label of this run, and then *layers*, the newest first.

        Return the ids of what could not be removed.

        Raises:
            EngineGone: when the engine does not answer.
        """
        mine = {"label": self.label}
        with engine_errors():
            for container in self.client.api.containers(all=True, filters=mine):
                self._remove_container(container["Id"])
            for image in self.client.api.images(all=True, filters=mine):
                self.remove_image(image["Id"])
            for layer in reversed(layers):
                self.remove_image(layer)
            left = self.client.api.containers(all=True, filters=mine) + self.client.api.images(all=True, filters=mine)
        return tuple(one["Id"] for one in left)

    def answers(self) -> bool:
        """Return whether the engine is still there."""
        try:
            with engine_errors():
                return bool(self.client.ping())
        except (EngineGone, EngineRefused):
            return False

    def close(self) -> None:
        """Let go of the engine."""
        self.client.close()

    def _labels(self) -> Mapping[str, str]:
        return {LABEL: self.run}

    def _remove_container(self, container: str) -> None:
        with engine_errors(), suppress(docker.errors.NotFound):
            self.client.api.remove_container(container, force=True, v=True)


@contextmanager
def engine_errors() -> Iterator[None]:
    """Turn what the docker SDK raises into the two ways in which a question to an engine can fail."""
    try:
        yield
    except docker.errors.APIError as error:
        raise EngineRefused(str(error.explanation or error)) from error
    except (docker.errors.DockerException, requests.exceptions.RequestException, OSError) as error:
        raise EngineGone(str(error)) from error


def gone(log: tuple[str, ...] = ()) -> Halted:
    """Return that the engine went away."""
    return Halted(
        Halt.ENGINE_GONE,
        "The engine stopped answering in the middle of it.",
        "Look whether it still runs (docker version), and start again; what was labelled venvoy.run may be left.",
        log,
    )
