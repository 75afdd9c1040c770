"""Workflows, recipes and scripts of the machine that builds: what they say of the image is reported, never rewritten.

Such a file runs elsewhere. Only a line that calls a container engine speaks of paths of the image.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from venvoy.companions.image import Image
from venvoy.companions.paths import old_paths
from venvoy.companions.sheet import Sheet, at_most
from venvoy.companions.stages import stage_place
from venvoy.model.companion import Confidence, Place
from venvoy.model.source import Span

_NAMES = re.compile(
    r"(?:GNU)?[Mm]akefile(?:\.\w+)?|[\w.-]+\.mk|\.?[Jj]ustfile|Taskfile\.ya?ml|docker-bake[\w.-]*\.(?:hcl|json)"
)
_PIPELINES = re.compile(
    r"(?:.*/)?(?:\.github/workflows/[^/]+|\.gitlab-ci|\.gitlab/.+|\.circleci/config|azure-pipelines)\.ya?ml"
)
ENGINE = re.compile(rb"\b(?:docker|podman|nerdctl|buildah|kubectl|docker-compose)(?=[ \t])")
_TARGETS = (
    re.compile(rb"--target(?:=|[ \t]+)[\"']?(?P<name>[\w.-]+)"),
    re.compile(rb"^[ \t]*target[ \t]*[:=][ \t]*[\"']?(?P<name>[\w.-]+)[\"']?[ \t,]*\r?$", re.MULTILINE),
)
_LINE = re.compile(rb"[^\n]*\n?")


def is_recipe(path: str) -> bool:
    """Return True for a Makefile, a justfile, a bake file, or the configuration of a pipeline."""
    return _NAMES.fullmatch(posixpath.basename(path)) is not None or _PIPELINES.fullmatch(path) is not None


def mentions(sheet: Sheet, image: Image) -> tuple[Place, ...]:
    """Return the places where a file that runs elsewhere speaks of the image, in their order."""
    found = [*_targets(sheet, image)]
    inside = False
    for match in _LINE.finditer(sheet.content):
        line = match.group().rstrip()
        calls = inside or ENGINE.search(line) is not None
        inside = calls and line.endswith(b"\\")
        if calls and not line.lstrip().startswith((b"#", b"//")):
            found += _paths(sheet, Span(match.start(), match.end()), image)
    return tuple(sorted(found, key=lambda place: (place.lines, place.column)))


def _paths(sheet: Sheet, line: Span, image: Image) -> Iterator[Place]:
    for old in old_paths(sheet.content, image.relocation, line.start, line.end):
        message = f"{sheet.path} names {old.text} in a container, {old.loss}"
        yield sheet.rename("old-path-in-command", old, message, Confidence.REPORTED)


def _targets(sheet: Sheet, image: Image) -> Iterator[Place]:
    for pattern in _TARGETS:
        for match in pattern.finditer(sheet.content):
            span, name = Span(*match.span("name")), match["name"].decode()
            found = stage_place(sheet, span, name, "An image", image)
            if found is not None:
                yield at_most(found, Confidence.REPORTED)
