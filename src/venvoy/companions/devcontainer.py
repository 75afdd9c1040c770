"""devcontainer.json: the interpreter that an editor is told, and what runs when the container is made.

The file is JSON with comments (https://containers.dev/implementors/json_reference/).
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator

from venvoy.companions.image import Image
from venvoy.companions.paths import from_root, old_paths
from venvoy.companions.sheet import Sheet
from venvoy.companions.starts import install_place, script, start_installs
from venvoy.model.companion import Confidence, Place
from venvoy.model.service import ImageBuild
from venvoy.model.source import Span

_TOKEN = re.compile(rb"\"(?:[^\"\\\n]|\\.)*\"?|//[^\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
"""One that does not end is one as well: so no byte is looked at twice."""
_DOCKERFILE = re.compile(rb"\"docker[Ff]ile\"[ \t]*:")
_TRAILING = re.compile(rb",(?=\s*[}\]])")
_COMMANDS = frozenset(
    {"initializeCommand", "onCreateCommand", "postAttachCommand", "postCreateCommand", "postStartCommand"}
    | {"updateContentCommand"}
)


def is_devcontainer(path: str) -> bool:
    """Return True for the configuration of a development container."""
    return posixpath.basename(path) in {"devcontainer.json", ".devcontainer.json"}


def devcontainer_places(sheet: Sheet, image: Image) -> tuple[Place, ...] | str:
    """Return the places of the file, or why it is not read: the rest of a sentence."""
    settings = _settings(sheet.content)
    if settings is None:
        return "is not read: it is no JSON that can be followed."
    doubt = _doubt(sheet, settings, image)
    return tuple(_places(sheet, image, doubt)) if doubt is not None else ()


def devcontainer_build(path: str, content: bytes) -> ImageBuild | None:
    """Return what the configuration says of the Dockerfile that it builds; None when it builds none, or is not read.

    Both paths start where the file lies (https://containers.dev/implementors/json_reference/).
    """
    settings = _settings(content)
    if not isinstance(settings, dict):
        return None
    build = settings.get("build")
    build = build if isinstance(build, dict) else {}
    named = build.get("dockerfile", build.get("dockerFile", settings.get("dockerFile")))
    base = posixpath.dirname(path)
    dockerfile = from_root(base, named) if isinstance(named, str) else None
    if not dockerfile:
        return None
    context = build.get("context", settings.get("context", "."))
    key = _DOCKERFILE.search(content)
    line = content.count(b"\n", 0, key.start()) + 1 if key is not None else 1
    return ImageBuild(dockerfile, from_root(base, context) if isinstance(context, str) else None, path, line)


def _settings(content: bytes) -> object:
    """Return what the file holds, None when that is nothing, or it cannot be read."""
    plain = _TRAILING.sub(b" ", _TOKEN.sub(_blanked, content))
    try:
        return json.loads(plain.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None


def _blanked(token: re.Match[bytes]) -> bytes:
    text = token.group()
    return text if text.startswith(b'"') else re.sub(rb"[^\n]", b" ", text)


def _doubt(sheet: Sheet, settings: object, image: Image) -> Confidence | None:
    """Return how sure it is that the container is made from the image; None when it is made from another."""
    if not isinstance(settings, dict):
        return None
    build = settings.get("build")
    build = build if isinstance(build, dict) else {}
    named = build.get("dockerfile", build.get("dockerFile", settings.get("dockerFile")))
    target = build.get("target")
    if isinstance(named, str):
        place = posixpath.normpath(posixpath.join(posixpath.dirname(sheet.path), named))
        ours = place == image.dockerfile and image.holds_venv(target if isinstance(target, str) else None)
        return Confidence.CERTAIN if ours else None
    return Confidence.LIKELY if "dockerComposeFile" in settings else None


def _places(sheet: Sheet, image: Image, doubt: Confidence) -> Iterator[Place]:
    key = ""
    for token in _TOKEN.finditer(sheet.content):
        if not token.group().startswith(b'"'):
            continue
        if re.match(rb"\s*:", sheet.content[token.end() : token.end() + 50]):
            key = token.group()[1:-1].decode("utf-8", "replace")
            continue
        command = key in _COMMANDS
        page, does = ("old-path-in-command", "starts") if command else ("old-path-in-settings", f"sets {key} to")
        for old in old_paths(sheet.content, image.relocation, token.start(), token.end()):
            yield sheet.rename(page, old, f"The development container {does} {old.text}, {old.loss}", doubt)
        if command and key != "initializeCommand":
            for found in start_installs(script(json.loads(token.group()).encode("utf-8", "surrogatepass"))):
                span = Span(token.start() + 1, token.end() - 1)
                yield install_place(sheet, span, found, "The development container", "when it is made or started")
