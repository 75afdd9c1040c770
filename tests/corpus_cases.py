"""The cases of the corpus with what a careful reader says of them, and their rewrites, each made once."""

from __future__ import annotations

import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

from attrs import evolve

from migrating import accepting, analysed, findings
from venvoy.model.analysis import Analysis
from venvoy.model.plan import Choices, InstallerChoice, Plan, Shape
from venvoy.model.repository import UNSEEN, Pyproject, Repository
from venvoy.model.trace import Installer

CORPUS = Path(__file__).parent / "corpus"
LABELS = tomllib.loads((CORPUS / "labels.toml").read_text(encoding="utf-8"))
KNOWN = tomllib.loads((Path(__file__).parent / "corpus_known.toml").read_text(encoding="utf-8"))
"""Where venvoy says something else than the label, and why; by case."""

NAMES = tuple(LABELS)
FOUND = tuple(name for name in NAMES if LABELS[name]["shortcuts"])
LOCKED = Repository(
    root="/src",
    names=frozenset({"Pipfile", "Pipfile.lock", "pdm.lock", "poetry.lock", "pyproject.toml", "uv.lock"}),
    pyproject=Pyproject(
        project=True,
        build_system=True,
        tools=frozenset({"poetry"}),
        groups=frozenset({"dev", "docs", "postgres", "test"}),
        default_groups=frozenset({"dev"}),
    ),
    dockerignore=(".venv",),
)
"""Files around a case with which uv can take over from Poetry, Pipenv and PDM."""
BY_LOCK = {Installer.POETRY, Installer.PIPENV, Installer.PDM}

Places = Counter[str]
"""How often each ``shortcut:line`` was found."""


class Rewrite(NamedTuple):
    """What becomes of a case when everything is accepted."""

    installer: InstallerChoice
    shape: Shape
    around: Repository
    plan: Plan

    @property
    def label(self) -> str:
        """How a failure names it: ``uv in-place``."""
        return f"{self.installer.value} {self.shape.value}{' with locks' if self.around is LOCKED else ''}"


def content(name: str) -> bytes:
    """Return the bytes of a case."""
    return (CORPUS / name / "Dockerfile").read_bytes()


@cache
def analysis(name: str) -> Analysis:
    """Return what venvoy sees in a case."""
    return analysed(content(name))


@cache
def rewrites(name: str) -> tuple[Rewrite, ...]:
    """Return the plans for each installer and shape, refused ones among them."""
    return tuple(
        Rewrite(installer, shape, around, accepting(evolve(of, repository=around), Choices(installer, shape=shape)))
        for of in (analysis(name),)
        for installer, around in _choices(of)
        for shape in Shape
    )


def _choices(of: Analysis) -> tuple[tuple[InstallerChoice, Repository], ...]:
    """Return the installers that make a difference: pip where there is uv, uv with locks where there are others."""
    used = {install.installer for install in of.trace.installs if not install.tooling}
    found = [(InstallerChoice.KEEP, UNSEEN), (InstallerChoice.UV, UNSEEN)]
    found += [(InstallerChoice.PIP, UNSEEN)] if Installer.UV in used else []
    found += [(InstallerChoice.UV, LOCKED)] if BY_LOCK & used else []
    return tuple(found)


def changed(name: str) -> tuple[Rewrite, ...]:
    """Return the rewrites that were not refused and change the file."""
    return tuple(rewrite for rewrite in rewrites(name) if rewrite.plan.changes)


def labelled(name: str) -> Places:
    """Return the findings that the label names."""
    return Counter(LABELS[name]["shortcuts"])


def found(name: str) -> Places:
    """Return the findings that venvoy has, advice left out."""
    return Counter(f"{item.shortcut}:{item.lines.first}" for item in findings(analysis(name)))


def advised(name: str) -> Places:
    """Return the advice that venvoy has, but for that on the missing guard, which travels with every migration."""
    advice = (item for item in analysis(name).review.findings if item.advice and item.shortcut != "unguarded-install")
    return Counter(f"{item.shortcut}:{item.lines.first}" for item in advice)
