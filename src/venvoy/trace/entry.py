"""What a container starts, as far as Python is concerned: a module, a script, or a program that imports for it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

_PYTHON = re.compile(r"^python[\d.]*$")
_FLAGS = re.compile(r"^-[bBdEhiIOPqRsSuvVx?]*(?P<ends>[mcXW]?)(?P<rest>.*)$")
_NAME = re.compile(r"^[^\W\d]\w*(?:\.[^\W\d]\w*)*$")
_WRAPPERS = (("tini", "--"), ("tini",), ("dumb-init", "--"), ("dumb-init",), ("exec",), ("uv", "run"),
    ("poetry", "run"), ("pipenv", "run"), ("pdm", "run"))  # fmt: skip
_SHELL = re.compile(r"[$`&|;<>()*?\[\]{}~#\\'\"]")

# Servers that put the working directory on sys.path and leave it there (their sources: gunicorn/app/base.py,
# uvicorn/main.py, hypercorn/utils.py, flask/cli.py), with the option that names another directory.
_ADDING = {"gunicorn": "--chdir", "uvicorn": "--app-dir", "hypercorn": None, "flask": None}


@frozen
class Entry:
    """What starts."""

    program: str
    """Last part of the path of the first word: ``python3``, ``gunicorn``."""
    python: bool
    """True when it is the interpreter itself, which can be given options."""
    isolated: bool = False
    """True when it has ``-I`` already."""
    module: str | None = None
    """Of ``python -m MODULE``, or that of a console script of the project."""
    script: str | None = None
    """Absolute path in the image."""
    code: str | None = None
    """Of ``python -c CODE``."""
    named: tuple[str, ...] = ()
    """Names among the words that a program may import: ``shop.wsgi`` of ``shop.wsgi:app``."""
    folder: str | None = None
    """What Python puts first on ``sys.path``, absolute; None for the directory of a console script."""
    added: str | None = None
    """What the program puts there itself, absolute, and leaves there."""


def entry_of(words: Sequence[str], workdir: str, scripts: Mapping[str, str], *, shell: bool) -> Entry | None:
    """Return what the joined words of ENTRYPOINT and CMD start; None when that cannot be told from them.

    Args:
        words: as `Launch.program` has them.
        workdir: absolute.
        scripts: console scripts of the project with their targets, ``shop.web:main``.
        shell: True when a shell reads the words; then only plain ones are understood.
    """
    rest = _unwrapped(list(words))
    if not rest or (shell and any(_SHELL.search(word) for word in rest)):
        return None
    program = posixpath.basename(rest[0])
    if _PYTHON.match(program):
        return _python(program, rest[1:], workdir)
    target = scripts.get(program, "").partition(":")[0].strip()
    if target:
        return Entry(program, python=False, module=target)
    return Entry(program, python=False, named=_named(program, rest[1:]), added=_added(program, rest[1:], workdir))


def _unwrapped(words: list[str]) -> list[str]:
    for wrapper in _WRAPPERS:
        if words and [posixpath.basename(words[0]), *words[1 : len(wrapper)]] == list(wrapper):
            return _unwrapped(words[len(wrapper) :])
    return words


def _python(program: str, words: list[str], workdir: str) -> Entry | None:
    at, isolated = 0, False
    while at < len(words) and words[at].startswith("-") and len(words[at]) > 1:
        found = _FLAGS.match(words[at])
        if found is None:
            return None
        ends, rest = found["ends"], found["rest"]
        isolated = isolated or "I" in words[at][: found.start("ends")]
        if not ends and rest:  # a long option, or one that a later Python knows
            return None
        at += 1
        if not ends:
            continue
        if not rest:
            if at == len(words):
                return None
            rest, at = words[at], at + 1
        if ends == "m":
            name = rest.removesuffix(".__main__")
            behind = words[at:]
            added = _added(name, behind, workdir)
            return Entry(program, True, isolated, name, named=_named(name, behind), folder=workdir, added=added)
        if ends == "c":
            return Entry(program, True, isolated, code=rest, folder=workdir)
    if at == len(words) or words[at] == "-":
        return None
    script = posixpath.normpath(posixpath.join(workdir, words[at]))
    named = _named("", words[at + 1 :])
    return Entry(program, True, isolated, script=script, named=named, folder=posixpath.dirname(script))


def _named(program: str, words: Sequence[str]) -> tuple[str, ...]:
    """Return the names among *words* that may be modules, ``module:attribute`` and ``--app=module`` among them."""
    found = tuple(dict.fromkeys(_names(words)))
    # Flask looks for these two when it is told no other.
    return (*found, "wsgi", "app") if program == "flask" else found


def _names(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        text = word
        if word.startswith("--"):
            text = word.partition("=")[2]
        elif word.startswith("-"):
            text = word[2:]
        name = text.partition(":")[0].partition("(")[0].removesuffix(".py").replace("/", ".")
        if _NAME.match(name):
            yield name


def _added(program: str, words: Sequence[str], workdir: str) -> str | None:
    if program not in _ADDING:
        return None
    option, where = _ADDING[program], ""
    for at, word in enumerate(words):
        if option is not None and word == option and at + 1 < len(words):
            where = words[at + 1]
        elif option is not None and word.startswith(f"{option}="):
            where = word.partition("=")[2]
    return posixpath.normpath(posixpath.join(workdir, where))
