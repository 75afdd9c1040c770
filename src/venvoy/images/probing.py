"""The one question that only a running interpreter answers: where it looks for modules.

The interpreter is found from the files; it is started in a container that can reach and change nothing, as the image's
own user, once plain and once with ``-I``.
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Collection, Iterator
from typing import Any

from venvoy.images.connection import Connection, EngineGone, EngineRefused
from venvoy.images.reading.archive import Archive
from venvoy.images.reading.scripts import interpreter, shebang
from venvoy.images.reading.tree import Tree
from venvoy.model.image import ImageConfig, NotProbed, SearchPath

SECONDS = 30.0
"""Until an interpreter that does not answer is given up; one that works answers in less than one."""
_PROGRAM = """
import json, site, sys, sysconfig
print(json.dumps({
    "version": "%d.%d.%d" % sys.version_info[:3], "prefix": sys.prefix, "base_prefix": sys.base_prefix,
    "user_site": site.getusersitepackages(), "path": sys.path,
    "builtin": list(sys.builtin_module_names),
    "library": [sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")],
}))
"""
_LARGEST_ANSWER = 1 << 20
"""Bytes."""


def starting_python(archive: Archive, config: ImageConfig) -> str | None:
    """Return the interpreter that a container of the image starts with, or else the first ``python`` on PATH."""
    tree = Tree(archive.files)
    path = tuple(entry for entry in config.env.get("PATH", "").split(":") if entry)
    for word in _started((*config.entrypoint, *config.command)):
        place = tree.which(word, path)
        found = _python_of(archive, tree, place, path) if place is not None else None
        if found is not None:
            return found
    return next((at for name in ("python", "python3") if (at := tree.which(name, path))), None)


def search_path(connection: Connection, image: str, python: str | None) -> SearchPath | NotProbed:
    """Ask *python* in *image* where it looks."""
    if python is None:
        return NotProbed("The image has no Python on PATH.")
    try:
        plain = _asked(connection, image, python)
        isolated = _asked(connection, image, python, "-I")
    except (EngineGone, EngineRefused) as error:
        return NotProbed(f"The engine could not start a container: {error}")
    if isinstance(plain, str) or isinstance(isolated, str):
        return NotProbed(plain if isinstance(plain, str) else str(isolated))
    return SearchPath(
        interpreter=python,
        version=str(plain["version"]),
        prefix=str(plain["prefix"]),
        base_prefix=str(plain["base_prefix"]),
        user_site=str(plain["user_site"]),
        plain=tuple(map(str, plain["path"])),
        isolated=tuple(map(str, isolated["path"])),
        builtin=frozenset(map(str, plain["builtin"])),
        library=tuple(dict.fromkeys(map(str, plain["library"]))),
    )


def _asked(connection: Connection, image: str, python: str, *flags: str) -> dict[str, Any] | str:
    """Return the answer, or a sentence that says why there is none."""
    answer = connection.ask(image, (python, *flags, "-c", _PROGRAM), SECONDS)
    if answer.status is None:
        return f"{python} did not answer within {SECONDS:.0f} seconds."
    if answer.status != 0:
        words = answer.errors.decode("utf-8", "replace").strip().splitlines()
        return f"{python} ended with {answer.status}: {words[-1] if words else 'it said nothing'}"
    try:
        last = answer.output[-_LARGEST_ANSWER:].decode("utf-8", "replace").strip().splitlines()[-1]
        told = json.loads(last)
    except (ValueError, IndexError):
        return f"{python} gave no answer that can be read."
    wanted = {"version", "prefix", "base_prefix", "user_site", "path", "builtin", "library"}
    if not isinstance(told, dict) or not wanted <= set(told):
        return f"{python} gave no answer that can be read."
    return told


def _started(words: Collection[str]) -> Iterator[str]:
    """Yield the words that may name the program: the first, and what stands behind ``env``, ``exec`` or ``tini --``."""
    for word in words:
        if word in ("-c", "-lc", "-ec", "-m"):
            return  # a shell's text, or a module: the program is what came before
        if not word.startswith("-") and "=" not in word:
            yield word


def _python_of(archive: Archive, tree: Tree, place: str, path: Collection[str]) -> str | None:
    """Return the interpreter that the program at *place* is, or is written for."""
    if posixpath.basename(place).startswith("python"):
        return place
    real = tree.program(place)
    words = shebang(archive.heads.get(real or "", b""))
    if not words:
        return None
    program = interpreter(words, tree, path)
    return program if program is not None and posixpath.basename(program).startswith("python") else None
