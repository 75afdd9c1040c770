"""What the lines of a log say: each as wordings are written, in words of our own, and joined where it was wrapped."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate
from typing import TypeVar

from attrs import evolve, frozen

from venvoy.doctor.causes import Form, table
from venvoy.doctor.cleaning import comparable, messages
from venvoy.model.diagnosis import Evidence

T = TypeVar("T")

SHOWN = 400
"""Characters of a line that are kept as evidence."""
WRAPPED = 4000
"""Lines of a log that may have been wrapped: what a terminal or a page has wrapped was pasted, and is not long."""
_NARROWEST = 60
"""Characters that a line has room for, at least, before its next word is wrapped."""
_TERMINAL = 78
"""Characters of a line, at least, behind which it may have been cut within a word."""
_LEVEL = re.compile(r"^[A-Z]{4,8}:\s{2,}")
"""What loggers that keep columns begin with."""
_WIDEST = 300
"""Characters of a line, at most, that may have been wrapped."""
_PARTS = 4
"""Lines that a message is wrapped into, at most."""


@frozen
class Heard:
    """A line, and what it says."""

    at: int
    """Counted from 1."""
    raw: str
    """As it was given, at most `SHOWN` characters of it."""
    shown: str
    """Without prefixes and colours, at most `SHOWN` characters of it."""
    says: tuple[str, ...]
    """It as wordings are written, and behind that what forms make of it."""
    wrapped: tuple[str, ...] = ()
    """The first of *says* joined with the lines behind it."""

    @property
    def evidence(self) -> Evidence:
        """The line, as it is told."""
        return Evidence(self.at, self.shown)

    def has_said(self, found: re.Match[str]) -> bool:
        """Tell whether *found* is in the line by itself or, in one of *wrapped*, goes on behind its end."""
        return found.string in self.says or found.start() < len(self.says[0]) < found.end()


def heard(numbered: Iterable[tuple[int, str]]) -> list[Heard]:
    """Return what some lines say; one of JSON may be several."""
    lines = [(at, raw, said) for at, raw in numbered for said in messages(raw)]
    comparables = comparable("\n".join(said for _, _, said in lines)).split("\n")
    alike = [_bare(line, said) for line, (_, _, said) in zip(comparables, lines, strict=True)]
    plain = [
        Heard(at, raw[:SHOWN], said[:SHOWN], (alike[index],), _wrapped(alike, index, raw) if at <= WRAPPED else ())
        for index, (at, raw, said) in enumerate(lines)
    ]
    otherwise: dict[int, list[str]] = {}
    for at, text, forms in holding(plain, _forms()):
        every = ((form, found) for form in forms for found in form.says.finditer(text))
        given = (_given(form, found) for form, found in every if plain[at].has_said(found))
        otherwise.setdefault(at, []).extend(given)
    for at, said in otherwise.items():
        plain[at] = evolve(plain[at], says=(*plain[at].says, *said))
    return plain


def _bare(line: str, said: str) -> str:
    """Return *line*, which is comparable, without what loggers and pages put around *said*."""
    quoted = said.strip().startswith("`") and said.rstrip().endswith("`")
    line = _LEVEL.sub("", line.strip())
    return line[1:-1].strip() if quoted and len(line) > 2 else line


def holding(lines: Sequence[Heard], words: Mapping[str, T]) -> Iterator[tuple[int, str, T]]:
    """Yield the index of a line, one of its texts, and what *words* has for a word that is in it, for all of them.

    What takes long is to ask every line for every word, so each word is looked for in all lines at once.
    """
    texts = [(index, text) for index, line in enumerate(lines) for text in (*line.says, *line.wrapped)]
    whole = "\n".join(text for _, text in texts)
    starts = list(accumulate((len(text) + 1 for _, text in texts), initial=0))
    for word, meant in words.items():
        at = whole.find(word)
        while at >= 0:
            number = bisect_right(starts, at) - 1
            if number == len(texts):
                break
            yield (*texts[number], meant)
            at = whole.find(word, starts[number + 1])


@cache
def _forms() -> Mapping[str, tuple[Form, ...]]:
    forms: dict[str, tuple[Form, ...]] = {}
    for form in table().forms:
        for has in form.has:
            forms[has] = (*forms.get(has, ()), form)
    return forms


def _given(form: Form, found: re.Match[str]) -> str:
    what = next(group for group in found.groups() if group is not None)
    relative = "/" in what and not what.startswith(("/", ".", "~"))
    return form.gives.replace("{what}", f"./{what}".rstrip(".") if relative else what.rstrip("."))


def _wrapped(lines: Sequence[str], index: int, raw: str) -> tuple[str, ...]:
    """Return the line at *index*, *raw* as it was given, together with those behind it that may go on with it."""
    joined: list[str] = []
    before, text, cut = raw, lines[index], lines[index]
    for behind in lines[index + 1 : index + _PARTS]:
        if not behind or max(len(lines[index]), len(behind)) > _WIDEST:
            break
        if len(before) + len(behind.split(maxsplit=1)[0]) < _NARROWEST:
            break
        before, text, cut = behind, f"{text} {behind}", f"{cut}{behind}"
        joined += (text, cut) if len(raw) >= _TERMINAL else (text,)
    return tuple(joined)
