"""What one lock file holds otherwise than another."""

from __future__ import annotations

from collections.abc import Iterable

from packaging.version import InvalidVersion, Version

from venvoy.model.lock import Lock


def differences(old: Lock, new: Lock) -> tuple[str, ...]:
    """Return a clause for each package of *old* that *new* lacks or has in other versions, by name.

    What only *new* has is left out: a tool that locks for one platform writes less down than one that does for all.
    """
    before, after = old.versions, new.versions
    found = []
    for name in sorted(before):
        if name not in after:
            found.append(f"{name} {_shown(before[name])} is not in it")
        elif not _same(before[name], after[name]):
            found.append(f"{name} {_shown(before[name])} becomes {_shown(after[name])}")
    return tuple(found)


def _same(one: Iterable[str], other: Iterable[str]) -> bool:
    return {_version(text) for text in one} == {_version(text) for text in other}


def _version(text: str) -> Version | str:
    try:
        return Version(text)
    except InvalidVersion:
        return text


def _shown(versions: Iterable[str]) -> str:
    return " or ".join(sorted(versions))
