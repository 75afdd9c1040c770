"""From the lines of a log to the causes that fit it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, islice

from attrs import define, evolve, field, frozen

from venvoy.doctor.causes import Known, Sign, Wording, table
from venvoy.doctor.hearing import Heard, heard, holding
from venvoy.model.analysis import Analysis
from venvoy.model.diagnosis import Cause, Certainty, Diagnosis, Evidence, Log, Place, Unknown
from venvoy.model.trace import SiteKind

_BLOCK = 256
"""Lines that are looked through at once for the words of the table."""
_SAYS_SOMETHING = re.compile(r"[^\W_]")
_REMEMBERED = 40
"""Lines before the present one that a wording may ask for."""


def diagnose(log: str | Iterable[str] | Log, analyses: Sequence[Analysis] = ()) -> Diagnosis | Unknown:
    """Return the likely causes of what *log* tells, best first, or that no cause in the table fits.

    First come causes that a finding of one of *analyses* explains, then those that the message itself names, then what
    was said last, as that is what ended the build.

    Args:
        log: as one text, or line by line. Colours, the prefixes of builders and engines, and JSON around a message do
            no harm. Time is linear in the number of lines, and bounded for each, however long.
        analyses: the Dockerfiles that it may be about.
    """
    memory = _Memory()
    lines = _numbered(log)
    while block := list(islice(lines, _BLOCK)):
        memory.take_in(heard(block))
    causes = sorted(_causes(memory, analyses), key=_rank)
    if causes:
        return Diagnosis(tuple(causes), memory.lines)
    return Unknown(memory.lines, memory.last)


@frozen
class _Asked:
    """What a word of the table makes ask for."""

    signs: tuple[tuple[str, Sign], ...] = ()
    wordings: tuple[tuple[Known, int, Wording], ...] = ()
    """Each with its cause, and its number there."""


@cache
def _words() -> Mapping[str, _Asked]:
    words: dict[str, _Asked] = {}
    for name, sign in table().signs.items():
        for has in sign.has if not sign.raw else ():
            asked = words.get(has, _Asked())
            words[has] = evolve(asked, signs=(*asked.signs, (name, sign)))
    for known in table().causes:
        for at, wording in enumerate(known.wordings):
            for has in wording.has:
                asked = words.get(has, _Asked())
                words[has] = evolve(asked, wordings=(*asked.wordings, (known, at, wording)))
    return words


@cache
def _raw_signs() -> tuple[tuple[str, Sign], ...]:
    return tuple((name, sign) for name, sign in table().signs.items() if sign.raw)


def _numbered(log: str | Iterable[str] | Log) -> Iterator[tuple[int, str]]:
    if isinstance(log, Log):
        behind = len(log.head) + log.skipped + 1
        return chain(enumerate(log.head, 1), enumerate(log.tail, behind))
    return iter(enumerate(log.splitlines() if isinstance(log, str) else log, 1))


@frozen
class _Match:
    known: Known
    wording: Wording
    at: Evidence
    before: Evidence | None
    """The line that the wording asks for before it."""


@define
class _Memory:
    """What has been heard so far."""

    lines: int = 0
    last: Evidence | None = None
    matches: dict[tuple[str, int], _Match] = field(factory=dict)
    """By cause and wording: the last one."""
    signs: dict[str, Evidence] = field(factory=dict)
    _before: tuple[Heard, ...] = ()
    """The last lines before those that are taken in."""

    def take_in(self, block: Sequence[Heard]) -> None:
        """Take in some lines, of which only those are looked at that have a word of the table."""
        lines = (*self._before, *block)
        asked: dict[int, list[tuple[str, _Asked]]] = {}
        for index, text, words in holding(block, _words()):
            asked.setdefault(len(self._before) + index, []).append((text, words))
        for index in sorted(asked):
            self._hear(lines[max(0, index - _REMEMBERED) : index + 1], asked[index])
        self._look(block)
        self.lines = block[-1].at
        self.last = next((line.evidence for line in reversed(block) if _SAYS_SOMETHING.search(line.shown)), self.last)
        self._before = lines[-_REMEMBERED:]

    def _look(self, block: Sequence[Heard]) -> None:
        """Look for signs in the lines as they were given."""
        for name, sign in _raw_signs():
            if name not in self.signs and (found := [line for line in block if sign.says.search(line.raw)]):
                self.signs[name] = found[0].evidence

    def _hear(self, lines: Sequence[Heard], asked: Sequence[tuple[str, _Asked]]) -> None:
        """Hear the last of *lines*, behind those before it."""
        line = lines[-1]
        for text, words in asked:
            self.signs |= {name: line.evidence for name, sign in words.signs if sign.says.search(text)}
            for known, at, wording in words.wordings:
                found = wording.says.search(text)
                if found is not None and line.has_said(found):
                    self._matched(known, at, wording, lines, found)

    def _matched(self, known: Known, at: int, wording: Wording, lines: Sequence[Heard], found: re.Match[str]) -> None:
        before = None
        if wording.after is not None:
            before = _asked_for(wording, wording.after, lines, found)
            if before is None:
                return
        self.matches[known.name, at] = _Match(known, wording, lines[-1].evidence, before)


def _asked_for(
    wording: Wording, after: re.Pattern[str], lines: Sequence[Heard], found: re.Match[str]
) -> Evidence | None:
    """Return the nearest of *lines* that *wording* asks for, the last one included."""
    for line in reversed(lines):
        if lines[-1].at - line.at >= wording.near:
            break
        asked = after.search("\n".join((*line.says, *line.wrapped)))
        if asked is not None and not (wording.apart and asked[1] == found[1]):
            return line.evidence
    return None


def _causes(memory: _Memory, analyses: Sequence[Analysis]) -> Iterator[Cause]:
    """Return a cause for everything that matched, with all its evidence."""
    in_venv = bool(analyses) and all(map(_in_venv, analyses))
    for known in table().causes:
        places = _places(known, analyses)
        found = [match for (name, _), match in memory.matches.items() if name == known.name]
        found = [match for match in found if match.wording.beside is None or match.wording.beside in memory.signs]
        found = [match for match in found if places or not match.wording.by_dockerfile]
        found = [match for match in found if in_venv or not match.wording.in_venv]
        if not found:
            continue
        named = any(match.wording.certainty is Certainty.NAMED for match in found)
        yield Cause(
            name=known.name,
            failure=known.failure,
            page=known.page,
            happened=known.happened,
            advice=known.advice,
            certainty=Certainty.NAMED if named else Certainty.FITS,
            evidence=_evidence(found, memory),
            places=places,
        )


def _in_venv(analysis: Analysis) -> bool:
    """Tell whether the last stage has packages, and all of them in virtual environments."""
    last = analysis.trace.stages[-1:]
    filled = [present.site for stage in last for present in stage.present if present.installs or present.carries]
    return bool(filled) and all(site.kind is SiteKind.VENV for site in filled)


def _evidence(found: Sequence[_Match], memory: _Memory) -> tuple[Evidence, ...]:
    beside = (memory.signs[match.wording.beside] for match in found if match.wording.beside is not None)
    before = (match.before for match in found if match.before is not None)
    every = {*(match.at for match in found), *before, *beside}
    return tuple(sorted(every, key=lambda one: one.line))


def _places(known: Known, analyses: Sequence[Analysis]) -> tuple[Place, ...]:
    return tuple(
        Place(analysis.review.path, finding.lines.first, finding.id, finding.message)
        for analysis in analyses
        for finding in analysis.review.findings
        if finding.shortcut in known.findings
    )


def _rank(cause: Cause) -> tuple[bool, bool, int, int]:
    last = cause.evidence[-1].line
    return not cause.places, cause.certainty is not Certainty.NAMED, -last, -len(cause.evidence)
