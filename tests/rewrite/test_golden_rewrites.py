"""Whole rewrites, byte for byte, with the reasons that are given for them.

With VENVOY_UPDATE_SNAPSHOTS set, the files are written anew; look at the difference before you commit it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from attrs import evolve

from corpus_cases import content
from migrating import migrated
from venvoy import samples
from venvoy.migration import diff
from venvoy.model.plan import InstallerChoice, Plan
from venvoy.reports.diff import why_text

SNAPSHOTS = Path(__file__).parents[2] / "snapshots" / "rewrites"

# The common ones in both shapes, and those in which something is easily done wrong.
TELLING = (
    "apt-build-dep-long-service",
    "arg-operators-in-env",
    "cmd-absolute-usr-local-bin",
    "crlf-no-final-newline-user",
    "dev-test-prod-common-base",
    "django-copy-before-install",
    "editable-after-copy",
    "everything-in-one-run",
    "exec-form-run",
    "flask-plain-global",
    "heredoc-shebang-body",
    "if-dev-requirements",
    "implicit-user-install",
    "json-copy-spaces",
    "long-celery-flower-compose",
    "long-django-shop",
    "long-legacy-python37-app",
    "long-ml-inference-copied",
    "lower-case-instructions",
    "mixed-case-indented",
    "private-index-build-arg",
    "site-packages-and-bin",
    "smallest-finding",
    "stage-from-stage-user",
    "streamlit-dashboard",
    "ten-stages",
    "two-products-one-file",
    "user-base-chained-old-env",
    "user-chown-c-library-editable",
    "user-single-stage",
)


def _sample(name: str) -> bytes:
    return (Path(samples.__file__).parent / name / "Dockerfile").read_bytes()


def _hold(name: str, plan: Plan) -> None:
    """Hold a rewrite and its reasons against their golden files."""
    expected = {f"{name}.dockerfile": plan.after, f"{name}.why": _reasons(plan).encode()}
    if os.environ.get("VENVOY_UPDATE_SNAPSHOTS"):
        for file, actual in expected.items():
            (SNAPSHOTS / file).write_bytes(actual)
    assert {file: (SNAPSHOTS / file).read_bytes() for file in expected} == expected


def _reasons(plan: Plan) -> str:
    """Return why each line changes, and what else the person is told."""
    return why_text(diff(plan)) + why_text(evolve(plan, edits=()))


@pytest.mark.parametrize("name", TELLING)
def test_case_of_the_corpus(name: str) -> None:
    """A telling case becomes what it became when somebody looked at it last."""
    _hold(name, migrated(content(name)))


@pytest.mark.parametrize("installer", [InstallerChoice.PIP, InstallerChoice.UV], ids=lambda choice: choice.value)
@pytest.mark.parametrize("name", samples.names())
def test_sample(name: str, installer: InstallerChoice) -> None:
    """So does each sample, with pip and with uv."""
    _hold(f"{name}.{installer.value}", migrated(_sample(name), installer=installer))


def test_nothing_is_left_over() -> None:
    """Each golden file belongs to a test."""
    names = {*TELLING, *(f"{name}.{installer}" for name in samples.names() for installer in ("pip", "uv"))}

    assert {f"{name}.{kind}" for name in names for kind in ("dockerfile", "why")} == {
        p.name for p in SNAPSHOTS.iterdir()
    }
