"""PDM goes on in a venv, and what kept it from one goes."""

from __future__ import annotations

import pytest

from migrating import migrated, text_after

HEAD = "FROM python:3.12-slim AS b\nRUN pip install pdm\n"
VENV = "RUN python -m venv /opt/venv\nENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH\n"
SMOKE = "RUN python -Ic \"import sys; assert any(p.startswith('/opt/venv/') for p in sys.path), sys.path\"\n"
LAST = f"FROM python:3.12-slim\nENV PATH=/opt/venv/bin:$PATH\nCOPY --from=b /opt/venv /opt/venv\n{SMOKE}"
OFF = "pdm config python.use_venv false"
COPY = "FROM python:3.12-slim\nENV PYTHONPATH=/pk\nCOPY --from=b /p/__pypackages__/3.12/lib /pk\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("RUN mkdir __pypackages__ && pdm sync --no-self\n", "RUN pdm sync --no-self\n"),
        (
            "RUN mkdir __pypackages__ && pdm config python.use_venv false && pdm sync --no-self\n",
            "RUN pdm sync --no-self\n",
        ),
        ("RUN mkdir __pypackages__; pdm sync --no-self\n", "RUN pdm sync --no-self\n"),
        ("RUN PDM_USE_VENV=0 pdm sync --no-self\n", "RUN pdm sync --no-self\n"),
        ("RUN mkdir -p /x/y __pypackages__ && PDM_USE_VENV=0 pdm sync --no-self\n", None),
    ],
)
def test_what_is_forgotten(before: str, after: str | None) -> None:
    """Only what served __pypackages__ is taken out of a chain; a mkdir of more stays."""
    plan = migrated(f"{HEAD}WORKDIR /p\n{before}{COPY}")
    kept = "RUN mkdir -p /x/y __pypackages__ && pdm sync --no-self\n"

    assert text_after(plan) == f"{HEAD}{VENV}WORKDIR /p\n{after or kept}{LAST}"


def test_a_shared_directory_is_not_the_packages_own() -> None:
    """Scripts that were copied into /bin leave its other programs alone."""
    more = 'COPY --from=b /p/__pypackages__/3.12/bin/* /bin/\nCMD ["/bin/tool", "x"]\n'
    plan = migrated(f"{HEAD}WORKDIR /p\nRUN mkdir __pypackages__ && pdm sync --no-self\n{COPY}{more}")

    assert text_after(plan).endswith(f'{SMOKE}CMD ["/bin/tool", "x"]\n')
