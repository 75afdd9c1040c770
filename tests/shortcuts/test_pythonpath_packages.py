"""PYTHONPATH: which entries lend packages, and what takes their place."""

from __future__ import annotations

import pytest

from migrating import analysed, migrated, text_after
from venvoy.model.finding import Finding

PACKAGES = "/opt/venv/lib/python3.12/site-packages"
BUILD = "FROM python:3.12 AS build\nRUN python -m venv /opt/venv\nRUN /opt/venv/bin/pip install flask\n"
LAST = f"{BUILD}FROM python:3.12-slim\nCOPY --from=build /opt/venv /opt/venv\n"


def found(text: str) -> tuple[Finding, ...]:
    """Return the findings of this shortcut."""
    return tuple(f for f in analysed(text).review.findings if f.shortcut == "pythonpath-packages")


@pytest.mark.parametrize(
    ("env", "after"),
    [
        (f"ENV PYTHONPATH={PACKAGES}", "ENV PATH=/opt/venv/bin:$PATH"),
        (f"ENV PYTHONPATH {PACKAGES}", "ENV PATH /opt/venv/bin:$PATH"),
        (f'ENV PYTHONPATH="{PACKAGES}:$PYTHONPATH"', 'ENV PATH="/opt/venv/bin:$PATH"'),
        (f"ENV PYTHONPATH=/srv:{PACKAGES}", "ENV PATH=/opt/venv/bin:$PATH\nENV PYTHONPATH=/srv"),
        (f"ENV A=1 PYTHONPATH={PACKAGES} B=2", "ENV A=1 PATH=/opt/venv/bin:$PATH B=2"),
        (f"ENV PYTHONPATH={PACKAGES} PATH=/x:$PATH", "ENV PATH=/opt/venv/bin:/x:$PATH"),
        (f"ENV PATH=$PATH:/opt/venv/bin PYTHONPATH={PACKAGES}", "ENV PATH=/opt/venv/bin:$PATH"),
        (f"ENV PATH=/x:$PATH PYTHONPATH=/srv:{PACKAGES}", "ENV PATH=/opt/venv/bin:/x:$PATH PYTHONPATH=/srv"),
    ],
)
def test_the_venvs_own_python_takes_over(env: str, after: str) -> None:
    """PATH names the venv's bin first; what else the lines set stays as it was."""
    assert f"{after}\nCMD python app.py" in text_after(migrated(f"{LAST}{env}\nCMD python app.py\n"))


@pytest.mark.parametrize(
    "text",
    [
        f"{LAST}ENV PYTHONPATH=/app:/app/src\n",
        f"{LAST}ENV PATH=/opt/venv/bin:$PATH PYTHONPATH={PACKAGES}\n",
        f"{LAST}ENV PYTHONPATH=/opt/venv\n",
        f"{LAST}ENV OTHER={PACKAGES}\n",
        f"FROM python:3.12\nENV PYTHONPATH={PACKAGES}\n",
        "FROM debian\nRUN apt-get install -y python3-gi\nENV PYTHONPATH=/usr/lib/python3/dist-packages\n",
        f"{BUILD}ENV PYTHONPATH={PACKAGES}\nFROM python:3.12-slim\nCOPY --from=build /etc/x /etc/x\n",
    ],
)
def test_what_lends_nothing(text: str) -> None:
    """Sources, the venv's own python, another variable, what is not there, and a stage that does not ship."""
    assert () == found(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f'{LAST}ENV PYTHONPATH={PACKAGES}\nCMD ["/usr/local/bin/python", "a.py"]\n', "by its path"),
        (f"{LAST}RUN pip install gunicorn\nENV PYTHONPATH={PACKAGES}\n", "does not see"),
        (f"{LAST}ENV PYTHONPATH={PACKAGES}\nENV PATH=/usr/local/bin:/usr/bin:/bin\n", "sets PATH as a whole"),
        (
            (
                f"{BUILD}FROM gcr.io/distroless/python3-debian12\nCOPY --from=build /opt/venv /opt/venv\n"
                f"ENV PYTHONPATH={PACKAGES}\n"
            ),
            "Python is in",
        ),
        (
            "FROM python:3.12\nRUN apt-get install -y python3-gi\nENV PYTHONPATH=/usr/lib/python3/dist-packages\n",
            "which packages of the distribution",
        ),
    ],
)
def test_where_the_venvs_python_cannot_simply_take_over(text: str, reason: str) -> None:
    """Each is a question with the line that it is about."""
    assert [True] == [reason in item.reason for item in found(text)]
