"""What a RUN takes away again of the system packages that it installs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from attrs import evolve, frozen

from venvoy.model.shell import ShellWord
from venvoy.rewrite.statements import APT, REMOVES, Part, Role, words_of

_SWEEPING = frozenset({"autoremove", "autopurge", "--auto-remove", "--autoremove"})


@frozen
class Purge:
    """What a RUN takes away again of what it installs."""

    names: frozenset[str] = frozenset()
    """As written: packages, ``$VARIABLES``, and apk's virtual packages."""
    everything: bool = False
    """True when all is taken away that no library in use belongs to."""
    sweeps: bool = False
    """True when what came along with a package goes along with it, libraries too."""
    keeps_libraries: bool = False
    """True when the RUN looks for the libraries that are in use, and keeps them."""
    since: int = 0
    """First byte of the statement that remembers what was there before; what stands above it stays."""


def purge_of(parts: Iterable[Part]) -> Purge:
    """Return what the statements of a RUN take away."""
    purging = [part for part in parts if part.role is Role.PURGES]
    found = Purge(since=min((part.statement.span.start for part in purging), default=0))
    for command in (command for part in purging for command in part.commands):
        words = words_of(command)
        raw = frozenset(plain(word.raw) for word in command.argv[1:] if _names_package(word))
        if words[:1] == ("apt-mark",):
            marked = raw if "auto" in words else frozenset()
            found = evolve(found, keeps_libraries=True, everything=found.everything or ".*" in marked)
            found = evolve(found, names=found.names | marked)
        elif words[:1] and words[0] in APT:
            sweeps = words[0] == "apk" or bool(_SWEEPING & set(words))
            found = evolve(found, names=found.names | raw, sweeps=found.sweeps or sweeps)
    return found


def _names_package(word: ShellWord) -> bool:
    return not word.raw.startswith("-") and "::" not in word.raw and word.literal not in REMOVES


def joined(one: Purge, other: Purge) -> Purge:
    """Return what two RUNs take away together; *other* is the later one."""
    return Purge(
        one.names | other.names,
        one.everything or other.everything,
        one.sweeps or other.sweeps,
        one.keeps_libraries or other.keeps_libraries,
        one.since,
    )


def plain(raw: str) -> str:
    """Return a word without quotes around it, and ``${X}`` as ``$X``."""
    return re.sub(r"^\$\{(\w+)\}$", r"$\1", raw.strip("'\""))
