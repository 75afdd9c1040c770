"""What distributions say they need, held against what is installed: what ``pip check`` does, read from metadata.

As pip does: every requirement whose marker holds without an extra, and that a wheel was built for the Python that is
there. That it was built for the machine is left to the engine, which builds both images for one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache

from packaging.markers import UndefinedComparison, UndefinedEnvironmentName
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier
from packaging.tags import compatible_tags, cpython_tags, parse_tag
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion

from venvoy.model.comparison import Difference, Judgement, Subject
from venvoy.model.image import Distribution, Image, SearchPath

_DASHES = 2
"""Between interpreter, ABI and platform of a tag."""


def requirement_differences(before: Image, after: Image) -> Iterator[Difference]:
    """Yield what the rewrite's distributions lack, where the original's did not, and the other way round."""
    old, new = broken(before), broken(after)
    for name, complaint in sorted(new - old):
        why = "'pip check' would complain of it, and did not before."
        yield Difference(Subject.REQUIREMENT, name, None, complaint, Judgement.SURPRISE, why)
    for name, complaint in sorted(old - new):
        why = "'pip check' complained of it before, and does not any more."
        yield Difference(Subject.REQUIREMENT, name, complaint, None, Judgement.EXPECTED, why)


def broken(image: Image) -> frozenset[tuple[str, str]]:
    """Return name and complaint for all that is wrong with the distributions on ``sys.path``."""
    here = looked_at(image)
    have = {one.name: one.version for one in reversed(here)}
    lacking = ((one.name, _lacks(need, have)) for one in here for need in needs(one, image))
    unfit = ((one.name, _built_for(one, image)) for one in here)
    return frozenset((name, complaint) for name, complaint in (*lacking, *unfit) if complaint)


def needed_by(names: Collection[str], image: Image) -> frozenset[str]:
    """Return the names of all that *names* need in *image*, however far, with the extras that are asked for."""
    reached: set[tuple[str, str]] = set()
    ahead = [(name, "") for name in names]
    while ahead:
        name, extra = ahead.pop()
        if (name, extra) in reached:
            continue
        reached.add((name, extra))
        for one in image.contents.distributions:
            if one.name == name:
                for need in needs(one, image, extra):
                    ahead += [(canonicalize_name(need.name), wanted) for wanted in ("", *need.extras)]
    return frozenset(name for name, _ in reached)


def looked_at(image: Image) -> tuple[Distribution, ...]:
    """Return the distributions that the image's interpreter sees, in its order; all when it was not asked."""
    if not isinstance(image.search_path, SearchPath):
        return image.contents.distributions
    order = {place: number for number, place in enumerate(image.search_path.plain)}
    seen = (one for one in image.contents.distributions if one.site in order)
    return tuple(sorted(seen, key=lambda one: order[one.site]))


def needs(one: Distribution, image: Image, extra: str = "") -> Iterator[Requirement]:
    """Yield what *one* needs in *image*, as far as markers hold there; with *extra* what this asks for, too."""
    version = image.search_path.version if isinstance(image.search_path, SearchPath) else ""
    around = {
        "extra": extra,
        "os_name": "posix",
        "platform_system": "Linux",
        "sys_platform": "linux",
        "platform_machine": _machine(image.config.platform),
    }
    if version:
        around |= {"python_full_version": version, "python_version": ".".join(version.split(".")[:2])}
    for text in one.requires:
        try:
            need = Requirement(text)
        except InvalidRequirement:
            continue  # pip does not understand it either, and says so when it installs
        if _holds(need, around):
            yield need


def _holds(need: Requirement, around: dict[str, str]) -> bool:
    try:
        return need.marker is None or need.marker.evaluate(around)
    except (UndefinedComparison, UndefinedEnvironmentName, InvalidVersion, InvalidSpecifier):
        return False  # pip ends at such a marker; what it asks for cannot be told


def _machine(platform: str) -> str:
    """Return what Python calls the machine of an image's platform."""
    architecture = platform.rpartition("/")[2]
    return {"amd64": "x86_64", "arm64": "aarch64", "386": "i686"}.get(architecture, architecture)


def _lacks(need: Requirement, have: dict[str, str]) -> str:
    """Return what is wrong with *need*; empty when it is fulfilled."""
    version = have.get(canonicalize_name(need.name))
    if version is None:
        return f"lacks {need}"
    try:
        fits = not need.specifier or need.specifier.contains(version, prereleases=True)
    except InvalidVersion:
        return ""  # a version of old times; nobody can compare it
    return "" if fits else f"needs {need}, and there is {version}"


def _built_for(one: Distribution, image: Image) -> str:
    """Return that the wheel of *one* was built for another Python; empty when it fits, or nobody can tell."""
    if not isinstance(image.search_path, SearchPath) or not one.tags:
        return ""
    tags = [tag for text in one.tags if text.count("-") == _DASHES for tag in parse_tag(text)]
    kinds = {(tag.interpreter, tag.abi) for tag in tags}
    numbers = image.search_path.version.split(".")[:2]
    if not all(kind.startswith(("cp", "py")) for kind, _ in kinds) or not all(map(str.isdecimal, numbers)):
        return ""
    return "" if not kinds or kinds & _loadable(*map(int, numbers)) else f"is built for {one.tags[0]}"


@cache
def _loadable(major: int, minor: int) -> frozenset[tuple[str, str]]:
    """Return interpreter and ABI of the wheels that CPython of this version loads, with and without its lock."""
    abis = [f"cp{major}{minor}", f"cp{major}{minor}t"]
    tags = (
        *cpython_tags((major, minor), abis=abis, platforms=["any"]),
        *compatible_tags((major, minor), abis[0], platforms=["any"]),
    )
    return frozenset((tag.interpreter, tag.abi) for tag in tags)
