"""The container engine that is asked, and why there may be none."""

from __future__ import annotations

from enum import Enum

from attrs import frozen


class Builder(Enum):
    """What builds an image, best first."""

    BUILDX = "buildx"
    """The docker client with its buildx plug-in."""
    BUILDKIT = "docker client with BuildKit"
    """A docker client of the years when BuildKit was built in (18.09 to 22)."""
    PODMAN = "Podman's build API"
    CLASSIC = "classic builder"
    """The engine's own, through its API: it knows no ``RUN --mount``."""

    @property
    def mounts(self) -> bool:
        """True when it understands ``RUN --mount``."""
        return self is not Builder.CLASSIC

    @property
    def by_client(self) -> bool:
        """True when a client program is run, False when the engine's API is called."""
        return self in (Builder.BUILDX, Builder.BUILDKIT)


@frozen
class Engine:
    """A container engine that answers."""

    address: str
    """``unix:///var/run/docker.sock``, ``tcp://…``, ``ssh://…``."""
    found: str
    """Where the address comes from, for messages: ``DOCKER_HOST``, ``the context desktop-linux``, …"""
    name: str
    """``Docker`` or ``Podman``."""
    version: str
    platform: str
    """``linux/amd64``."""
    builder: Builder
    client: str | None
    """Path of the client program that builds; None when the API does."""


class Lack(Enum):
    """Why there is no engine to work with."""

    ABSENT = "absent"
    """Nothing listens at any address."""
    PERMISSION = "permission"
    """It is there, and this user may not speak to it."""
    VERSION = "version"
    """It answers, but with nothing that can be worked with."""
    CLIENT = "client"
    """A client program was asked for that cannot build."""


@frozen
class NoEngine:
    """There is no engine to work with: an expected outcome, not an exception."""

    lack: Lack
    reason: str
    """One sentence."""
    next_step: str
    """One sentence: what to do about it."""
