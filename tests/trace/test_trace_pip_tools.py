"""Whose packages pip-sync looks after."""

from __future__ import annotations

import pytest

from migrating import analysed
from venvoy.model.trace import Installer, SiteKind

SYSTEM, VENV, UNKNOWN = SiteKind.SYSTEM, SiteKind.VENV, SiteKind.UNKNOWN
BASE = "FROM python:3.12-slim\n"
MADE = "RUN python -m venv /v\nENV PATH=/v/bin:$PATH\n"
TOOLS = "RUN pip install pip-tools\n"


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (f"{TOOLS}RUN pip-sync r.txt", SYSTEM),
        (f"{TOOLS}RUN pip-sync --pip-args '--no-cache-dir' r.txt", SYSTEM),
        (f"{TOOLS}RUN python -m piptools sync r.txt", SYSTEM),
        (f"{TOOLS}{MADE}RUN pip-sync r.txt", SYSTEM),
        (f"{MADE}{TOOLS}RUN pip-sync r.txt", VENV),
        (f"{MADE}{TOOLS}RUN python -m piptools sync r.txt", VENV),
        (f"{TOOLS}{MADE}RUN pip-sync --python-executable /v/bin/python r.txt", VENV),
        (f"{MADE}RUN /v/bin/pip install pip-tools && /v/bin/pip-sync r.txt", VENV),
        (f"{TOOLS}RUN pip-sync --user r.txt", UNKNOWN),
        (f"{TOOLS}RUN pip-sync --pip-args '--target /x' r.txt", UNKNOWN),
    ],
)
def test_place(lines: str, kind: SiteKind) -> None:
    """The interpreter that has pip-tools, unless an option names another; PATH does not decide."""
    installs = analysed(f"{BASE}{lines}\n").trace.installs

    assert [kind] == [i.site.kind for i in installs if i.installer is Installer.PIP_TOOLS]
