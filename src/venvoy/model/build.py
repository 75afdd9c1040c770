"""What is built, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from attrs import field, frozen

from venvoy.model.dockerfile import Dockerfile


@frozen
class BuildSettings:
    """What the person asks of every build."""

    args: Mapping[str, str] = field(factory=dict, repr=False)
    """Build arguments with their values."""
    secrets: tuple[str, ...] = ()
    """As the docker client writes them: ``id=token,src=token.txt`` or ``id=token,env=TOKEN``."""
    target: str | None = None
    platform: str | None = None
    network: str | None = None
    builder: str | None = None
    """Name of a buildx builder, also a remote one."""
    timeout: float = 3600.0
    """Seconds until a build that does not end is given up."""


@frozen
class BuildRequest:
    """One image to build."""

    name: str
    """``before`` or ``after``."""
    dockerfile: Dockerfile = field(repr=False)
    context: str
    """Directory."""
    ignored: bytes | None = field(default=None, repr=False)
    """The ``.dockerignore`` that belongs to this very Dockerfile; None when the context's own holds."""
    settings: BuildSettings = field(factory=BuildSettings)
    cached: bool = True
    """False builds every step anew."""


@frozen
class Built:
    """An image that was built."""

    image: str
    """Its id."""
    seconds: float
    """From the start of the client, or of the request, to its end."""
    log: tuple[str, ...] = field(default=(), repr=False)
    """The last lines of the output; secrets are taken out, controls are not."""


@frozen
class Addition:
    """A system package that the stage which ships lacks, as another image tells."""

    package: str
    """By its name in the image's distribution: ``libpq5``."""
    stage: str | None
    """Name of the stage that it belongs into; None for a last stage without one."""
    why: str
    """One sentence: what is in it, and who needs that."""


@frozen
class BuildFailed:
    """A step of the Dockerfile, or the file as a whole, does not build."""

    name: str
    """``before`` or ``after``."""
    reason: str
    """What the builder said last, one line."""
    step: str | None
    """The instruction that failed, as written; None when no single one did."""
    line: int | None
    """Its line in the Dockerfile, counted from 1."""
    advice: str | None
    """What is known about the message, one or two sentences."""
    seconds: float
    log: tuple[str, ...] = field(default=(), repr=False)
    additions: tuple[Addition, ...] = ()
    """What could be added to the rewrite, so that it builds."""


class Halt(Enum):
    """Why something that was under way did not come to its end."""

    INTERRUPTED = "interrupted"
    TIMED_OUT = "timed out"
    ENGINE_GONE = "the engine went away"
    DISK_FULL = "no space left"
    REFUSED = "the engine refused"


@frozen
class Halted:
    """A build or a look inside that was cut short; it tells nothing about the Dockerfile."""

    halt: Halt
    reason: str
    """One sentence."""
    next_step: str
    """One sentence."""
    log: tuple[str, ...] = field(default=(), repr=False)


BuildOutcome = Built | BuildFailed | Halted
