"""What ``docker compose up`` would give to ``docker run``, for the compose files of this directory.

The compose plug-in is not everywhere. Of the specification, this knows what these files use: the override file that is
read unasked, ``command``, ``entrypoint``, ``environment``, and bind mounts and volumes in their short form.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import frozen
from ruamel.yaml import YAML

_NAMES = ("compose.yaml", "compose.yml", "compose.override.yaml")


@frozen
class Started:
    """How a service is started."""

    options: tuple[str, ...] = ()
    """Of ``docker run``, ports left out."""
    command: tuple[str, ...] = ()
    """What stands behind the image."""


def started(root: Path, service: str) -> Started:
    """Return how compose starts *service* of the project at *root*, its source mounted where the files say so."""
    known: dict[str, Any] = {}
    for name in _NAMES:
        if (root / name).exists():
            _merge(known, YAML(typ="safe").load(root / name)["services"].get(service, {}))
    unknown = set(known) - {"build", "command", "entrypoint", "environment", "volumes", "ports", "healthcheck"}
    assert not unknown, f"nobody here knows what {unknown} means"
    options = [word for pair in _variables(known.get("environment", {})).items() for word in ("--env", "=".join(pair))]
    for volume in known.get("volumes", ()):
        options += ["--volume", _mounted(volume, root)]
    first, *rest = _words(known.get("entrypoint")) or [""]
    if first:
        options += ["--entrypoint", first]
    return Started(tuple(options), (*rest, *_words(known.get("command"))))


def _merge(known: dict[str, Any], more: Mapping[str, Any]) -> None:
    """Take *more* into *known* as a later compose file does: lists and mappings grow, single values are replaced."""
    for key, value in more.items():
        if key == "environment":
            known[key] = _variables(known.get(key, {})) | _variables(value)
        elif isinstance(value, list) and key in {"volumes", "ports"}:
            known[key] = [*known.get(key, []), *value]
        else:
            known[key] = value


def _variables(given: Mapping[str, object] | list[str]) -> dict[str, str]:
    if isinstance(given, list):
        return dict(one.split("=", 1) for one in given)
    return {name: str(value) for name, value in given.items()}


def _mounted(volume: str, root: Path) -> str:
    """Return a volume with its source as an absolute path; an anonymous one has none."""
    source, colon, rest = volume.partition(":")
    return f"{(root / source).resolve()}:{rest}" if colon else source


def _words(value: str | list[str] | None) -> list[str]:
    return shlex.split(value) if isinstance(value, str) else list(value or ())
