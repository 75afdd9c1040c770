"""How often venvoy says what a careful reader of the corpus says."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.report import table
from venvoy.migration import analyse
from venvoy.model.analysis import Analysis

CORPUS = Path(__file__).parents[1] / "tests" / "corpus"


def report(scratch: Path, env: Mapping[str, str], rounds: int) -> Iterator[str]:
    """Read every case of the corpus, and return how the findings compare with the labels that were made by hand."""
    del scratch, env, rounds
    labels = tomllib.loads((CORPUS / "labels.toml").read_text(encoding="utf-8"))
    found, labelled, right, agreed = 0, 0, 0, 0
    for name, label in labels.items():
        analysis = analyse((CORPUS / name / "Dockerfile").read_bytes(), name)
        assert isinstance(analysis, Analysis), name  # noqa: S101 - the tests hold every case to being readable
        wanted = Counter(label["shortcuts"])
        seen = Counter(f"{f.shortcut}:{f.lines.first}" for f in analysis.review.findings if not f.advice)
        found, labelled, right = found + seen.total(), labelled + wanted.total(), right + (seen & wanted).total()
        agreed += label["verdict"] == analysis.review.verdict.value
    yield "## The corpus\n"
    yield table(
        ("measure", "share", "of"),
        (
            ("precision: findings that are labelled", f"{right / found:.4f}", f"{found} findings"),
            ("recall: labels that are found", f"{right / labelled:.4f}", f"{labelled} labels"),
            ("verdicts that are those of the labels", f"{agreed / len(labels):.4f}", f"{len(labels)} files"),
        ),
    )
