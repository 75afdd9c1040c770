"""Environment variables: those by which a migration is seen, and all others."""

from __future__ import annotations

from collections.abc import Iterator

from venvoy.model.comparison import Difference, Expectations, Judgement, Subject
from venvoy.model.image import Image

_PACKAGING = ("PIP_", "PIPENV_", "POETRY_", "PDM_", "UV_", "PYTHONUSERBASE", "PYTHONPATH", "VIRTUAL_ENV")
"""Variables that say where packages go, or are looked for: what a shortcut sets, and what a rewrite sets instead."""
_GUARD = "PIP_REQUIRE_VIRTUALENV"


def variable_differences(before: Image, after: Image, expected: Expectations) -> Iterator[Difference]:
    """Yield the environment variables that differ."""
    old, new = before.config.env, after.config.env
    for name in sorted(old.keys() | new.keys()):
        was, becomes = old.get(name), new.get(name)
        if was == becomes:
            continue
        why = _path(was or "", becomes or "", after, expected) if name == "PATH" else _why(name, was, becomes, expected)
        judgement = Judgement.EXPECTED if why else Judgement.SURPRISE
        told = why or "The migration does not ask for it."
        yield Difference(Subject.CONFIG, f"ENV {name}", was, becomes, judgement, told)


def _why(name: str, was: str | None, becomes: str | None, expected: Expectations) -> str:
    """Return why the difference is expected; empty when it is not."""
    if name == "VIRTUAL_ENV" and becomes in expected.venvs:
        return "It names the environment."
    if name == _GUARD and was is None:
        return "It keeps pip from installing outside of the environment."
    if name.startswith(_PACKAGING) and becomes is None and name in expected.dropped:
        return "It served only the shortcut."
    if name.startswith(_PACKAGING) and becomes is not None and becomes in expected.venvs:
        return "It names the environment."
    if name.startswith("PYTHON") and "bytecode" in expected.extras:
        return "You chose bytecode."
    return ""


def _path(was: str, becomes: str, after: Image, expected: Expectations) -> str:
    """Return why PATH is expected to differ: an environment's bin in it, and directories gone that are not there."""
    old, new = was.split(":"), becomes.split(":")
    bins = {f"{venv}/bin" for venv in expected.venvs}
    added = [entry for entry in new if entry not in old]
    gone = [entry for entry in old if entry not in new]
    kept = [entry for entry in old if entry in new] == [entry for entry in new if entry in old]
    if not kept or any(entry not in bins for entry in added) or any(entry in after.contents.files for entry in gone):
        return ""
    return "The environment's bin comes first." if added else "What is gone from it does not exist any more."
