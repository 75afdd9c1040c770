"""Where PDM installs: a venv, the interpreter's own site, or __pypackages__."""

from __future__ import annotations

import pytest

from migrating import analysed
from venvoy.model.trace import SiteKind

BASE = "FROM python:3.12-slim\nRUN python -m venv /v\nWORKDIR /p\n"
SYSTEM, VENV, PYPACKAGES = SiteKind.SYSTEM, SiteKind.VENV, SiteKind.PYPACKAGES
HERE = "/p/__pypackages__/3.12"


@pytest.mark.parametrize(
    ("lines", "kind", "root"),
    [
        ("RUN pdm sync", VENV, None),
        ("RUN pdm config python.use_venv false && pdm sync", PYPACKAGES, HERE),
        ("RUN pdm config python.use_venv False\nRUN pdm install --prod", PYPACKAGES, HERE),
        ("ENV PDM_USE_VENV=0\nRUN pdm install", PYPACKAGES, HERE),
        ("RUN PDM_USE_VENV=false pdm install", PYPACKAGES, HERE),
        ("ENV PDM_USE_VENV=1\nRUN pdm install", VENV, None),
        ("RUN mkdir __pypackages__ && pdm sync", PYPACKAGES, HERE),
        ("RUN mkdir -p /p/__pypackages__\nRUN pdm sync --no-editable", PYPACKAGES, HERE),
        ("RUN mkdir /q/__pypackages__ && pdm sync", VENV, None),
        ("RUN mkdir /q/__pypackages__ && pdm sync -p /q", PYPACKAGES, "/q/__pypackages__/3.12"),
        ("ENV VIRTUAL_ENV=/v\nRUN mkdir __pypackages__ && pdm sync", VENV, "/v"),
        ("ENV VIRTUAL_ENV=/v PDM_USE_VENV=0\nRUN pdm sync", PYPACKAGES, HERE),
        ("ENV VIRTUAL_ENV=/v PDM_IGNORE_ACTIVE_VENV=1\nRUN pdm sync", VENV, None),
        ("RUN pdm sync -g -p .", SYSTEM, "/usr/local"),
        ("RUN pdm install --global --project .", SYSTEM, "/usr/local"),
        ("ENV VIRTUAL_ENV=/v\nRUN pdm sync -g -p .", VENV, "/v"),
    ],
)
def test_place(lines: str, kind: SiteKind, root: str | None) -> None:
    """What is switched off, what is active, and what lies in the project decide, in this order."""
    (install,) = analysed(f"{BASE}{lines}\n").trace.installs

    assert (kind, root) == (install.site.kind, install.site.root.text)


def test_the_packages_lie_in_lib() -> None:
    """Modules and scripts have directories of their own below the minor version."""
    (install,) = analysed(f"{BASE}ENV PDM_USE_VENV=0\nRUN pdm sync\n").trace.installs

    assert (f"{HERE}/lib", f"{HERE}/bin") == (install.site.packages, install.site.scripts)
