"""All files beside a Dockerfile at once: which of them are worth reading, and what is found in them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Mapping

from venvoy.companions.compose import compose_companions, named
from venvoy.companions.devcontainer import devcontainer_places, is_devcontainer
from venvoy.companions.ignore_file import ignore_companion
from venvoy.companions.image import Image
from venvoy.companions.mentions import is_recipe, mentions
from venvoy.companions.process_files import process_kind, process_places
from venvoy.companions.scripts import is_script, script_places
from venvoy.companions.sheet import Sheet, readable
from venvoy.model.companion import Companion, Confidence, Place

LARGEST = 256 * 1024
"""Bytes of a script or a file of settings that is read."""
_ENDINGS = (".bash", ".cfg", ".conf", ".ini", ".service", ".sh", ".timer", ".dockerignore")
_COMPOSE = re.compile(r"(?:.*/)?(?:docker-)?compose[\w.-]*\.ya?ml|(?:[^/]+/)?[^/]+\.ya?ml")
"""Compose files by their usual names, and near the root by any: ``local.yml``."""


def wanted(paths: Iterable[str], image: Image) -> tuple[str, ...]:
    """Return those of *paths*, from the root of the repository, whose content `survey` wants to see."""
    return tuple(path for path in paths if _named(path) or _started(path, image))


def may_have_services(path: str) -> bool:
    """Return True for a path that compose files usually have."""
    return _COMPOSE.fullmatch(path) is not None and _may_be_compose(path)


def named_in(contents: Mapping[str, bytes]) -> frozenset[str]:
    """Return the paths of further files that `survey` wants to see: those that *contents* name as being read there."""
    return named({path: content for path, content in contents.items() if _may_be_compose(path)})


def _named(path: str) -> bool:
    if path.endswith(".py"):
        return False
    known = is_recipe(path) or is_devcontainer(path) or process_kind(path, b"") is not None
    return known or path.endswith(_ENDINGS) or _COMPOSE.fullmatch(path) is not None


def _started(path: str, image: Image) -> bool:
    """Return True for a file without an ending that the image brings along, as entrypoints often are."""
    return "." not in posixpath.basename(path) and bool(image.lies_at(path))


def survey(
    contents: Mapping[str, bytes], image: Image, listing: Collection[str] = (), copied: Collection[str] = ()
) -> tuple[Companion, ...]:
    """Return the files of *contents* that a migration concerns, and an ignore file that it would create.

    Args:
        contents: files by their path from the root of the repository; those of `wanted` and `named_in` are enough.
        image: the Dockerfile, before and after.
        listing: the paths of all files that are known, which tell source from what tools leave behind.
        copied: what the COPYs of other Dockerfiles name, which no ignore file may keep out.

    Returns:
        The companions in the order of their paths: each has places, or notes on what could not be read.
    """
    image = image.whole
    composed = {path: content for path, content in contents.items() if _may_be_compose(path)}
    beside = {path: content for path, content in contents.items() if path not in composed}
    others = [_companion(path, content, image, contents) for path, content in beside.items()]
    found = [*compose_companions(composed, image, beside), *others, ignore_companion(image, contents, listing, copied)]
    kept = (one for one in found if one is not None and (one.places or one.notes))
    return tuple(sorted(kept, key=lambda one: one.path))


def _may_be_compose(path: str) -> bool:
    return path.endswith((".yml", ".yaml")) and not is_recipe(path)


def _companion(path: str, content: bytes, image: Image, contents: Mapping[str, bytes]) -> Companion | None:
    look = _reader(path, content, image, contents)
    if look is None:
        return None
    if (refused := readable(content, LARGEST)) is not None:
        return Companion(path, content, (), (f"{path} {refused}",))
    found = look(Sheet(path, content))
    return (
        Companion(path, content, (), (f"{path} {found}",))
        if isinstance(found, str)
        else Companion(path, content, found)
    )


def _reader(
    path: str, content: bytes, image: Image, contents: Mapping[str, bytes]
) -> Callable[[Sheet], tuple[Place, ...] | str] | None:
    """Return what reads a file of this name and content, or None when it is none that is known."""
    if is_recipe(path):
        return lambda sheet: mentions(sheet, image)
    if is_devcontainer(path):
        return lambda sheet: devcontainer_places(sheet, image)
    places = image.lies_at(path)
    kind = process_kind(path, content[:LARGEST])
    if kind is not None:
        return lambda sheet: process_places(sheet, kind, image, places)
    if not is_script(path, content):
        return None
    if not places:
        return lambda sheet: mentions(sheet, image)
    runs = places & image.started or _is_called(path, contents, image)
    doubt = Confidence.CERTAIN if runs else Confidence.LIKELY
    return lambda sheet: script_places(sheet, image, doubt)


def _is_called(path: str, contents: Mapping[str, bytes], image: Image) -> bool:
    """Return True when a compose file, or another script of the image, names the file."""
    name = posixpath.basename(path)
    # A name without an ending may be any word.
    before = r"/" if "." not in name else r"(?<![\w.-])"
    named = re.compile((before + re.escape(name) + r"(?![\w.-])").encode("utf-8", "surrogateescape"))
    return any(
        named.search(content) is not None
        for other, content in contents.items()
        if other != path
        and len(content) <= LARGEST
        and (_may_be_compose(other) or (is_script(other, content) and image.lies_at(other)))
    )
