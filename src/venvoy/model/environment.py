"""What is in force at an instruction: variables, directory, user, shell."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen


@frozen
class Value:
    """A value after Docker's expansion, with what it rests on."""

    text: str | None
    """The text when every build argument has its default; None when not even that is known."""
    depends_on: frozenset[str] = frozenset()
    """Names of build arguments, platform arguments, or variables of an unseen base image that could change it."""

    @property
    def certain(self) -> bool:
        """True when no build argument and no unseen base image can change the text."""
        return self.text is not None and not self.depends_on


@frozen
class Scope:
    """The state in which an instruction is carried out (before its own effect)."""

    env: Mapping[str, Value] = field(factory=dict)
    """Environment variables, inherited ones included. ``PATH`` of a known base image is in it."""
    args: Mapping[str, Value] = field(factory=dict)
    """Build arguments declared in this stage and visible here."""
    workdir: Value = Value("/")
    """Absolute."""
    user: Value = Value("root")
    """User name or number, without the group."""
    shell: tuple[str, ...] = ("/bin/sh", "-c")

    def lookup(self, name: str) -> Value | None:
        """Return what ``$name`` means here: ENV wins over ARG, as in Docker; None when unset."""
        return self.env.get(name, self.args.get(name))


@frozen
class Base:
    """What is known about a base image from its name alone."""

    reference: str
    """As written after FROM."""
    image: Value
    """After expansion of build arguments."""
    family: str
    """``python``, ``debian``, ``ubuntu``, ``alpine``, ``uv``, ``conda``, ``lambda``, ``distroless``, ``cuda``,
    ``jupyter``,
    ``ubi``, ``scratch``, ``windows``, ``node``, …, or ``unknown``."""
    python: Value | None
    """Minor version such as ``3.12``, None when the image has no Python that its name tells of."""
    prefix: str | None
    """Prefix of that Python: ``/usr/local`` or ``/usr``."""
    libc: str | None
    """``glibc``, ``musl``, or None when not known."""
    variant: str | None = None
    """``slim``, ``alpine``, ``full``, … where the family has such."""
    distribution: str | None = None
    """``bookworm``, ``trixie``, ``noble``, … where the name tells."""
    leave_alone: str | None = None
    """A sentence that says why images of this kind are better left as they are, or None."""


@frozen
class Surroundings:
    """The whole Dockerfile's environment, computed once."""

    scopes: Mapping[int, Scope]
    """Scope before each instruction, keyed by the instruction's first byte (``instruction.span.start``)."""
    final: tuple[Scope, ...]
    """Scope at the end of each stage, by stage index."""
    bases: tuple[Base, ...]
    """The image below each stage, through stage-from-stage chains, by stage index."""
