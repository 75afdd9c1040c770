"""What the lines of a log say: each as wordings are written, in words of our own, and joined where it was wrapped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve, frozen

from venvoy.doctor.causes import Form, table
from venvoy.doctor.cleaning import comparable, messages

SHOWN = 400
"""Characters of a line that are kept as evidence."""
WRAPPED = 4000
"""Lines of a log that may have been wrapped: what a terminal or a page has wrapped was pasted, and is not long."""
_WIDE = 40
"""Characters of a line, at least, behind which it may have been wrapped."""
_TERMINAL = 78
"""Characters of a line, at least, behind which it may have been cut within a word."""
_PARTS = 3
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

    def spans(self, found: re.Match[str]) -> bool:
        """Tell whether *found*, in one of *wrapped*, is in this line and goes on behind its end."""
        return found.start() < len(self.says[0]) < found.end()


def heard(numbered: Iterable[tuple[int, str]]) -> list[Heard]:
    """Return what some lines say; one of JSON may be several."""
    lines = [(at, raw, said) for at, raw in numbered for said in messages(raw)]
    alike = [line.strip() for line in comparable("\n".join(said for _, _, said in lines)).split("\n")]
    forms = _present(alike)
    return [_heard(alike, index, line, forms) for index, line in enumerate(lines)]


def _heard(alike: Sequence[str], index: int, line: tuple[int, str, str], forms: Sequence[Form]) -> Heard:
    at, raw, said = line
    plain = Heard(at, raw[:SHOWN], said[:SHOWN], (alike[index],), _wrapped(alike, index) if at <= WRAPPED else ())
    return evolve(plain, says=(alike[index], *_otherwise(plain, forms)))


def _present(lines: Sequence[str]) -> list[Form]:
    """Return those forms whose text is anywhere in *lines*, also across the end of one."""
    text = "\n".join((*lines, " ".join(lines), "".join(lines)))
    return [form for form in table().forms if any(has in text for has in form.has)]


def _otherwise(line: Heard, forms: Sequence[Form]) -> Iterator[str]:
    """Return what *forms* make of *line*, and of what it says together with those behind it."""
    (said,) = line.says
    for form in forms:
        for text in (said, *line.wrapped):
            if any(has in text for has in form.has):
                found = form.says.finditer(text)
                yield from (_given(form, one.groups()) for one in found if text is said or line.spans(one))


def _given(form: Form, groups: Sequence[str | None]) -> str:
    what = next(group for group in groups if group is not None)
    return form.gives.replace("{what}", what.rstrip("."))


def _wrapped(lines: Sequence[str], index: int) -> tuple[str, ...]:
    """Return the line at *index* together with those behind it that may go on with it."""
    if len(lines[index]) < _WIDE:
        return ()
    joined: list[str] = []
    text = cut = lines[index]
    for behind in lines[index + 1 : index + _PARTS]:
        if not behind:
            break
        text, cut = f"{text} {behind}", f"{cut}{behind}"
        joined += (text, cut) if len(lines[index]) >= _TERMINAL else (text,)
        if len(behind) < _WIDE:
            break
    return tuple(joined)
