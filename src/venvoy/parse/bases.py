"""What the name of a base image alone tells."""

from __future__ import annotations

import re

from attrs import frozen

from venvoy.model.environment import Base, Value
from venvoy.parse.families import Family, family_of
from venvoy.parse.image_names import MASK, ImageName, image_name, masked, version_part

BASE_IMAGE = "base image"
"""What a value depends on when only the image itself, which is not looked into, could tell."""

_CODENAMES = re.compile(
    r"(?<![a-z])(?:stretch|buster|bullseye|bookworm|trixie|forky|sid|xenial|bionic|focal|jammy|lunar|mantic|noble"
    r"|oracular|plucky|questing"
    r"|alpine3\.\d+|ubi\d+|windowsservercore(?:-ltsc\d+|-\d+)?|nanoserver(?:-ltsc\d+|-\d+)?)"
)
_RELEASE = re.compile(r"debian:?(\d+)|ubuntu:?(\d\d\.\d\d)|^alpine:(3\.\d+)")
_RELEASES = {
    "9": "stretch",
    "10": "buster",
    "11": "bullseye",
    "12": "bookworm",
    "13": "trixie",
    "16.04": "xenial",
    "18.04": "bionic",
    "20.04": "focal",
    "22.04": "jammy",
    "23.04": "lunar",
    "23.10": "mantic",
    "24.04": "noble",
    "24.10": "oracular",
    "25.04": "plucky",
    "25.10": "questing",
}
_WITH_VARIANTS = frozenset({"python", "uv", "pypy", "debian", "node", "golang", "ruby", "rust", "php", "python-stack"})


@frozen
class Agreement:
    """Whether two bases hold the same Python: minor version, prefix and C library."""

    same: bool | None
    """None when their names do not tell."""
    why: str
    """One sentence."""


def base_of(reference: str, image: Value) -> Base:
    """Return what is known of the image that a FROM names.

    Args:
        reference: as written, variables untouched.
        image: after expansion. When its text is unknown, what stands around the variables still counts: the family
            of ``python:${V}`` is python.
    """
    name = image_name(image.text if image.text is not None else masked(reference))
    family = family_of(name.path, name.tag)
    names = image.depends_on
    for path in name.within() if family is None else ():
        family = family_of(path, name.tag)
        if family is not None:
            name, names = ImageName(path, name.tag, name.digest), names | {BASE_IMAGE}
            break
    if family is None:
        return Base(reference, image, "unknown", python=None, prefix=None, libc=None)
    return _described(reference, Value(image.text, names), name, family)


def _described(reference: str, image: Value, name: ImageName, family: Family) -> Base:
    variant = _variant(name, family)
    has_python = family.python is not None and not (family.name == "uv" and "python" not in name.tag)
    return Base(
        reference,
        image,
        family.name,
        python=_python(name, family, image.depends_on) if has_python else None,
        prefix=family.prefix if has_python or family.python is None else None,
        libc=_libc(name, family, variant),
        variant=variant,
        distribution=_distribution(name),
        leave_alone=family.leave_alone,
    )


def _python(name: ImageName, family: Family, names: frozenset[str]) -> Value:
    minor = family.python(name.path, name.tag) if family.python else None
    return Value(minor, names) if minor is not None else Value(None, names or frozenset({BASE_IMAGE}))


def _variant(name: ImageName, family: Family) -> str | None:
    """Return ``alpine``, ``slim``, ``binary``, ``devcontainer``, ``full``, …; None where the tag does not say."""
    if "devcontainers" in name.path:
        return "devcontainer"
    found = re.search(r"alpine|slim|windowsservercore|nanoserver|minimal", f"{name.tag}:{name.path}")
    if family.name == "alpine":
        return None
    if found:
        return found.group()
    if MASK in name.tag or not name.tag:
        return None
    if family.name == "uv" and re.fullmatch(r"latest|v?\d+(?:\.\d+)*", name.tag):
        return "binary"
    return "full" if family.name in _WITH_VARIANTS else None


