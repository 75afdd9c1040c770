"""The table of causes: what each is known by, read from the TOML files of the folder ``symptoms``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from attrs import frozen

from venvoy.model.diagnosis import Certainty

_FILES = ("stages", "environments", "places", "installers", "around")
"""In the order that causes of the same line and certainty are told in."""
_FRAGMENT = re.compile(r"\{([a-z]+)\}")
_NEAR = 12
"""Lines, this one included, that a wording's other line may be away, unless it says another number."""


@frozen
class Wording:
    """One way to say it."""

    says: re.Pattern[str]
    """Searched for in one line."""
    has: tuple[str, ...]
    """Every line that *says* matches holds one of them: what is looked for first, as that is fast."""
    after: re.Pattern[str] | None
    """Must be found in one of the *near* lines up to this one."""
    near: int
    apart: bool
    """True when the first group of *after* must find something else than that of *says*."""
    beside: str | None
    """Name of a sign that must be found anywhere in the log."""
    certainty: Certainty
    by_dockerfile: bool
    """True for words that mean something only when a Dockerfile has a finding that explains them."""
    in_venv: bool
    """True for words that mean something only beside Dockerfiles whose last stages have all packages in a venv."""


@frozen
class Known:
    """A cause in the table."""

    name: str
    failure: str | None
    page: str | None
    happened: str
    advice: str
    findings: frozenset[str]
    """Pages whose findings in a Dockerfile bring it about."""
    wordings: tuple[Wording, ...]


@frozen
class Sign:
    """A line that says nothing by itself, and makes another one speak."""

    says: re.Pattern[str]
    has: tuple[str, ...]
    raw: bool
    """True when it is searched for in the line as it was given, prefixes and all."""


@frozen
class Form:
    """A way in which programs say one thing, and that thing in words that wordings ask for."""

    says: re.Pattern[str]
    """Its groups stand for the same in several forms of words; one of them matches."""
    has: tuple[str, ...]
    """Every line that *says* matches holds one of them."""
    gives: str
    """With ``{what}`` for what a group found."""


@frozen
class Table:
    """Everything the doctor knows."""

    causes: tuple[Known, ...]
    signs: Mapping[str, Sign]
    forms: tuple[Form, ...]


@cache
def table() -> Table:
    """Return the table; a mistake in one of its files is a `ValueError` or a `KeyError`."""
    fragments = _load("fragments")
    signs = {name: _sign(entry, fragments) for name, entry in _load("signs").items()}
    causes = tuple(_known(name, entry, fragments) for file in _FILES for name, entry in _load(file).items())
    return Table(causes, signs, tuple(_form(entry, fragments) for entry in _load("forms")["form"]))


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("symptoms", f"{name}.toml").read_text(encoding="utf-8"))


def _known(name: str, entry: Mapping[str, Any], fragments: Mapping[str, str]) -> Known:
    certainty = entry.get("certainty", "named")
    return Known(
        name=name,
        failure=entry.get("failure"),
        page=entry.get("page"),
        happened=entry["happened"],
        advice=entry["advice"],
        findings=frozenset(entry.get("findings", ())),
        wordings=tuple(_wording({"certainty": certainty} | wording, fragments) for wording in entry["wordings"]),
    )


def _form(entry: Mapping[str, Any], fragments: Mapping[str, str]) -> Form:
    return Form(_pattern(entry["says"], fragments), _texts(entry["has"]), entry["gives"])


def _sign(entry: Mapping[str, Any], fragments: Mapping[str, str]) -> Sign:
    return Sign(_pattern(entry["says"], fragments), _texts(entry["has"]), entry.get("raw", False))


def _wording(entry: Mapping[str, Any], fragments: Mapping[str, str]) -> Wording:
    after = entry.get("after")
    return Wording(
        says=_pattern(entry["says"], fragments),
        has=_texts(entry["has"]),
        after=_pattern(after, fragments, re.MULTILINE) if after is not None else None,
        near=entry.get("near", _NEAR),
        apart=entry.get("apart", False),
        beside=entry.get("beside"),
        certainty=Certainty(entry["certainty"]),
        by_dockerfile=entry.get("by_dockerfile", False),
        in_venv=entry.get("in_venv", False),
    )


def _texts(has: str | list[str]) -> tuple[str, ...]:
    return (has,) if isinstance(has, str) else tuple(has)


def _pattern(text: str, fragments: Mapping[str, str], flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    return re.compile(_FRAGMENT.sub(lambda found: fragments[found[1]], text), flags)
