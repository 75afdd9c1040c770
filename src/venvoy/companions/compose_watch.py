"""``develop.watch`` of compose services: what is copied into a running container, over the environment it may be.

The rules are those of Docker's documentation (https://docs.docker.com/compose/how-tos/file-watch/): paths start at the
compose file, what ``.dockerignore`` names is left out, and so is what ``ignore`` of the entry names.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from attrs import frozen

from venvoy.companions.compose_files import Service, Services
from venvoy.companions.compose_projects import below, text_of
from venvoy.companions.image import Image
from venvoy.companions.paths import below as lies_below
from venvoy.companions.paths import old_paths
from venvoy.companions.sheet import Facts
from venvoy.companions.yaml_tree import Listing, Scalar, Table
from venvoy.model.companion import Confidence, Place
from venvoy.parse.dockerignore import ignored


@frozen(eq=False)
class Sync:
    """One entry that copies."""

    target: Scalar
    where: str
    """Normalised, absolute."""
    source: str
    """From the root of the repository; empty for the root itself."""
    shown: str
    """As written."""
    ignore: tuple[str, ...]


def watch_places(service: Service, services: Services) -> Iterator[Place]:
    """Yield the entries of *service* that copy over the virtual environment, or to where packages were."""
    image, sheet = services.image, service.file.sheet
    venv = image.relocation.venv
    for one in syncs(service):
        facts: Facts = (("venv", venv), ("destination", one.where), ("site", one.shown))
        if lies_below(one.where, venv):
            message = f"develop.watch of {service.name} copies {one.shown} to {one.where}, into the environment."
            suggestion = "Install it in the Dockerfile, and let a change of it rebuild: action: rebuild."
            yield sheet.place("mounted-over-venv", one.target.span, message, suggestion, facts=facts)
        elif lies_below(venv, one.where) and _reaches(one, image):
            name = posixpath.relpath(venv, one.where)
            host = posixpath.join(one.shown, name)
            message = f"develop.watch of {service.name} would copy {host} of the machine over {venv} of the image."
            suggestion = f"Add {name}/ to ignore of this entry, or to .dockerignore, which is heeded, too."
            yield sheet.place("mounted-over-venv", one.target.span, message, suggestion, facts=facts)
        for old in old_paths(sheet.content, image.relocation, one.target.span.start, one.target.span.end):
            does = f"develop.watch of {service.name} copies {one.shown} to {old.text}, {old.loss}"
            doubt = Confidence.LIKELY if one.where != old.text.rstrip("/") else Confidence.REPORTED
            yield sheet.rename("old-path-in-settings", old, does, doubt)


def syncs(service: Service) -> Iterator[Sync]:
    """Yield the entries of ``develop.watch`` of *service* itself that copy into the container."""
    develop = service.table.get("develop")
    watch = develop.get("watch") if isinstance(develop, Table) else None
    for entry in watch.items if isinstance(watch, Listing) else ():
        if not isinstance(entry, Table) or "sync" not in (text_of(entry.get("action")) or ""):
            continue
        target, path, ignore = entry.get("target"), entry.get("path"), entry.get("ignore")
        where, source = text_of(target), below(service.file.base, path)
        if isinstance(target, Scalar) and where is not None and where.startswith("/") and source is not None:
            shown = path.text if isinstance(path, Scalar) else source
            names = ignore.items if isinstance(ignore, Listing) else ()
            out = tuple(item.text for item in names if isinstance(item, Scalar))
            yield Sync(target, posixpath.normpath(where), source, shown, out)


def _reaches(one: Sync, image: Image) -> bool:
    """Return True when nothing keeps an environment of the machine from being copied along."""
    inside = posixpath.relpath(image.relocation.venv, one.where)
    host = image.in_context(posixpath.join(one.source, inside))
    patterns = image.before.repository.dockerignore or ()
    kept_out = ignored(f"{inside}/bin/python", one.ignore)
    return not kept_out and (host is None or not ignored(f"{host}/bin/python", patterns))
