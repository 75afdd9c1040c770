"""devcontainer.json: the interpreter that an editor is told, and what runs when the container is made.

The file is JSON with comments (https://containers.dev/implementors/json_reference/).
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator

from venvoy.companions.image import Image
from venvoy.companions.paths import old_paths
from venvoy.companions.sheet import Sheet
from venvoy.companions.starts import install_place, script, start_installs
from venvoy.model.companion import Confidence, Place
from venvoy.model.source import Span

_TOKEN = re.compile(rb"\"(?:[^\"\\\n]|\\.)*\"|//[^\n]*|/\*.*?\*/", re.DOTALL)
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
    plain = _TRAILING.sub(b" ", _TOKEN.sub(_blanked, sheet.content))
    try:
        settings = json.loads(plain.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return "is not read: it is no JSON that can be followed."
    doubt = _doubt(sheet, settings, image)
    return tuple(_places(sheet, image, doubt)) if doubt is not None else ()


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
