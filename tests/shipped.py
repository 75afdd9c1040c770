"""What an image is made of and configured with, as BuildKit's own parser reads its Dockerfile.

An oracle of its own: nothing of venvoy's reading is used here. Values are as written, variables not expanded.
"""

from __future__ import annotations

from pathlib import Path

import dockerfile
from attrs import define, evolve, field, frozen

_LAST_WINS = {"ENTRYPOINT", "CMD", "USER", "HEALTHCHECK", "STOPSIGNAL", "SHELL"}
_ADD_UP = {"EXPOSE", "VOLUME", "ONBUILD", "LABEL", "MAINTAINER", "WORKDIR"}


@frozen
class Image:
    """The configuration of one stage, what it inherits from other stages of the file included."""

    name: str | None
    """In lower case, as Docker compares them."""
    settings: dict[str, tuple[str, ...]] = field(factory=dict)
    """Keyword → value; for keywords that add up, all values in order."""
    environment: tuple[tuple[str, str], ...] = ()
    steps: tuple[str, ...] = ()
    """RUN, COPY and ADD in order, as written."""


@define
class _Stage:
    image: Image
    own: set[str] = field(factory=set)
    """Keywords that the stage itself has set."""


def images(content: bytes, scratch: Path) -> tuple[Image, ...]:
    """Return the stages of a Dockerfile; *scratch* is a directory for BuildKit's parser to read a file from."""
    path = scratch / "Dockerfile.read"
    path.write_bytes(content)
    stages: list[_Stage] = []
    for command in dockerfile.parse_file(str(path)):
        keyword = command.cmd.upper()
        if keyword == "FROM":
            stages.append(_Stage(_begun(command.value, [stage.image for stage in stages])))
        elif stages:
            _apply(stages[-1], keyword, command)
    return tuple(stage.image for stage in stages)


def _begun(words: tuple[str, ...], earlier: list[Image]) -> Image:
    name = words[2].lower() if len(words) > 2 else None
    parent = next((image for image in earlier if image.name is not None and image.name == words[0].lower()), None)
    return Image(name) if parent is None else evolve(parent, name=name)


def _apply(stage: _Stage, keyword: str, command: dockerfile.Command) -> None:
    image, settings = stage.image, dict(stage.image.settings)
    if keyword == "ENV":
        pairs = tuple(zip(command.value[::2], command.value[1::2], strict=True))
        stage.image = evolve(image, environment=(*image.environment, *pairs))
    elif keyword in {"RUN", "COPY", "ADD"}:
        stage.image = evolve(image, steps=(*image.steps, _written(command)))
    elif keyword in _LAST_WINS or keyword in _ADD_UP:
        if keyword == "ENTRYPOINT" and "CMD" not in stage.own:
            settings.pop("CMD", None)  # an ENTRYPOINT resets the CMD that was inherited
        before = settings.get(keyword, ()) if keyword in _ADD_UP else ()
        settings[keyword] = (*before, *command.flags, *_value(command))
        stage.image = evolve(image, settings=settings)
    stage.own.add(keyword)


def _value(command: dockerfile.Command) -> tuple[str, ...]:
    inner = (command.sub_cmd,) if command.sub_cmd else ()
    return (*inner, "json" if command.json else "shell", *command.value)


def _written(command: dockerfile.Command) -> str:
    heredocs = "".join(f"\n{document.name}\n{document.content}" for document in command.heredocs)
    return " ".join((command.cmd.upper(), *command.flags, *command.value)) + heredocs
