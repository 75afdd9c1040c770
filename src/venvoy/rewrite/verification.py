"""Reads the rewrite again and holds it against what was promised; what does not hold is neither shown nor written."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from venvoy.model.analysis import Analysis
from venvoy.model.dockerfile import Dockerfile, Unreadable
from venvoy.model.finding import Verdict
from venvoy.model.plan import Choices, Extra
from venvoy.model.trace import SiteKind

Analyse = Callable[[bytes, str], Analysis | Unreadable]

_KEPT = ("EXPOSE", "VOLUME", "HEALTHCHECK", "LABEL", "ENTRYPOINT", "CMD", "USER", "STOPSIGNAL", "ONBUILD")


def broken_promises(
    before: Analysis, after: bytes, choices: Choices, moved: frozenset[str], analyse: Analyse
) -> tuple[str, ...]:
    """Return a sentence for each promise that the rewrite *after* breaks; *moved* are ids of findings."""
    read = analyse(after, before.dockerfile.path)
    if isinstance(read, Unreadable):
        return (f"The rewritten file could not be read again: {read.reason}",)
    return tuple(_broken(before, read, choices, moved))


def _broken(before: Analysis, after: Analysis, choices: Choices, moved: frozenset[str]) -> Iterator[str]:
    yield from _stages(before.dockerfile, after.dockerfile)
    yield from _findings(before, after, moved)
    yield from _interpreters(after, choices)
    yield from _metadata(before, after, choices)


def _stages(before: Dockerfile, after: Dockerfile) -> Iterator[str]:
    names = {(stage.name or "").lower() for stage in after.stages}
    for stage in before.stages:
        if stage.name is not None and stage.name.lower() not in names:
            yield f"Stage {stage.name} would be gone."
    if before.stages and (before.stages[-1].name or "").lower() != (after.stages[-1].name or "").lower():
        yield "The default target would be another stage."


def _findings(before: Analysis, after: Analysis, moved: frozenset[str]) -> Iterator[str]:
    allowed = sum(f.id not in moved and f.verdict is Verdict.MIGRATE for f in before.review.findings if not f.advice)
    left = [f for f in after.review.findings if not f.advice and f.verdict is Verdict.MIGRATE]
    if len(left) > allowed:
        yield f"A shortcut would be left: {left[0].message}"


def _interpreters(after: Analysis, choices: Choices) -> Iterator[str]:
    """Every stage that ships the moved packages has to start the venv's python."""
    for install in after.trace.installs:
        if install.site.root.text == choices.venv and {"--user", "PIP_USER"} & set(install.options):
            yield f"pip would refuse a user install inside of the venv ({install.program})."
    shipping = [s for s in after.trace.stages if s.ships]
    for stage in shipping:
        holds = any(p.site.root.text == choices.venv and p.site.kind is SiteKind.VENV for p in stage.present)
        python = stage.launch.python_site
        if holds and (python is None or python.root.text != choices.venv):
            yield f"In the last stage, python would not be the venv's: {stage.launch.python} comes first."


def _metadata(before: Analysis, after: Analysis, choices: Choices) -> Iterator[str]:
    old, new = _kept_lines(before.dockerfile), _kept_lines(after.dockerfile)
    added = {"USER"} if Extra.NON_ROOT_USER in choices.extras else set()
    added |= {"STOPSIGNAL"} if Extra.STOP_SIGNAL in choices.extras else set()
    for keyword in _KEPT:
        if keyword in added:
            continue
        if len(old.get(keyword, [])) != len(new.get(keyword, [])):
            yield f"{keyword} of the last stage would not be what it was."


def _kept_lines(dockerfile: Dockerfile) -> dict[str, list[str]]:
    """Return the arguments of each keyword in the last stage and the stages that it inherits from."""
    found: dict[str, list[str]] = {}
    at: int | None = len(dockerfile.stages) - 1
    while at is not None:
        for instruction in dockerfile.stages[at].instructions:
            found.setdefault(instruction.keyword, []).append(instruction.argument.text)
        at = dockerfile.stages[at].base_stage
    return found
