"""The smoke test stands behind what its imports need."""

from __future__ import annotations

from itertools import pairwise

import pytest

from migrating import migrated

BASE = "FROM python:3.12-slim\nWORKDIR /app\n"
SITE = "COPY --from=0 /usr/local/lib/python3.12/site-packages /usr/local/lib/python3.12/site-packages\n"
APT = "RUN apt-get update && apt-get install -y libpq5"


def before_test(text: str) -> list[str]:
    """Return the line in front of each smoke test that imports something."""
    lines = [line for line in migrated(text).after.decode().splitlines() if line]
    return [before for before, line in pairwise(lines) if 'RUN python -Ic "import ' in line]


@pytest.mark.parametrize(
    ("text", "before"),
    [
        pytest.param(f"{BASE}RUN pip install psycopg2\n{APT}\nCOPY . .\nCMD x\n", APT, id="a library"),
        pytest.param(
            f"{BASE}RUN pip install psycopg2\n{APT}\nRUN pip install flask\nCMD x\n", APT, id="between installs"
        ),
        pytest.param(
            f"{BASE}RUN pip install psycopg2 && apt-get install -y libpq5\nCMD x\n",
            "RUN apt-get install -y libpq5",
            id="in the same RUN",
        ),
        pytest.param(
            f"{BASE}RUN pip install psycopg2\nUSER app\nENV LD_LIBRARY_PATH=/x\nCMD x\n",
            "ENV LD_LIBRARY_PATH=/x",
            id="a variable",
        ),
        pytest.param(
            f"{BASE}RUN pip install psycopg2\nCOPY --from=debian:bookworm-slim /usr/lib/x /usr/lib/x\nCMD x\n",
            "COPY --from=debian:bookworm-slim /usr/lib/x /usr/lib/x",
            id="from another image",
        ),
        pytest.param(
            f"{BASE}RUN pip install psycopg2\nENV PYTHONUNBUFFERED=1\nRUN useradd app\nCOPY . .\nCMD x\n",
            "COPY --from=build /opt/venv /opt/venv",
            id="nothing that it could need",
        ),
        pytest.param(
            f"{BASE}RUN pip install psycopg2\n{BASE}{SITE}COPY . .\n{APT}\nUSER app\nCMD x\n",
            APT,
            id="in a stage that is given the environment",
        ),
        pytest.param(
            f"FROM python:3.12-slim\nRUN pip wheel -w /w psycopg2\n{BASE}COPY --from=0 /w /w\n"
            f"RUN pip install --no-index --find-links=/w psycopg2\n{APT}\nCMD x\n",
            APT,
            id="upstream",
        ),
    ],
)
def test_behind_what_brings_a_library(text: str, before: str) -> None:
    """An import fails where its library is not there yet; it stays where nothing further could bring one."""
    assert [before] == before_test(text)


def test_nothing_is_imported_where_only_an_heir_has_the_library() -> None:
    """The stage that goes on from it brings the library, so the environment alone is asked."""
    first = f"{BASE}RUN pip install psycopg2\nFROM python:3.12-slim AS given\n{SITE}"
    after = migrated(f"{first}FROM given\n{APT}\n").after.decode()

    assert "import sys; assert any" in after
    assert "import psycopg2" not in after
