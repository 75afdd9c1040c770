"""What the last stage lacks, and which system package would bring it: asked of the files of other images, never run.

The original is asked first. Where it lacks the thing as well, or its system tells of no package, the stage that builds
is asked: it compiled against the library, so it has it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator

from venvoy.images.comparing.scripts import provider
from venvoy.images.comparing.surroundings import certificate_differences, locale_differences, spelled
from venvoy.model.build import Addition, BuildFailed
from venvoy.model.comparison import Expectations
from venvoy.model.dockerfile import Dockerfile, Instruction, Stage
from venvoy.model.image import Image, ImageContents

_UNLOADED = re.compile(
    r"(?P<glibc>lib[\w.+-]+\.so[.\d]*): cannot open shared object file"
    r"|Error loading shared library (?P<musl>lib[\w.+-]+\.so[.\d]*):"
)
"""What the dynamic loaders of glibc and of musl say."""
Ask = Callable[[], ImageContents | None]
"""Gives the files of the stage that builds, when it can be built."""


def additions_to(before: Image, after: Image, stage: str | None, ask: Ask) -> tuple[Addition, ...]:
    """Return the packages that *after* lacks, to be added to *stage*.

    A library that *before* lacks as well is among them: what was compiled against it could not start there either.
    """
    needs = {need.library: need.module for need in reversed(after.contents.missing)}
    found = list(_owners(before.contents, {name: f"{module} needs it" for name, module in needs.items()}, stage, ask))
    if "ca-certificates" in before.contents.system_packages:
        found += [Addition("ca-certificates", stage, gone.why) for gone in certificate_differences(before, after)]
    for gone in locale_differences(before, after):
        owner = before.contents.system_files.get(f"/usr/lib/locale/{spelled(gone.name)}")
        found += [Addition(owner, stage, gone.why)] if owner is not None else []
    return _each_once(found)


def additions_after(failed: BuildFailed, before: ImageContents, stage: str | None, ask: Ask) -> tuple[Addition, ...]:
    """Return the packages for libraries that a *failed* build could not load."""
    named = [match["glibc"] or match["musl"] for line in failed.log for match in _UNLOADED.finditer(line)]
    return _each_once(_owners(before, dict.fromkeys(named, "the build could not load it"), stage, ask))


def building_stage(dockerfile: Dockerfile, target: str | None, expected: Expectations) -> str | None:
    """Return name or number of the stage that the one that ships takes its environment from; None without such."""
    ships = shipping_stage(dockerfile, target)
    copies = [i for i in ships.instructions if i.keyword == "COPY" and _source(i) is not None]
    of_venv = [i for i in copies if i.words and i.words[-1].text.rstrip("/") in expected.venvs]
    stages = {name for stage in dockerfile.stages for name in (stage.name, str(stage.index)) if name is not None}
    return next((source for i in (*of_venv, *copies) if (source := _source(i)) in stages), None)


def shipping_stage(dockerfile: Dockerfile, target: str | None) -> Stage:
    """Return the stage that is built in the end."""
    named = (stage for stage in dockerfile.stages if target is not None and target in (stage.name, str(stage.index)))
    return next(named, dockerfile.stages[-1])


def _source(copy: Instruction) -> str | None:
    flag = copy.flag("from")
    return flag.value if flag is not None else None


def _owners(before: ImageContents, libraries: dict[str, str], stage: str | None, ask: Ask) -> Iterator[Addition]:
    built: ImageContents | None = None
    asked = False
    for library, why in sorted(libraries.items()):
        _, package = provider(before, library)
        if package is None and not asked:
            built, asked = ask(), True
        if package is None and built is not None:
            _, package = provider(built, library)
        if package is not None:
            yield Addition(package, stage, f"{library} is in it; {why}.")


def _each_once(found: Iterator[Addition] | Collection[Addition]) -> tuple[Addition, ...]:
    return tuple({one.package: one for one in found}.values())
