"""uv sync makes its environment at the venv's path."""

from __future__ import annotations

import pytest

from migrating import migrated, text_after

HEAD = "FROM python:3.12-slim AS a\n"
PATH = "ENV PATH=/opt/venv/bin:$PATH\n"
LAST = "FROM python:3.12-slim\nCOPY --from=a /usr/local /usr/local\n"
COPIED = (
    f"FROM python:3.12-slim\n{PATH}COPY --from=a /opt/venv /opt/venv\n"
    "RUN python -Ic \"import sys; assert any(p.startswith('/opt/venv/') for p in sys.path), sys.path\"\n"
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "ENV UV_PROJECT_ENVIRONMENT=/usr/local\nRUN uv sync --locked --no-install-project\n",
            f"ENV UV_PROJECT_ENVIRONMENT=/opt/venv\n{PATH}RUN uv sync --locked --no-install-project\n",
            id="ENV",
        ),
        pytest.param(
            "ENV A=b UV_PROJECT_ENVIRONMENT='/usr/local/'\nRUN uv sync --no-editable\n",
            f"ENV A=b UV_PROJECT_ENVIRONMENT='/opt/venv'\n{PATH}RUN uv sync --no-editable\n",
            id="quoted, beside another",
        ),
        pytest.param(
            "RUN UV_PROJECT_ENVIRONMENT=/usr/local uv sync --no-editable\n",
            f"{PATH}RUN UV_PROJECT_ENVIRONMENT=/opt/venv uv sync --no-editable\n",
            id="in front of the command",
        ),
        pytest.param(
            "RUN export UV_PROJECT_ENVIRONMENT=/usr/local && uv sync --no-editable && uv sync --no-editable -q\n",
            f"{PATH}RUN export UV_PROJECT_ENVIRONMENT=/opt/venv && uv sync --no-editable && uv sync --no-editable -q\n",
            id="exported for two",
        ),
        pytest.param(
            "ENV UV_PROJECT_ENVIRONMENT=/usr/local\nRUN uv sync --no-editable\nRUN uv pip install --system x\n",
            "ENV UV_PROJECT_ENVIRONMENT=/opt/venv\nENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH\n"
            "RUN uv sync --no-editable\nRUN uv pip install x\n",
            id="uv pip behind it",
        ),
    ],
)
def test_variable_names_the_venv(before: str, after: str) -> None:
    """Wherever the variable is set, it names the venv; uv makes it, and it is copied in the place of the prefix."""
    assert f"{HEAD}{after}{COPIED}" == text_after(migrated(f"{HEAD}{before}{LAST}"))
