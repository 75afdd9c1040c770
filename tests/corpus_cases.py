"""The cases of the corpus with what a careful reader says of them, and their rewrites, each made once."""

from __future__ import annotations

import tomllib
from collections import Counter
from functools import cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

from migrating import accepting, analysed, findings
from venvoy.model.analysis import Analysis
from venvoy.model.plan import Choices, InstallerChoice, Plan, Shape

CORPUS = Path(__file__).parent / "corpus"
LABELS = tomllib.loads((CORPUS / "labels.toml").read_text(encoding="utf-8"))
KNOWN = tomllib.loads((Path(__file__).parent / "corpus_known.toml").read_text(encoding="utf-8"))
"""Where venvoy says something else than the label, and why; by case."""

NAMES = tuple(LABELS)
FOUND = tuple(name for name in NAMES if LABELS[name]["shortcuts"])
VARIANTS = tuple(product((InstallerChoice.KEEP, InstallerChoice.UV), Shape))

Places = Counter[str]
"""How often each ``shortcut:line`` was found."""


class Rewrite(NamedTuple):
    """What becomes of a case when everything is accepted."""

    installer: InstallerChoice
    shape: Shape
    plan: Plan

    @property
    def label(self) -> str:
        """How a failure names it: ``uv in-place``."""
        return f"{self.installer.value} {self.shape.value}"


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
        Rewrite(installer, shape, accepting(analysis(name), Choices(installer=installer, shape=shape)))
        for installer, shape in VARIANTS
    )


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