def _libc(name: ImageName, family: Family, variant: str | None) -> str | None:
    if family.name == "home-assistant" and re.search(r"debian|ubuntu", name.path):
        return "glibc"
    if family.libc is None or variant == "alpine":
        return family.libc and "musl"
    told = variant is not None or _CODENAMES.search(name.tag) is not None  # a release of alpine is a variant already
    untold = not told and family.name in _WITH_VARIANTS - {"debian"}
    return None if untold or variant == "binary" else family.libc


def _distribution(name: ImageName) -> str | None:
    found = _CODENAMES.search(name.tag) or _CODENAMES.search(name.path)
    if found:
        return found.group()
    release = _RELEASE.search(f"{name.path}:{name.tag}")
    if release and release.group(3):
        return f"alpine{release.group(3)}"
    return _RELEASES.get(release.group(1) or release.group(2)) if release else None


def same_python(a: Base, b: Base) -> Agreement:
    """Tell whether a virtual environment made on *a* works on *b*, as far as their names tell.

    Two references that are written alike count as the same image, and so do two tags whose version is the same
    variable: one build gives both the same value.
    """
    if a.reference == b.reference:
        if a.family == "scratch":
            return Agreement(None, "scratch holds no Python at all")
        return Agreement(True, f"both are {a.reference}")
    for base in (a, b):
        if base.python is None:
            return Agreement(None, f"the name of {base.reference} tells of no Python")
    return _different_place(a, b) or _same_minor(a, b)


def _different_place(a: Base, b: Base) -> Agreement | None:
    """Return why two Pythons differ in all but their version; None when they need not."""
    of_a, of_b = _libcs(a, b)
    if of_a and of_b and of_a != of_b:
        return Agreement(False, f"{a.reference} is built on {of_a}, {b.reference} on {of_b}")
    if a.prefix and b.prefix and a.prefix != b.prefix:
        return Agreement(False, f"Python is in {a.prefix} on {a.reference} and in {b.prefix} on {b.reference}")
    if (a.family == "pypy") != (b.family == "pypy"):
        return Agreement(False, f"only one of {a.reference} and {b.reference} is PyPy")
    return None


def _libcs(a: Base, b: Base) -> tuple[str | None, str | None]:
    """Return the C libraries; a tag that is only ``${V}`` names a version, and so glibc, beside ``${V}-slim``."""
    written = version_part(a.reference)
    if a.family != b.family or written is None or written != version_part(b.reference):
        return a.libc, b.libc
    bare = [base.libc or ("glibc" if base.reference.endswith(f":{written}") else None) for base in (a, b)]
    return bare[0], bare[1]


def _same_minor(a: Base, b: Base) -> Agreement:
    """Compare the versions of two Pythons that may lie in the same place."""
    written = version_part(a.reference)
    shared = a.family == b.family and written is not None and written == version_part(b.reference)
    minor_a, minor_b = a.python or Value(None), b.python or Value(None)
    of_a, of_b = _libcs(a, b)
    placed = a.prefix is not None and a.prefix == b.prefix and of_a is not None and of_a == of_b
    if shared and "$" in (written or "") and placed:
        return Agreement(True, f"both take their version from {written}{_systems(a, b)}")
    if minor_a.text is None or minor_b.text is None:
        silent = a if minor_a.text is None else b
        return Agreement(None, f"the name of {silent.reference} does not tell its minor version")
    if minor_a.certain and minor_b.certain:
        if minor_a.text != minor_b.text:
            return Agreement(False, f"{a.reference} has Python {minor_a.text}, {b.reference} has {minor_b.text}")
        if placed:
            return Agreement(True, f"both have Python {minor_a.text} in {a.prefix}{_systems(a, b)}")
        return Agreement(None, "the names do not tell where both keep their Python, or on which C library it is built")
    names = ", ".join(sorted(minor_a.depends_on | minor_b.depends_on))
    verb = "are the same" if minor_a.text == minor_b.text else f"are {minor_a.text} and {minor_b.text}"
    return Agreement(None, f"their versions {verb} unless something else is given: they depend on {names}")


def _systems(a: Base, b: Base) -> str:
    """Return a remark when two images are known to be built on different releases, whose libraries differ."""
    if a.distribution and b.distribution and a.distribution != b.distribution:
        return f", though on {a.distribution} and {b.distribution}, whose system libraries differ"
    return ""
