"""setup.py goes on installing, by the venv's python."""

from __future__ import annotations

import pytest

from migrating import migrated, text_after

VENV = "RUN python -m venv /opt/venv\nENV PATH=/opt/venv/bin:$PATH\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("python setup.py install", "python setup.py install", id="by the python on PATH"),
        pytest.param("/usr/local/bin/python setup.py install", "/opt/venv/bin/python setup.py install", id="by path"),
        pytest.param("python setup.py install --prefix=/usr/local", "python setup.py install", id="its own prefix"),
        pytest.param("python setup.py install --root=/", "python setup.py install --root=/", id="the root"),
    ],
)
def test_command(before: str, after: str) -> None:
    """The command stays; only a path or a prefix that would pass the venv by is changed."""
    plan = migrated(f"FROM python:3.11\nCOPY . /src\nWORKDIR /src\nRUN {before}\n")

    assert f"FROM python:3.11\n{VENV}COPY . /src\nWORKDIR /src\nRUN {after}\n" == text_after(plan)


def test_setuptools_moves_along() -> None:
    """What Python's venv lacks since 3.12 is installed into it, as it was into the interpreter."""
    plan = migrated("FROM python:3.13\nRUN pip install setuptools\nRUN python setup.py install\n")

    assert text_after(plan) == (
        "FROM python:3.13\nRUN python -m venv /opt/venv\nENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1\n"
        "RUN pip install setuptools\nRUN python setup.py install\n"
    )
