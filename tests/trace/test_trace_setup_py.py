"""Where setup.py puts what it installs."""

from __future__ import annotations

import pytest

from migrating import analysed
from venvoy.model.trace import SiteKind

BASE = "FROM python:3.11\nRUN python -m venv /v\n"
SYSTEM, VENV, UNKNOWN = SiteKind.SYSTEM, SiteKind.VENV, SiteKind.UNKNOWN


@pytest.mark.parametrize(
    ("command", "kind", "what", "options"),
    [
        ("python setup.py install", SYSTEM, ".", ()),
        ("python3 -W ignore setup.py -q install", SYSTEM, ".", ()),
        ("python setup.py build && python setup.py install", SYSTEM, ".", ()),
        ("python setup.py build_ext install", SYSTEM, ".", ()),
        ("python lib/setup.py develop --no-deps", SYSTEM, "-e .", ()),
        ("/usr/local/bin/python setup.py install", SYSTEM, ".", ()),
        ("/v/bin/python setup.py install", VENV, ".", ()),
        (". /v/bin/activate && python setup.py install", VENV, ".", ()),
        ("python setup.py install --root=/ --single-version-externally-managed", SYSTEM, ".", ()),
        ("python setup.py install --prefix=/usr/local", SYSTEM, ".", ("--prefix",)),
        ("python setup.py install --prefix /opt/x", UNKNOWN, ".", ("--prefix=/opt/x",)),
        ("python setup.py install --root /out", UNKNOWN, ".", ("--root",)),
        ("python setup.py install --user", UNKNOWN, ".", ("--user",)),
        ("python setup.py install --install-lib=/opt/x", UNKNOWN, ".", ("--install-lib",)),
    ],
)
def test_place_of_setup_py(command: str, kind: SiteKind, what: str, options: tuple[str, ...]) -> None:
    """The python that runs it decides; an option that names another place is not followed."""
    (install,) = analysed(f"{BASE}RUN {command}\n").trace.installs

    assert (kind, (what,), options, True) == (
        install.site.kind,
        install.what,
        install.options,
        install.runs_setup_py,
    )


@pytest.mark.parametrize("command", ["setup.py sdist bdist_wheel", "setup.py build_ext --inplace", "setup.py test"])
def test_other_commands_install_nothing(command: str) -> None:
    """Building is not installing."""
    assert () == analysed(f"{BASE}RUN python {command}\n").trace.installs
