"""Secrets, taken out of text before it leaves this room.

What counts: the content of ``--secret`` files and variables; values of build arguments and of ENV whose name speaks
of a secret, or whose value looks like a token; user, password and query of every address.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from attrs import frozen

from venvoy.model.build import BuildSettings
from venvoy.model.dockerfile import Dockerfile

HIDDEN = "[redacted]"
_NAMES = re.compile(r"token|secret|passw|pwd|credential|auth|api_?key|access_?key|private|dsn|netrc", re.IGNORECASE)
_TOKEN = re.compile(r"(?=[^A-Z]*[A-Z])(?=[^a-z]*[a-z])(?=\D*\d)[A-Za-z0-9_\-+/=.]{24,}")
_ADDRESS = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*://)(?P<user>[^\s/@'\"]+@)?(?P<rest>[^\s?'\"]*)(?P<query>\?[^\s'\"]*)?"
)
_SHORTEST = 4
"""Characters; a shorter value would be found everywhere, and protect nothing."""
_LARGEST = 1 << 20
"""Bytes of a secret file that are looked at; a secret of BuildKit's may not be larger than 500 kB."""


def speaks_of_secret(name: str, value: str) -> bool:
    """Return whether a variable should be hidden, by its name or by the looks of its value."""
    return bool(_NAMES.search(name)) or _TOKEN.fullmatch(value) is not None


@frozen
class Redactor:
    """Knows what must not be shown."""

    secrets: tuple[str, ...] = ()
    """Longest first, so that no part of a longer one stays."""

    def __call__(self, text: str) -> str:
        """Return *text* without secrets."""
        for secret in self.secrets:
            text = text.replace(secret, HIDDEN)
        return _ADDRESS.sub(_bare, text) if "://" in text else text

    def with_variables(self, variables: Iterable[tuple[str, str]]) -> Redactor:
        """Return one that also hides those of *variables*, by name and value, that are secrets."""
        more = [value for name, value in variables if speaks_of_secret(name, value)]
        return redactor((*self.secrets, *more))


def redactor(secrets: Iterable[str]) -> Redactor:
    """Return what hides *secrets*: each of their lines, also as it is written in an address."""
    lines = {line.strip() for secret in secrets for line in secret.splitlines()}
    forms = {form for line in lines if len(line) >= _SHORTEST for form in (line, quote(line, safe=""), quote(line))}
    return Redactor(tuple(sorted(forms, key=lambda form: (-len(form), form))))


def settings_redactor(settings: BuildSettings, environ: Mapping[str, str] = os.environ) -> Redactor:
    """Return what hides the secrets of *settings*."""
    arguments = (value for name, value in settings.args.items() if speaks_of_secret(name, value))
    return redactor((*arguments, *_contents(settings.secrets, environ)))


def written(dockerfile: Dockerfile) -> Iterator[tuple[str, str]]:
    """Yield name and value of what ENV and ARG set in *dockerfile*, variables in it untouched."""
    for instruction in dockerfile.instructions:
        if instruction.keyword not in ("ENV", "ARG"):
            continue
        words = [word.text for word in instruction.words]
        if instruction.keyword == "ENV" and words and "=" not in words[0]:
            yield words[0], " ".join(words[1:])
        for word in words:
            name, equals, value = word.partition("=")
            if equals:
                yield name, value.strip("'\"")


def _contents(secrets: Iterable[str], environ: Mapping[str, str]) -> Iterator[str]:
    for secret in secrets:
        words = dict(word.partition("=")[::2] for word in secret.split(","))
        identity = words.get("id", "")
        place = words.get("src") or words.get("source")
        if place:
            yield from _file(Path(place))
        else:
            yield environ.get(words.get("env", identity), "")
            if words.get("type") != "env" and "env" not in words:
                yield from _file(Path(identity))


def _file(path: Path) -> Iterator[str]:
    try:
        with path.open("rb") as file:
            yield file.read(_LARGEST).decode("utf-8", "replace")
    except OSError:
        return  # the client will say that it is not there


def _bare(address: re.Match[str]) -> str:
    user = f"{HIDDEN}@" if address["user"] else ""
    query = f"?{HIDDEN}" if address["query"] else ""
    return f"{address['scheme']}{user}{address['rest']}{query}"
