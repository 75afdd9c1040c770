"""What of the system packages that a RUN installs is needed where nothing is built."""

from __future__ import annotations

import re
from collections.abc import Iterable

from attrs import define, field, frozen

from venvoy.model.environment import Base
from venvoy.model.shell import ShellWord
from venvoy.parse.releases import packaged_minor
from venvoy.rewrite.excerpt import Change
from venvoy.rewrite.purging import Purge, joined, plain, purge_of
from venvoy.rewrite.runtime_names import is_build_only, may_be_called, runtime_names
from venvoy.rewrite.statements import Part, Role, words_of

_SIMPLE = re.compile(r"^[a-z0-9][a-z0-9.+-]+$")
_WITH_VALUE = frozenset({"-o", "-t", "-c", "--option", "--target-release", "--config-file"})
_INTROSPECTION = re.compile(r"^(?:gir1\.2-|libgirepository|python3-gi)")
_HAS_TYPELIB = re.compile(
    r"^lib(?:pango1\.0|gdk-pixbuf-?2\.0|rsvg2|harfbuzz|poppler-glib|vips|zbar)-dev$|^librsvg2-dev$"
)
"""Development packages that bring descriptions for PyGObject along, which the runtime packages do not."""

_ONLY_INSTALLS = frozenset(
    {
        "py3-pip", "py3-virtualenv", "python3-all-dev", "python3-dev", "python3-pip", "python3-setuptools",
        "python3-venv", "python3-virtualenv", "python3-wheel", "virtualenv",
    }
)  # fmt: skip
"""Packages that a distribution's Python installs and builds with, each of which depends on it."""
_DISTRIBUTIONS = _ONLY_INSTALLS - {"python3-all-dev", "python3-dev", "python3-venv"} | {"py3-setuptools", "py3-wheel"}
"""Packages that are libraries, or bring some, on which an environment that sees the system's may be built."""
_WITH_DISTUTILS = 11
"""Minor version of the first Python 3 whose virtual environment has a distutils of its own, from setuptools."""
_INSTALLER = re.compile(r"(?<![\w./-])(?:pip[\d.]*|ensurepip|virtualenv|venv|gcc|g\+\+|cc|make)(?![\w./-])")


@frozen
class Fewer:
    """The system packages of a RUN as the last stage needs them."""

    changes: tuple[Change, ...] = ()
    """Words that change or go in statements that stay."""
    gone: frozenset[int] = frozenset()
    """First bytes of the statements of which nothing is left."""
    dropped: tuple[str, ...] = ()
    """Packages left out."""
    replaced: tuple[tuple[str, str], ...] = ()
    """(-dev package, runtime packages)."""
    unknown: tuple[str, ...] = ()
    """Development packages whose runtime packages are not known."""
    called: tuple[str, ...] = ()
    """Tools that stay because the application may call them, though nothing here tells."""


def installed(parts: Iterable[Part]) -> frozenset[str]:
    """Return the names by which a RUN could take away again what it installs."""
    found: set[str] = set()
    for part in parts:
        if part.role is Role.SYSTEM:
            found |= {plain(word.raw) for word in packages(part)} | {_virtual(part) or ""}
    return frozenset(found)


