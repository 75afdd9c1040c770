"""An image looked at from all sides: its configuration, its layers, its files, its interpreter."""

from __future__ import annotations

import tarfile
from collections.abc import Callable, Mapping
from typing import Any

from attrs import evolve

from venvoy.images.connection import LABEL, Connection, EngineGone, EngineRefused, gone
from venvoy.images.modules import shadowed
from venvoy.images.probing import search_path, starting_python
from venvoy.images.reading.archive import Archive, read_archive
from venvoy.images.reading.contents import contents
from venvoy.model.build import Halt, Halted
from venvoy.model.image import Image, ImageConfig, ImageContents, Layer, NotProbed

_NANOSECONDS = 10**9


def look(connection: Connection, image: str, halted: Callable[[], bool]) -> Image | Halted:
    """Return everything about *image*; *halted* is asked between chunks of its file system."""
    try:
        known = connection.inspect(image)
        config = image_config(known)
        archive = _files(connection, image, halted)
        if archive is None:
            return Halted(Halt.INTERRUPTED, "It was interrupted.", "Everything that was made for it has been removed.")
        python = starting_python(archive, config)
        asked = search_path(connection, image, python) if python else NotProbed("No Python is on the image's PATH.")
        read = contents(archive, config.env)
        seen = Image(known["Id"], int(known["Size"]), _layers(connection, image), config, read, asked)
        return evolve(seen, shadowed=shadowed(seen))
    except (EngineGone, tarfile.TarError):
        return gone()
    except EngineRefused as error:
        reason = f"The engine would not show the image: {str(error).rstrip('.')}."
        return Halted(Halt.REFUSED, reason, "Look whether it is there ('docker images').")


def look_at_files(connection: Connection, image: str, halted: Callable[[], bool]) -> ImageContents | None:
    """Return what the files of *image* say, with nothing of it being run; None when it was *halted* on the way.

    Raises:
        EngineGone: when the engine does not answer any more.
        EngineRefused: when it does not show the image.
    """
    archive = _files(connection, image, halted)
    return None if archive is None else contents(archive, image_config(connection.inspect(image)).env)


def image_config(known: Mapping[str, Any]) -> ImageConfig:
    """Return the configuration in the engine's answer to ``image inspect``."""
    config = known.get("Config") or {}
    health = config.get("Healthcheck") or {}
    return ImageConfig(
        entrypoint=_words(config.get("Entrypoint")),
        command=_words(config.get("Cmd")),
        user=str(config.get("User") or ""),
        workdir=str(config.get("WorkingDir") or "/"),
        env={name: value for name, _, value in (word.partition("=") for word in _words(config.get("Env")))},
        exposed=frozenset(config.get("ExposedPorts") or ()),
        volumes=frozenset(config.get("Volumes") or ()),
        healthcheck=(*_words(health.get("Test")), *_settings(health)),
        labels={
            name: str(value)
            for name, value in (config.get("Labels") or {}).items()
            if name != LABEL and name not in _BUILDERS_OWN
        },
        stop_signal=str(config.get("StopSignal") or ""),
        shell=_words(config.get("Shell")),
        on_build=_words(config.get("OnBuild")),
        platform=f"{known.get('Os', '')}/{known.get('Architecture', '')}",
    )


_BUILDERS_OWN = frozenset({"io.buildah.version"})
"""Labels that no Dockerfile writes."""


def _settings(health: Mapping[str, Any]) -> tuple[str, ...]:
    times = tuple(
        f"{name.lower()}={health[name] / _NANOSECONDS:g}s"
        for name in ("Interval", "Timeout", "StartPeriod")
        if health.get(name)
    )
    return (*times, *((f"retries={health['Retries']}",) if health.get("Retries") else ()))


def _words(value: Any) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


def _layers(connection: Connection, image: str) -> tuple[Layer, ...]:
    entries = reversed(connection.history(image))
    return tuple(Layer(int(entry["Size"]), str(entry.get("CreatedBy", ""))) for entry in entries if entry.get("Size"))


def _files(connection: Connection, image: str, halted: Callable[[], bool]) -> Archive | None:
    """Return the files of *image*; None when it was *halted* on the way."""
    taken: list[Archive] = []

    def read(chunks: Any) -> None:
        taken.append(read_archive(_until(chunks, halted)))

    try:
        connection.export(image, read)
    except _Halted:
        return None
    return taken[0]


class _Halted(Exception):  # noqa: N818
    """It was asked to stop."""


def _until(chunks: Any, halted: Callable[[], bool]) -> Any:
    for chunk in chunks:
        if halted():
            raise _Halted
        yield chunk
