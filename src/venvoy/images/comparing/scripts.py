"""Console scripts and shared libraries: what starts before starts after, and finds what it needs."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from venvoy.images.reading.tree import Tree
from venvoy.model.comparison import Difference, Judgement, Subject
from venvoy.model.image import ConsoleScript, Image, ImageContents

_PLACES = ("/usr/lib", "/lib", "/usr/local/lib", "/usr/lib64", "/lib64")


def script_differences(before: Image, after: Image) -> Iterator[Difference]:
    """Yield the scripts that start in one of the two only, as far as files tell, and those that left PATH."""
    names = {one.name for one in after.contents.distributions}
    old, new = _scripts(before), _scripts(after)
    for name, was in sorted(old.items()):
        if was.distribution not in names:
            continue  # told as a package
        becomes = new.get(name)
        if not was.fault and (becomes is None or becomes.fault):
            why = becomes.fault if becomes is not None else "The rewrite does not have it."
            yield Difference(
                Subject.SCRIPT, name, was.path, None if becomes is None else becomes.path, Judgement.SURPRISE, why
            )
        elif was.fault and becomes is not None and not becomes.fault:
            yield Difference(
                Subject.SCRIPT, name, was.path, becomes.path, Judgement.EXPECTED, "It could not start, and now can."
            )
        elif not was.fault and _on_path(before, name) and not _on_path(after, name):
            why = "It was on PATH, and is not any more."
            yield Difference(Subject.SCRIPT, name, was.path, becomes.path if becomes else None, Judgement.SURPRISE, why)


def library_differences(before: Image, after: Image) -> Iterator[Difference]:
    """Yield the shared libraries that modules lack on one side only, one line for each."""
    lacked = {need.library for need in before.contents.missing}
    lacking: dict[str, list[str]] = {}
    for need in after.contents.missing:
        if need.library not in lacked:
            lacking.setdefault(need.library, []).append(need.module)
    for library, modules in sorted(lacking.items()):
        place, package = provider(before.contents, library)
        more = f" and {len(modules) - 1} more" if len(modules) > 1 else ""
        told = f"{modules[0]}{more} cannot be loaded without it."
        bring = f" The package {package} has it: add it to the last stage." if package else ""
        yield Difference(Subject.LIBRARY, library, place, None, Judgement.SURPRISE, told + bring)
    for library in sorted(lacked - {need.library for need in after.contents.missing}):
        place, _ = provider(after.contents, library)
        if place is not None:
            why = "Modules need it; the original lacked it, and the rewrite has it."
            yield Difference(Subject.LIBRARY, library, None, place, Judgement.EXPECTED, why)


def provider(contents: ImageContents, library: str) -> tuple[str | None, str | None]:
    """Return where an image has a shared library, and the system package that brought it."""
    tree = Tree(contents.files)
    for path in contents.files:
        if posixpath.basename(path) == library and path.startswith(_PLACES):
            real = tree.real(path) or path
            return path, contents.system_files.get(path) or contents.system_files.get(real)
    return None, None


def _scripts(image: Image) -> dict[str, ConsoleScript]:
    """Return the scripts by name; of several, one that can start."""
    ordered = sorted(image.contents.scripts, key=lambda one: not one.fault)
    return {one.name: one for one in reversed(ordered)}


def _on_path(image: Image, name: str) -> bool:
    places = [entry for entry in image.config.env.get("PATH", "").split(":") if entry]
    return Tree(image.contents.files).which(name, places) is not None
