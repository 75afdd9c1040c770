"""What an application imports when it starts: the module of its entry point, and the packages that it asks for itself.

A package that another one needs is imported by that one, if at all; so only those that nobody needs are named here.
"""

from __future__ import annotations

import posixpath
import re
import shlex
from collections.abc import Collection, Iterator

from packaging.utils import canonicalize_name

from venvoy.images.comparing.packages import TOOLS
from venvoy.images.comparing.requirements import looked_at, needs
from venvoy.model.image import Distribution, Image, ImageConfig

_BESIDE = frozenset({"benchmarks", "conftest", "doc", "docs", "examples", "scripts", "setup", "test", "tests"})
"""Names that wheels install at the top by accident."""
_DOTTED = re.compile(r"[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*")


def main_modules(before: Image, after: Image) -> tuple[str, ...]:
    """Return the modules that both images are asked to import, that of the entry point first."""
    old, new = (tuple(_main(image)) for image in (before, after))
    return tuple(dict.fromkeys(name for name in old if name in new))


def _main(image: Image) -> Iterator[str]:
    found = [one for one in looked_at(image) if one.name not in TOOLS]
    modules = {one.name: _modules(one) for one in found}
    asked = {canonicalize_name(need.name) for one in found for need in needs(one, image)}
    names = {name.partition(".")[0] for known in modules.values() for name in known}
    if (started := _started(image, names)) is not None:
        yield started
    for name in sorted(modules.keys() - asked):
        yield from modules[name]


def _modules(one: Distribution) -> tuple[str, ...]:
    """Return what *one* installed at the top of its site, or as far up as there is a package: ``google.cloud.storage``.

    The one that is called as the distribution is stands for all, where there is such a one.
    """
    known = set(filter(None, (_module(path.removeprefix(f"{one.site}/")) for path in one.files if _below(path, one))))
    public = {name for name in known if _DOTTED.fullmatch(name) and name not in _BESIDE}
    highest = min((name.count(".") for name in public), default=0)
    found = sorted(name for name in public if name.count(".") == highest)
    own = [name for name in found if canonicalize_name(name) == one.name]
    return tuple(own or found)


def _below(path: str, one: Distribution) -> bool:
    return path.startswith(f"{one.site}/") and not path.startswith(f"{one.metadata}/")


def _module(path: str) -> str | None:
    """Return the name of the module that a path from a site is, when it is a package or lies at the top."""
    directory, name = posixpath.split(path)
    if name == "__init__.py":
        return directory.replace("/", ".")
    stem, _, suffix = name.partition(".")
    return stem if not directory and (suffix == "py" or suffix.endswith("so")) else None


def _started(image: Image, names: Collection[str]) -> str | None:
    """Return the module that a container starts with, as far as it belongs to a distribution of those in *names*."""
    scripts = {one.name: one.module for one in image.contents.scripts if one.module}
    words = _words(image.config)
    for word, following in zip(words, (*words[1:], ""), strict=False):
        module = following.partition(".")[0] if word == "-m" else scripts.get(posixpath.basename(word), "")
        if _DOTTED.fullmatch(module) and module.partition(".")[0] in names:
            return module
    return None


def _words(config: ImageConfig) -> tuple[str, ...]:
    """Return the words of ENTRYPOINT and CMD, the text of a shell taken apart."""
    found: list[str] = []
    for word in (*config.entrypoint, *config.command):
        try:
            found += shlex.split(word) if " " in word else [word]
        except ValueError:  # a quote that is not closed
            found += word.split()
    return tuple(found)
