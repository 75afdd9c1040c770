"""How containers start: ENTRYPOINT, CMD, USER, and whatever else the configuration holds."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Mapping

from venvoy.model.comparison import Difference, Expectations, Judgement, Subject
from venvoy.model.image import ImageConfig

_MOVED = "The program is the environment's, and was the one outside of it."
_ISOLATED = "Isolated mode was chosen (-I)."


def config_differences(before: ImageConfig, after: ImageConfig, expected: Expectations) -> Iterator[Difference]:
    """Yield what differs in how a container of the two starts, environment variables left out."""
    for name, old, new in (
        ("ENTRYPOINT", before.entrypoint, after.entrypoint),
        ("CMD", before.command, after.command),
        ("HEALTHCHECK", before.healthcheck, after.healthcheck),
    ):
        if old != new:
            yield _words(name, old, new, expected)
    for name, was, becomes, extra in _plain(before, after):
        if was != becomes:
            why = f"You chose {extra}." if extra in expected.extras else "The migration does not ask for it."
            yield Difference(Subject.CONFIG, name, was or None, becomes or None, _judged(extra in expected.extras), why)
    yield from _labels(before.labels, after.labels)


def _plain(before: ImageConfig, after: ImageConfig) -> Iterator[tuple[str, str, str, str]]:
    """Yield each setting that is one value, with the extra that may change it."""
    yield "USER", before.user, after.user, "non-root-user"
    yield "WORKDIR", before.workdir, after.workdir, ""
    yield "EXPOSE", _listed(before.exposed), _listed(after.exposed), ""
    yield "VOLUME", _listed(before.volumes), _listed(after.volumes), ""
    yield "STOPSIGNAL", before.stop_signal, after.stop_signal, "stop-signal"
    yield "SHELL", _shown(before.shell), _shown(after.shell), ""
    yield "ONBUILD", "; ".join(before.on_build), "; ".join(after.on_build), ""
    yield "platform", before.platform, after.platform, ""


def _labels(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Difference]:
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        if old != new:
            why = "The migration does not ask for it."
            yield Difference(Subject.CONFIG, f"LABEL {name}", old, new, Judgement.SURPRISE, why)


def _words(name: str, old: tuple[str, ...], new: tuple[str, ...], expected: Expectations) -> Difference:
    def difference(judgement: Judgement, why: str) -> Difference:
        return Difference(Subject.CONFIG, name, _shown(old) or None, _shown(new) or None, judgement, why)

    flat_old, flat_new = " ".join(old).split(), " ".join(new).split()
    if _same_programs(flat_old, flat_new, expected.venvs):
        return difference(Judgement.EXPECTED, _MOVED)
    if "isolated-mode" in expected.extras:
        # PYTHONUNBUFFERED is not read with -I, so that -u says it.
        added = {"-I"} if "-u" in flat_old else {"-I", "-u"}
        bare = [word for word in flat_new if word not in added]
        if _same_programs(flat_old, bare, expected.venvs):
            return difference(Judgement.EXPECTED, _ISOLATED)
    return difference(Judgement.SURPRISE, "A container would start something else.")


def _same_programs(old: Collection[str], new: Collection[str], venvs: Collection[str]) -> bool:
    """Return whether words differ only where a program is named that now lies in an environment."""
    return len(old) == len(new) and all(
        a == b or (posixpath.basename(a) == posixpath.basename(b) and in_bin(b, venvs))
        for a, b in zip(old, new, strict=True)
    )


def in_bin(path: str, venvs: Collection[str]) -> bool:
    """Return whether *path* lies in the ``bin`` of one of *venvs*."""
    return posixpath.dirname(path) in {f"{venv}/bin" for venv in venvs}


def _judged(expected: bool) -> Judgement:
    return Judgement.EXPECTED if expected else Judgement.SURPRISE


def _listed(values: Collection[str]) -> str:
    return " ".join(sorted(values))


def _shown(words: Collection[str]) -> str:
    return " ".join(repr(word) if " " in word or not word else word for word in words)
