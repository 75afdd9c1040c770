"""All files beside a Dockerfile at once: which of them are worth reading, and what is found in them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property

from attrs import define

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
_WORD = re.compile(rb"/?[\w.-]+")
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
    callers = _Callers(contents, image)
    others = [_companion(path, content, image, callers) for path, content in beside.items()]
    found = [*compose_companions(composed, image, beside), *others, ignore_companion(image, contents, listing, copied)]
    kept = (one for one in found if one is not None and (one.places or one.notes))
    return tuple(sorted(kept, key=lambda one: one.path))


def _may_be_compose(path: str) -> bool:
    return path.endswith((".yml", ".yaml")) and not is_recipe(path)


def _companion(path: str, content: bytes, image: Image, callers: _Callers) -> Companion | None:
    look = _reader(path, content, image, callers)
    if look is None:
        return None
    if (refused := readable(content, LARGEST)) is not None:
        return Companion(path, content, (), (f"{path} {refused}",), unread=True)
    found = look(Sheet(path, content))
    return (
        Companion(path, content, (), (f"{path} {found}",), unread=True)
        if isinstance(found, str)
        else Companion(path, content, found)
    )


def _reader(
    path: str, content: bytes, image: Image, callers: _Callers
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
    runs = places & image.started or callers.name(path)
    doubt = Confidence.CERTAIN if runs else Confidence.LIKELY
    return lambda sheet: script_places(sheet, image, doubt)


@define(slots=False)
class _Callers:
    """The compose files, and the scripts of the image, each searched once for the names of what it calls."""

    contents: Mapping[str, bytes]
    image: Image

    @cached_property
    def _words(self) -> Mapping[bytes, frozenset[str]]:
        """The words of these files, with and without a slash in front, each with the files that have it."""
        found: dict[bytes, frozenset[str]] = {}
        for path, content in self.contents.items():
            if len(content) > LARGEST or not self._calls(path, content):
                continue
            words = frozenset(_WORD.findall(content))
            for word in words | {word[1:] for word in words if word.startswith(b"/")}:
                found[word] = found.get(word, frozenset()) | {path}
        return found

    def _calls(self, path: str, content: bytes) -> bool:
        return _may_be_compose(path) or (is_script(path, content) and bool(self.image.lies_at(path)))

    def name(self, path: str) -> bool:
        """Return True when one of them, another file than that at *path*, names it."""
        # Of a name with a blank in it, the last word has to do.
        words = _WORD.findall(posixpath.basename(path).encode("utf-8", "surrogateescape"))
        if not words:
            return False
        # One without an ending may be any word.
        word = words[-1] if b"." in words[-1] else b"/" + words[-1]
        return not self._words.get(word, frozenset()) <= {path}
