"""Services of compose files."""

from __future__ import annotations

from attrs import frozen


@frozen
class ServiceMount:
    """What is mounted into a service."""

    kind: str
    """``bind mount``, ``volume``, ``anonymous volume`` or ``tmpfs``."""
    source: str
    """As written; empty where there is none."""
    target: str
    """Absolute, normalised."""

    def covers(self, path: str) -> bool:
        """Tell whether *path*, absolute, is the target or lies below it."""
        return path == self.target or path.startswith(f"{self.target.rstrip('/')}/")


@frozen
class ComposeService:
    """One service, as all compose files together say it."""

    name: str
    paths: tuple[str, ...]
    """Of the compose files that speak of it, from the root of the repository."""
    dockerfile: str | None
    """What its image is built from, from that root; None for an image that is not built from a file here."""
    target: str | None
    """The stage that it is built to; None for the last."""
    image: str | None
    mounts: tuple[ServiceMount, ...]
    """Its own, and those of what it extends."""


@frozen
class ImageBuild:
    """What one file says of how a Dockerfile is built."""

    dockerfile: str
    """From the root of the repository, as the directory is."""
    context: str | None
    """The directory that it is built from: empty for the root; None for one that is not known, or lies outside."""
    path: str
    """Of the file that says it."""
    line: int
