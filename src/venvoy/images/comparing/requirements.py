"""What distributions say they need, held against what is installed: what ``pip check`` does, read from metadata."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion

from venvoy.model.comparison import Difference, Judgement, Subject
from venvoy.model.image import Distribution, Image, SearchPath


def requirement_differences(before: Image, after: Image) -> Iterator[Difference]:
    """Yield what the rewrite's distributions lack, where the original's did not, and the other way round."""
    old, new = broken(before), broken(after)
    for need in sorted(new - old):
        why = "'pip check' would complain of it, and did not before."
        yield Difference(Subject.REQUIREMENT, need[0], None, f"lacks {need[1]}", Judgement.SURPRISE, why)
    for need in sorted(old - new):
        why = "'pip check' complained of it before, and does not any more."
        yield Difference(Subject.REQUIREMENT, need[0], f"lacks {need[1]}", None, Judgement.EXPECTED, why)


def broken(image: Image) -> frozenset[tuple[str, str]]:
    """Return name and need for every requirement that the distributions on ``sys.path`` do not fulfil."""
    here = _looked_at(image)
    have = {one.name: one.version for one in reversed(here)}
    return frozenset((one.name, str(need)) for one in here for need in _needs(one, image) if not _fulfilled(need, have))


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
                for need in _needs(one, image, extra):
                    ahead += [(canonicalize_name(need.name), wanted) for wanted in ("", *need.extras)]
    return frozenset(name for name, _ in reached)


def _looked_at(image: Image) -> tuple[Distribution, ...]:
    """Return the distributions that the image's interpreter sees, in its order; all when it was not asked."""
    if not isinstance(image.search_path, SearchPath):
        return image.contents.distributions
    order = {place: number for number, place in enumerate(image.search_path.plain)}
    seen = (one for one in image.contents.distributions if one.site in order)
    return tuple(sorted(seen, key=lambda one: order[one.site]))


def _needs(one: Distribution, image: Image, extra: str = "") -> Iterator[Requirement]:
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
        if need.marker is None or need.marker.evaluate(around):
            yield need


def _machine(platform: str) -> str:
    """Return what Python calls the machine of an image's platform."""
    architecture = platform.rpartition("/")[2]
    return {"amd64": "x86_64", "arm64": "aarch64", "386": "i686"}.get(architecture, architecture)


def _fulfilled(need: Requirement, have: dict[str, str]) -> bool:
    version = have.get(canonicalize_name(need.name))
    try:
        return version is not None and (not need.specifier or need.specifier.contains(version, prereleases=True))
    except InvalidVersion:
        return True  # a version of old times; nobody can compare it