def fewer(
    parts: tuple[Part, ...],
    base: Base,
    needed: str,
    later: Purge,
    *,
    python: str | None = None,
    through: bool = False,
) -> Fewer | None:
    """Return what of the system packages in *parts* the last stage needs; None when that cannot be told.

    *needed* is the text of everything that runs in the last stage: a tool that it names is not dropped. *later* is what
    RUNs behind this one take away. *python* is the interpreter that a package brings, and that the last stage has to
    keep. *through* is True where the environment looks through to the system's packages: what pip found there when it
    installed has to be there later, too.
    """
    installing = [part for part in parts if part.role is Role.SYSTEM]
    commands = [part.commands[0] for part in installing]
    words = {part.statement.span.start: packages(part) for part in installing}
    everything = [word for found in words.values() for word in found]
    apk = any(words_of(c)[:1] == ("apk",) for c in commands)
    names = [w.literal or "" for w in everything]
    rule = _Rule(base, joined(purge_of(parts), later), names, needed, python, apk=apk, through=through)
    if any(word.literal is None and plain(word.raw) not in rule.purge.names for word in everything):
        return None
    if not apk and any({"-t", "--target-release"} & set(words_of(c)) for c in commands):
        return None
    tally = _Tally({w.literal for w in everything})
    for part in installing:
        tally.add(
            part.statement.span.start, [(word, rule.verdict(part, word)) for word in words[part.statement.span.start]]
        )
        tally.called += [w.raw for w in words[part.statement.span.start] if rule.may_be_called(part, w)]
        tally.unknown += [w.raw for w in words[part.statement.span.start] if rule.is_unknown(part, w)]
    return tally.fewer()


@define
class _Tally:
    """Adds up what becomes of the packages of each statement."""

    present: set[str | None]
    changes: list[Change] = field(factory=list)
    gone: set[int] = field(factory=set)
    dropped: list[str] = field(factory=list)
    replaced: list[tuple[str, str]] = field(factory=list)
    unknown: list[str] = field(factory=list)
    called: list[str] = field(factory=list)

    def add(self, statement: int, verdicts: list[tuple[ShellWord, tuple[str, ...] | None]]) -> None:
        """Note what becomes of the packages of the statement that starts at byte *statement*."""
        changes = []
        for word, names in verdicts:
            if names is None:
                continue
            fresh = tuple(name for name in names if name not in self.present)
            self.present.update(fresh)
            changes.append(Change(word.span, fresh))
            if names:
                self.replaced.append((word.raw, " and ".join(names)))
            else:
                self.dropped.append(word.raw)
        if len(changes) == len(verdicts) and not any(change.names for change in changes):
            self.gone.add(statement)
        else:
            self.changes += changes

    def fewer(self) -> Fewer:
        """Return the sum."""
        return Fewer(
            tuple(self.changes),
            frozenset(self.gone),
            tuple(self.dropped),
            tuple(self.replaced),
            tuple(self.unknown),
            tuple(self.called),
        )


def packages(part: Part) -> tuple[ShellWord, ...]:
    """Return the packages that a statement installs, as words."""
    command = part.commands[0]
    literals = [word.literal for word in command.argv]
    verb = next(w for w in ("install", "add") if w in literals)
    found = []
    skip = False
    for word, literal in zip(command.argv, literals, strict=True):
        if skip:
            skip = False
        elif (literal or "x").startswith("-"):
            skip = literal in _WITH_VALUE or literal in {"--virtual", "--repository", "-X"}
        else:
            found.append(word)
    return tuple(found[[w.literal for w in found].index(verb) + 1 :])


