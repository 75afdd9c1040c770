"""Where uv's project interface installs."""

from __future__ import annotations

import pytest

from migrating import analysed
from venvoy.model.trace import Install, SiteKind

BASE = "FROM python:3.12-slim\nWORKDIR /srv\n"
SYSTEM, VENV, UNKNOWN = SiteKind.SYSTEM, SiteKind.VENV, SiteKind.UNKNOWN


def only(text: str) -> Install:
    """Return the one install of a Dockerfile."""
    (install,) = analysed(text).trace.installs
    return install


@pytest.mark.parametrize(
    ("lines", "kind", "root"),
    [
        ("RUN uv sync", VENV, "/srv/.venv"),
        ("RUN uv sync --frozen --project api", VENV, "/srv/api/.venv"),
        ("RUN cd api && uv sync", VENV, "/srv/api/.venv"),
        ("ENV UV_PROJECT_ENVIRONMENT=/opt/venv\nRUN uv sync", VENV, "/opt/venv"),
        ("ENV UV_PROJECT_ENVIRONMENT=/usr/local\nRUN uv sync", SYSTEM, "/usr/local"),
        ("ENV UV_PROJECT_ENVIRONMENT='/usr/local/'\nRUN uv sync --inexact", SYSTEM, "/usr/local"),
        ("ENV P=/usr/local\nENV UV_PROJECT_ENVIRONMENT=$P\nRUN uv sync", SYSTEM, "/usr/local"),
        ("RUN UV_PROJECT_ENVIRONMENT=/usr/local uv sync", SYSTEM, "/usr/local"),
        ("RUN export UV_PROJECT_ENVIRONMENT=/usr/local && uv sync", SYSTEM, "/usr/local"),
        ("RUN env UV_PROJECT_ENVIRONMENT=/usr/local uv sync", SYSTEM, "/usr/local"),
        ("RUN UV_PROJECT_ENVIRONMENT=$(python -c 'import sys; print(sys.prefix)') uv sync", SYSTEM, "/usr/local"),
        ("RUN UV_PROJECT_ENVIRONMENT=$(cat /where) uv sync", UNKNOWN, None),
        ("ENV VIRTUAL_ENV=/usr/local\nRUN uv sync --active", SYSTEM, "/usr/local"),
        ("ENV VIRTUAL_ENV=/usr/local\nRUN uv sync", VENV, "/srv/.venv"),
        ("ENV UV_SYSTEM_PYTHON=1\nRUN uv sync", VENV, "/srv/.venv"),
        ("ENV UV_PROJECT_ENVIRONMENT=/usr/local\nRUN uv add flask", SYSTEM, "/usr/local"),
    ],
)
def test_project_environment(lines: str, kind: SiteKind, root: str | None) -> None:
    """UV_PROJECT_ENVIRONMENT decides, with --active VIRTUAL_ENV; otherwise it is .venv in the project."""
    install = only(f"{BASE}{lines}\n")

    assert (kind, root, True) == (install.site.kind, install.site.root.text, install.syncs_project)
