"""Which system packages only building needs, and which runtime packages stand for development packages.

The names lie in ``system_packages.toml``, one section for each release; the file is read when it is first asked for.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from venvoy.model.environment import Base

Names = Mapping[str, tuple[str, ...]]
"""Runtime packages by development package; none for one that holds headers alone."""

_DEBIAN = ("bullseye", "bookworm", "trixie")
_TODAY = ("bookworm", "trixie")
"""What tags that float may mean: python, debian and uv have moved from the first to the second in August 2025."""
_NUMBERED = re.compile(r"^(?:gcc|g\+\+|gfortran|clang|libstdc\+\+|llvm)-\d+(?:-dev)?$")
_PATCH = re.compile(r":\d+\.\d+\.\d+")
_MOVING = re.compile(r":(?:testing|unstable|sid|experimental|oldstable|oldoldstable|rolling|devel)\b")


@cache
def _sections() -> Mapping[str, Names]:
    text = resources.files("venvoy.rewrite").joinpath("system_packages.toml").read_text("utf-8")
    read = tomllib.loads(text)
    tools = {kind: dict.fromkeys(names, ()) for kind, names in (read.pop("build-only") | read.pop("called")).items()}
    return tools | {
        release: {name: tuple(value.split()) for name, value in names.items()} for release, names in read.items()
    }


def is_build_only(package: str, *, apk: bool) -> bool:
    """Return True for a compiler or tool that nothing needs at run time unless it is called there."""
    return package in _sections()["apk" if apk else "apt"] or (not apk and _NUMBERED.match(package) is not None)


def may_be_called(package: str) -> bool:
    """Return True for a tool that an install may need, and that an application may call by itself."""
    return package in _sections()["both"]


def runtime_names(base: Base, *, apk: bool) -> Names:
    """Return the runtime packages that are certain on *base*: the same in every release that its name may mean."""
    if apk:
        return _sections()["alpine"]
    sections = [_sections()[release] for release in releases(base)]
    if not sections:
        return {}
    first, *others = sections
    return {name: value for name, value in first.items() if all(other.get(name) == value for other in others)}


def releases(base: Base) -> tuple[str, ...]:
    """Return the releases of Debian or Ubuntu that *base* may be built on; none when they are not all known."""
    if base.libc == "musl" or base.family not in {"python", "debian", "uv", "ubuntu"} or _MOVING.search(base.reference):
        return ()
    if base.distribution is not None:
        return (base.distribution,) if base.distribution in _sections() else ()
    if base.family == "ubuntu":
        return ("jammy", "noble")
    return _of_python(base) if base.family == "python" else _TODAY


def _of_python(base: Base) -> tuple[str, ...]:
    """Return what a python image may be built on; one that is pinned stays on the release of its day."""
    minor = base.python.text if base.python is not None else None
    found = re.fullmatch(r"3\.(\d+)", minor or "")
    if found is None:
        return _DEBIAN
    at = int(found.group(1))
    pinned = "@" in base.reference or _PATCH.search(base.image.text or base.reference) is not None
    if at >= 12 or (at >= 9 and not pinned):
        return _TODAY
    if at >= 10:
        return _DEBIAN
    return ("buster", *_DEBIAN) if pinned else _DEBIAN
