"""What the ``build`` of a compose service says beyond the path of its Dockerfile."""

from __future__ import annotations

from collections.abc import Iterator

from venvoy.companions.compose_files import Service, Services
from venvoy.companions.image import Image
from venvoy.companions.stages import stage_place
from venvoy.companions.yaml_tree import Listing, Node, Scalar, Table
from venvoy.model.companion import Place


def target_place(service: Service, services: Services) -> Place | None:
    """Return the place of a ``target`` that means another stage after the migration, or none."""
    build = service.table.get("build")
    target = build.get("target") if isinstance(build, Table) else None
    if not isinstance(target, Scalar) or not services.builds_ours(service):
        return None
    span = target.inside(service.file.sheet.content)
    return stage_place(service.file.sheet, span, target.text, service.name, services.image) if span else None


def build_notes(service: Service, services: Services) -> Iterator[str]:
    """Yield a sentence for what *service* builds from that is not read: a Dockerfile inside, other contexts."""
    build = service.table.get("build")
    if not isinstance(build, Table):
        return
    sheet = service.file.sheet
    if isinstance(inline := build.get("dockerfile_inline"), Scalar):
        line = sheet.table.lines(inline.span).first
        yield f"{sheet.path}, line {line}: {service.name} is built from a Dockerfile inside, which is not migrated."
    if not services.builds_ours(service):
        return
    wanted = _sources(services.image)
    for name, at in _contexts(build.get("additional_contexts")):
        if name.lower() in wanted:
            line = sheet.table.lines(at.span).first
            yield (
                f"{sheet.path}, line {line}: {service.name} takes {name} from elsewhere than its Dockerfile says;"
                " what that holds is not known."
            )


def _contexts(node: Node | None) -> Iterator[tuple[str, Node]]:
    if isinstance(node, Table):
        yield from ((key.text, key) for key, _ in node.entries)
    elif isinstance(node, Listing):
        for item in node.items:
            if isinstance(item, Scalar):
                yield item.text.partition("=")[0], item


def _sources(image: Image) -> frozenset[str]:
    """Return the names that a context may take the place of: of images, of stages, and what COPYs and mounts name.

    In lower case, as the builder compares them.
    """
    dockerfile = image.before.dockerfile
    names = [name for stage in dockerfile.stages for name in (stage.base, stage.name or "")]
    for instruction in dockerfile.instructions:
        for flag in instruction.flags:
            options = dict(part.partition("=")[::2] for part in (flag.value or "").split(","))
            names.append((flag.value or "") if flag.name == "from" else options.get("from", ""))
    return frozenset(name.lower() for name in names if name)
