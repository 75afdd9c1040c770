"""Compose services beside an image whose Python starts with -I: what lies over the source, and what is set for it."""

from __future__ import annotations

import posixpath
import re
import shlex
from collections.abc import Iterator

from venvoy.companions.compose_files import Service, Services
from venvoy.companions.compose_mounts import Kind, Mount, mounts
from venvoy.companions.compose_watch import Sync, syncs
from venvoy.companions.image import Image
from venvoy.companions.paths import below
from venvoy.companions.sheet import Facts, Sheet
from venvoy.companions.starts import shown_text
from venvoy.companions.yaml_tree import Listing, Node, Scalar, Table
from venvoy.model.analysis import Analysis
from venvoy.model.companion import Place
from venvoy.model.plan import Extra
from venvoy.model.source import Span
from venvoy.trace.entry import Entry, entry_of

_PAGE = Extra.ISOLATED_MODE.value
_LOCAL = re.compile(r"(?:\.{1,2}(?:/|\[|$)|/).*")
_LONGEST = 60
"""Characters of a command that a message shows."""


def isolated_places(service: Service, services: Services) -> Iterator[Place]:
    """Yield what of *service* is at odds with the -I that the migration puts into the image's own start."""
    image = services.image
    starts = _starts(service, services)
    if starts is not None and starts.python and not starts.isolated:
        yield from _without(service, image)
    if starts is None or not starts.isolated:
        return
    yield from _variables(service, image)
    if starts.added is None and _holds_copy(image):
        for mount in mounts(service, services):
            if mount.kind is Kind.BIND and _over_source(mount.target, image):
                yield _mounted(service, mount, image)
        for sync in syncs(service):
            if _over_source(sync.where, image):
                yield _synced(service, sync, image)


def is_isolated(service: Service, services: Services) -> bool:
    """Return True when *service* starts with the -I that the migration puts into the image's own start."""
    starts = _starts(service, services)
    return starts is not None and starts.isolated


def unread_variable(sheet: Sheet, name: str, span: Span, who: str, image: Image) -> Place | None:
    """Return the place of a variable that *who* sets for a start with -I, when Python does not read it there."""
    if not name.startswith("PYTHON") or "_" in name:
        return None
    instead = "Write -u behind -I instead." if name == "PYTHONUNBUFFERED" else "Start it without -I there."
    told = f"{who} sets {name}, which Python does not read with -I."
    return sheet.place(_PAGE, span, told, instead, facts=_facts(image))


def _starts(service: Service, services: Services) -> Entry | None:
    """Return what *service* starts, None where the image's own start is given no -I, or what starts is not known."""
    image = services.image
    own = _entry(image.after, None, None)
    if own is None or not own.isolated or _was_isolated(image):
        return None
    command, entrypoint = (_said(service, services, key) for key in ("command", "entrypoint"))
    return own if command is None and entrypoint is None else _entry(image.after, command, entrypoint)


def _was_isolated(image: Image) -> bool:
    before = _entry(image.before, None, None)
    return before is not None and before.isolated


def _entry(of: Analysis, command: Node | None, entrypoint: Node | None) -> Entry | None:
    """Return what the last stage starts, with a service's *command* and *entrypoint* in the place of its own."""
    stage = of.dockerfile.stages[-1]
    workdir = of.surroundings.final[stage.index].workdir.text or "/"
    if command is None and entrypoint is None:
        return entry_of(of.trace.stages[stage.index].launch.program, workdir, {}, shell=False)
    first = _image_entrypoint(of) if entrypoint is None else _words(entrypoint)
    rest = () if command is None else _words(command)
    return None if first is None or rest is None else entry_of((*first, *rest), workdir, {}, shell=False)


def _image_entrypoint(of: Analysis) -> tuple[str, ...]:
    found = [i for i in of.dockerfile.stages[-1].instructions if i.keyword == "ENTRYPOINT"]
    return tuple(word.text for word in found[-1].words) if found else ()


def _said(service: Service, services: Services, key: str) -> Node | None:
    nodes = (one.table.get(key) for one in (service, *services.related(service)))
    return next((node for node in nodes if node is not None), None)


def _words(node: Node) -> tuple[str, ...] | None:
    """Return the words that compose starts; None where they are not plain."""
    if isinstance(node, Listing):
        texts = tuple(item.text for item in node.items if isinstance(item, Scalar))
        return texts if len(texts) == len(node.items) else None
    try:
        return tuple(shlex.split(node.text)) if isinstance(node, Scalar) else None
    except ValueError:
        return None


def _without(service: Service, image: Image) -> Iterator[Place]:
    """Yield the command of the service itself, when it starts Python without -I."""
    for key in ("command", "entrypoint"):
        node = service.table.get(key)
        words = _words(node) if node is not None else None
        if node is None or words is None:
            continue
        text = shown_text(" ".join(words))
        shown = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
        yield service.file.sheet.place(
            _PAGE,
            node.span,
            f"{service.name} starts {shown} by itself, without the -I of the image.",
            "So it imports from its working directory first, which is right where the source is mounted; put -I behind "
            "python there, too, where it is not.",
            facts=_facts(image),
        )
        return


def _variables(service: Service, image: Image) -> Iterator[Place]:
    node = service.table.get("environment")
    pairs = []
    if isinstance(node, Table):
        pairs = [(key.text, value) for key, value in node.entries]
    elif isinstance(node, Listing):
        pairs = [(item.text.partition("=")[0], item) for item in node.items if isinstance(item, Scalar)]
    for name, value in pairs:
        place = unread_variable(service.file.sheet, name, value.span, service.name, image)
        if place is not None:
            yield place


def _holds_copy(image: Image) -> bool:
    """Return True when the environment of the last stage is given a copy of a project of the repository."""
    return any(
        not install.editable and any(_LOCAL.fullmatch(word) for word in install.what)
        for install in image.after.trace.installs
    )


def _over_source(target: str, image: Image) -> bool:
    """Return True when what comes to *target* lies over something that a COPY brings from the build context."""
    places = [*image.workdirs[:1], *(posixpath.normpath(one.destination) for one in image.moves)]
    return any(below(place, target) or below(target, place) for place in places if place != "/")


def _mounted(service: Service, mount: Mount, image: Image) -> Place:
    venv = image.relocation.venv
    target = mount.node.get("target") if isinstance(mount.node, Table) else mount.node
    return service.file.sheet.place(
        _PAGE,
        (target or mount.node).span,
        f"{service.name} mounts {mount.source} at {mount.target}, and with -I the copy in {venv} runs: what is edited "
        "there is not seen.",
        "For development, start it without -I in this file, so that the mount comes first; or install it with "
        "'pip install -e' in a stage of its own, so that the environment points to the mount.",
        facts=_facts(image),
    )


def _synced(service: Service, sync: Sync, image: Image) -> Place:
    venv = image.relocation.venv
    return service.file.sheet.place(
        _PAGE,
        sync.target.span,
        f"develop.watch of {service.name} copies {sync.shown} to {sync.where}, and with -I the copy in {venv} runs: "
        "what is edited there is not seen.",
        "Let a change of it rebuild: action: rebuild; or, for development, start it without -I in this file, so that "
        "what is copied comes first.",
        facts=_facts(image),
    )


def _facts(image: Image) -> Facts:
    return (("venv", image.relocation.venv),)
