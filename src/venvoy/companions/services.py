"""The services of compose files: what each is built from, and what is mounted into it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from venvoy.companions.compose import read_compose
from venvoy.companions.compose_files import Composed, Service
from venvoy.companions.compose_mounts import Kind, mounts
from venvoy.companions.compose_projects import below
from venvoy.model.service import ComposeService, ServiceMount


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


def build_context(contents: Mapping[str, bytes], dockerfile: str) -> str | None:
    """Return the directory that services of the compose files among *contents* build *dockerfile* from.

    From the root of the repository, empty for the root itself; None when none says it, or several do not agree.
    """
    files, _ = read_compose(contents)
    composed = Composed(files)
    found: set[str | None] = set()
    for build in (composed.build(service) for service in composed if composed.dockerfile(service) == dockerfile):
        if build is not None:
            found.add(build.directory if build.context is None else below(build.directory, build.context))
    return found.pop() if len(found) == 1 else None


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
