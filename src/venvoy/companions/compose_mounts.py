"""Bind mounts and volumes of compose services that lie over the virtual environment, or over where packages were.

The deepest mount wins: of all that cover a path, the one with the longest target is what a container sees there.
A volume that is empty when it is first used is filled from the image, once; a bind mount and a tmpfs never are
(https://docs.docker.com/engine/storage/volumes/).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from enum import Enum

from attrs import frozen

from venvoy.companions.compose_files import Composed, Service, Services
from venvoy.companions.compose_projects import text_of
from venvoy.companions.image import Image
from venvoy.companions.interpolation import interpolated
from venvoy.companions.paths import below, is_plain, old_paths
from venvoy.companions.sheet import Facts, Sheet
from venvoy.companions.yaml_tree import Listing, Node, Scalar, Table
from venvoy.model.companion import Confidence, Place
from venvoy.model.source import Span

_PAGE = "mounted-over-venv"
_SHORT = re.compile(r"(?:(?P<source>(?:[A-Za-z]:[\\/])?[^:]*):)?(?P<target>/[^:]*)(?::[\w,]+)?")
_MODE = re.compile(r"[\w,]*")
_PLACES = ("/opt/venv", "/venv", "/srv/venv", "/usr/local/venv")
"""Where an environment may be put instead, in the order in which they are offered."""


class Kind(Enum):
    """What is mounted."""

    BIND = "bind mount"
    NAMED = "volume"
    ANONYMOUS = "anonymous volume"
    TMPFS = "tmpfs"
    IMAGE = "image"


_LONG = {"bind": Kind.BIND, "tmpfs": Kind.TMPFS, "image": Kind.IMAGE}


@frozen(eq=False)
class Mount:
    """One mount of a service."""

    kind: Kind
    source: str
    target: str
    """Normalised, absolute."""
    node: Node
    """The entry of the list."""
    listing: Listing | None
    """The list, where another entry can be added; None for a tmpfs."""
    filled: bool = True
    """False for a volume that gets nothing of what the image has there: ``nocopy``, or a part of it, ``subpath``."""


def mounts(service: Service, services: Composed) -> Iterator[Mount]:
    """Yield the mounts that *service* says itself, those whose target is not known left out."""
    volumes = service.table.get("volumes")
    for item in volumes.items if isinstance(volumes, Listing) else ():
        made = _short(item) if isinstance(item, Scalar) else _long(item) if isinstance(item, Table) else None
        if made is not None and isinstance(volumes, Listing):
            kind, source, target = made
            device = _device(services.volume(service, source)) if kind is Kind.NAMED else None
            if device is not None:
                kind, source = Kind.BIND, device
            yield Mount(kind, source, posixpath.normpath(target), item, volumes, _is_filled(item))
    tmpfs = service.table.get("tmpfs")
    for one in tmpfs.items if isinstance(tmpfs, Listing) else (tmpfs,):
        place = text_of(one)
        if one is not None and place is not None and place.startswith("/"):
            yield Mount(Kind.TMPFS, "", posixpath.normpath(place.split(":")[0]), one, None)


def _short(item: Scalar) -> tuple[Kind, str, str] | None:
    text = interpolated(item.text)
    match = _SHORT.fullmatch(text) if text is not None else None
    if match is None:
        return _from_anywhere(item.text)
    source = match["source"]
    if source is None:
        return Kind.ANONYMOUS, "", match["target"]
    return (Kind.BIND if re.match(r"[./~\\]|[A-Za-z]:[\\/]", source) else Kind.NAMED), source, match["target"]


def _from_anywhere(text: str) -> tuple[Kind, str, str] | None:
    """Return a mount whose source hangs on a variable without a default, and whose target does not; None for others.

    Such a source is taken for a directory of the host, as it mostly is: a volume's name rarely differs by machine.
    """
    at = text.rfind(":/")
    source, (target, _, mode) = text[: max(at, 0)], text[at + 1 :].partition(":")
    known = at > 0 and "$" not in target and _MODE.fullmatch(mode) is not None
    return (Kind.BIND, source, target) if known and "$" in source and source.count("{") == source.count("}") else None


def _long(item: Table) -> tuple[Kind, str, str] | None:
    kind, source, target = (text_of(item.get(name)) for name in ("type", "source", "target"))
    if target is None or not target.startswith("/"):
        return None
    if source is None and isinstance(said := item.get("source"), Scalar):
        source = said.text
    return _LONG.get(kind or "", Kind.NAMED if source else Kind.ANONYMOUS), source or "", target


def _is_filled(item: Node) -> bool:
    options = item.get("volume") if isinstance(item, Table) else None
    if not isinstance(options, Table):
        return True
    return options.get("subpath") is None and text_of(options.get("nocopy")) != "true"


def _device(volume: Table | None) -> str | None:
    """Return the directory of the host that a volume of the top level is, through ``driver_opts``; None for others."""
    options = volume.get("driver_opts") if volume is not None else None
    if not isinstance(options, Table) or "bind" not in (text_of(options.get("o")) or "").split(","):
        return None
    device = options.get("device")
    return device.text if isinstance(device, Scalar) else None


def unknown_targets(service: Service) -> Iterator[str]:
    """Yield a sentence for each entry whose place in the container only a variable tells, which has no default."""
    volumes = service.table.get("volumes")
    for item in volumes.items if isinstance(volumes, Listing) else ():
        target = item.get("target") if isinstance(item, Table) else item
        if isinstance(target, Scalar) and interpolated(target.text) is None:
            if target is item and _from_anywhere(target.text) is not None:
                continue
            sheet = service.file.sheet
            line = sheet.table.lines(target.span).first
            yield f"{sheet.path}, line {line}: where in the container this is mounted is not known."


def mount_places(service: Service, services: Services) -> Iterator[Place]:
    """Yield the places of the mounts of *service* that hide the virtual environment, or that lie over the old site."""
    own = tuple(mounts(service, services))
    volumes = service.table.get("volumes")
    # Under !override, what the other files mount is not there.
    related = () if isinstance(volumes, Listing) and volumes.reset else services.related(service)
    others = [mount for one in related for mount in mounts(one, services)]
    venv = services.image.relocation.venv
    covering = [mount for mount in (*own, *others) if below(venv, mount.target)]
    winner = max(covering, key=lambda mount: len(mount.target), default=None)
    if winner is not None and winner in own:
        yield _hiding(service, winner, services.image, (*own, *others))
    for mount in own:
        yield from _over_old(service, mount, services.image)


def _hiding(service: Service, mount: Mount, image: Image, every: tuple[Mount, ...]) -> Place:
    sheet, venv = service.file.sheet, image.relocation.venv
    facts: Facts = (("venv", venv), ("destination", mount.target), ("site", mount.source))
    span = _span(mount)
    if mount.kind in {Kind.NAMED, Kind.ANONYMOUS} and mount.target == venv and mount.filled:
        renew = "docker compose up --renew-anon-volumes" if mount.kind is Kind.ANONYMOUS else "docker compose down -v"
        message = f"The {mount.kind.value} of {service.name} at {venv} is filled once, and then wins over newer images."
        return sheet.place(_PAGE, span, message, f"After a rebuild, renew it: {renew}.", facts=facts)
    what = f"the {mount.kind.value} {mount.source}".rstrip()
    message = f"In {service.name}, {what} at {mount.target} wins over {venv} of the image and hides it."
    free = next((place for place in _PLACES if not any(below(place, one.target) for one in every)), None)
    elsewhere = f"choose another path for the environment, such as {free}" if free else "choose another path"
    added = _added(sheet, mount, venv) if mount.target != venv and mount.kind is not Kind.TMPFS else None
    if added is None:
        return sheet.place(_PAGE, span, message, f"Better {elsewhere}.", facts=facts)
    suggestion = f"Add an anonymous volume at {venv}, the deeper path, which then wins; or {elsewhere}."
    return sheet.place(_PAGE, span, message, suggestion, Confidence.LIKELY, [added], facts)


def _span(mount: Mount) -> Span:
    """Return where the target stands."""
    target = mount.node.get("target") if isinstance(mount.node, Table) else mount.node
    return target.span if target is not None else mount.node.span


def _added(sheet: Sheet, mount: Mount, venv: str) -> tuple[Span, bytes] | None:
    """Return what adds an entry behind that of *mount*; None where the list is not written in lines of its own."""
    if mount.listing is None or mount.listing.flow or not is_plain(venv):
        return None
    first, last = mount.node, mount.node
    while isinstance(last, Table | Listing):
        if isinstance(last, Table) and (last.flow or not last.entries):
            return None
        last = last.entries[-1][1] if isinstance(last, Table) else last.items[-1] if last.items else last
        if isinstance(last, Listing) and not last.items:
            return None
    start = sheet.table.start(sheet.table.lines(first.span).first)
    lead = sheet.content[start : first.span.start]
    if re.fullmatch(rb"[ \t]*-[ \t]+", lead) is None or last.span.start < first.span.start:
        return None
    end = sheet.content.find(b"\n", last.span.end)
    if end < 0:
        return Span(len(sheet.content), len(sheet.content)), sheet.newline + lead + venv.encode()
    return Span(end + 1, end + 1), lead + venv.encode() + sheet.newline


def _over_old(service: Service, mount: Mount, image: Image) -> Iterator[Place]:
    sheet, span = service.file.sheet, _span(mount)
    start = span.start
    if mount.node.span == span and ":" in (written := sheet.content[span.start : span.end].decode("utf-8", "replace")):
        # Only what stands behind the first colon is a path of the image.
        start += len(written[: written.find(":/") + 1].encode())
    for old in old_paths(sheet.content, image.relocation, start, span.end):
        inside = mount.kind is Kind.BIND and mount.target != old.text.rstrip("/")
        does = f"{service.name} mounts {mount.source or 'a volume'} at {mount.target}, {old.loss}"
        doubt = Confidence.LIKELY if inside else Confidence.REPORTED
        yield sheet.rename("old-path-in-settings", old, does, doubt)