@frozen
class _Rule:
    """Decides over single packages."""

    base: Base
    purge: Purge
    present: list[str]
    needed: str
    python: str | None
    apk: bool = field(kw_only=True)
    through: bool = field(kw_only=True)

    @property
    def _tools_are_called(self) -> bool:
        """Where one build tool is still called, those that it calls in turn are needed as well."""
        return any(is_build_only(w, apk=self.apk) and _named(w, self.needed) for w in self.present)

    def _instead(self, name: str) -> tuple[str, ...] | None:
        """Return what stands for a package that a packaged Python installs with; None for any other, and in doubt."""
        python = self.python or ""
        if name in {f"{python}-dev", f"{python}-venv"} and python != "python3":
            return () if python in self.present else (python,)
        if name not in _ONLY_INSTALLS or python != "python3":
            return None
        wanted = ["python3"]
        if not self.apk:
            minor = packaged_minor(self.base.distribution)
            if minor is None and name not in {"python3-dev", "python3-setuptools", "python3-wheel"}:
                return None
            # What these depend on, and an application may have come to need: certificates, and distutils, which Debian
            # packages apart and setuptools brings only from 60 on, that is with Python 3.11.
            wanted += ["ca-certificates"] if name == "python3-pip" else []
            old = minor is not None and int(minor.partition(".")[2]) < _WITH_DISTUTILS
            wanted += ["python3-distutils"] if old else []
        return tuple(package for package in wanted if package not in self.present)

    @property
    def _installs_later(self) -> bool:
        """True when pip is called in the last stage, or a compiler, which pip's package of Debian recommends."""
        return self._tools_are_called or _INSTALLER.search(self.needed) is not None

    def is_unknown(self, part: Part, word: ShellWord) -> bool:
        """Return True for a development package that stays although nothing seems to need it."""
        development = word.raw.partition("=")[0].endswith("-dev")
        return development and not self._tools_are_called and self.verdict(part, word) is None

    def may_be_called(self, part: Part, word: ShellWord) -> bool:
        """Return True for a tool that stays, and that nothing in the last stage is seen to call."""
        name = plain(word.raw).partition("=")[0]
        return may_be_called(name) and not _named(name, self.needed) and self.verdict(part, word) is None

    def _purged(self, part: Part, name: str) -> bool:
        later = part.statement.span.start > self.purge.since
        return plain(name) in self.purge.names or (self.purge.everything and later)

    def verdict(self, part: Part, word: ShellWord) -> tuple[str, ...] | None:
        """Return the packages that stand for *word* in the last stage, or None when it stays as it is."""
        virtual = _virtual(part)
        if virtual is not None and virtual in self.purge.names:
            return ()
        name = word.literal or word.raw
        runtime = self._runtime(name)
        if self._purged(part, name):
            return self._of_purged(name, runtime)
        if self.through and name in _DISTRIBUTIONS:
            return None
        if virtual is not None or not _SIMPLE.match(name):
            bare = name.partition("=")[0]
            tool = virtual is None and is_build_only(bare, apk=self.apk) and not self._tools_are_called
            return () if tool else None
        if self.python is not None and not self._installs_later and (instead := self._instead(name)) is not None:
            return instead
        if is_build_only(name, apk=self.apk):
            return None if self._tools_are_called else ()
        return runtime

    def _of_purged(self, name: str, runtime: tuple[str, ...] | None) -> tuple[str, ...] | None:
        """Let a library go with its -dev package only where all is swept out; elsewhere it stays behind."""
        library = name.startswith("lib") and not name.endswith("-dev")
        if self.purge.everything and library:
            return None
        if self.purge.sweeps and not self.purge.keeps_libraries:
            return ()
        if is_build_only(name, apk=self.apk) or not name.endswith("-dev"):
            return ()
        return runtime

    def _runtime(self, name: str) -> tuple[str, ...] | None:
        if _HAS_TYPELIB.match(name) and any(_INTROSPECTION.match(other) for other in self.present):
            return None
        return runtime_names(self.base, apk=self.apk).get(name)


def _virtual(part: Part) -> str | None:
    """Return the name that apk gives to the packages of a statement, to take them away by."""
    words = [word.literal or "" for word in part.commands[0].argv]
    if words[:1] != ["apk"]:
        return None
    for at, word in enumerate(words):
        if word.startswith("--virtual="):
            return word.partition("=")[2]
        if word in {"--virtual", "-t"} and at + 1 < len(words):
            return words[at + 1]
    return None


def _named(package: str, text: str) -> bool:
    compilers = "gcc|g\\+\\+|cc|make"
    tools = {"build-essential": compilers, "build-base": compilers, "alpine-sdk": compilers, "rustc": "rustc|cargo"}
    return re.search(rf"(?<![\w./-])(?:{tools.get(package, re.escape(package))})(?![\w.-])", text) is not None
