"""The services of compose files: what each is built from, and what is mounted into it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from venvoy.companions.compose import read_compose
from venvoy.companions.compose_files import Composed, Service
from venvoy.companions.compose_mounts import Kind, mounts
from venvoy.companions.compose_projects import below
from venvoy.companions.yaml_tree import Table
from venvoy.model.service import ComposeService, ImageBuild, ServiceMount
from venvoy.model.source import Span


def services(contents: Mapping[str, bytes]) -> tuple[tuple[ComposeService, ...], tuple[str, ...]]:
    """Return the services of the compose files among *contents*, by path, and a sentence for what cannot be read.

    A service of which several files speak, as an override does, is one.
    """
    files, notes = read_compose(contents)
    composed = Composed(files)
    seen: set[tuple[str, str]] = set()
    found = []
    for service in composed:
        together = (service, *composed.namesakes(service))
        if not any((one.file.sheet.path, one.name) in seen for one in together):
            found.append(_described(service, together, composed))
        seen.add((service.file.sheet.path, service.name))
    return tuple(found), tuple(dict.fromkeys(note for path in notes for note in notes[path]))


def builds(contents: Mapping[str, bytes]) -> tuple[tuple[ImageBuild, ...], frozenset[str]]:
    """Return what each service says of the Dockerfile that it builds, and the compose files that cannot be read.

    A service says nothing whose Dockerfile is not known, as where its context is a variable without a default.
    """
    files, notes = read_compose(contents)
    composed = Composed(files)
    found = []
    for service in composed:
        build, dockerfile = composed.build(service), composed.dockerfile(service)
        if build is not None and dockerfile is not None:
            context = build.directory if build.context is None else below(build.directory, build.context)
            sheet = service.file.sheet
            found.append(ImageBuild(dockerfile, context, sheet.path, sheet.table.lines(_said_at(service)).first))
    return tuple(found), frozenset(path for path, why in notes.items() if why)


def _said_at(service: Service) -> Span:
    """Return where *service* says its Dockerfile, or else its context, or else where it stands itself."""
    build = service.table.get("build")
    own = (build.get("dockerfile") or build.get("context")) if isinstance(build, Table) else None
    return (own or build or service.table).span


def _described(service: Service, together: tuple[Service, ...], composed: Composed) -> ComposeService:
    targets = [target for one in together for target in composed.targets(one) if target is not None]
    images = sorted(composed.image_names(service))
    return ComposeService(
        name=service.name,
        paths=tuple(dict.fromkeys(one.file.sheet.path for one in together)),
        dockerfile=composed.dockerfile(service),
        target=targets[0] if targets else None,
        image=images[0] if images else None,
        mounts=tuple(dict.fromkeys(_mounts((*together, *composed.related(service)), composed))),
    )


def _mounts(together: tuple[Service, ...], composed: Composed) -> Iterator[ServiceMount]:
    for one in together:
        for mount in mounts(one, composed):
            source = mount.source if mount.kind in {Kind.BIND, Kind.NAMED} else ""
            yield ServiceMount(mount.kind.value, source, mount.target)
