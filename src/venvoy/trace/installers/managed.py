"""Pythons that uv brings along, in place of the image's own."""

from __future__ import annotations

import re
from collections.abc import Mapping

from attrs import frozen

from venvoy.trace.invocation import Invocation
from venvoy.trace.moment import Moment

_VERSION = re.compile(r"(?:python|cpython[-@]?)?(?P<minor>\d+\.\d+)(?:\.\d+)?")
_NO_DOWNLOADS = {"never", "manual", "0", "false", "no", "off"}


@frozen
class Wish:
    """Which Python a command of uv asks for, and whether that is one that uv brings."""

    minor: str | None
    """Minor version; None when no version is asked for by the command or its environment."""
    managed: bool
    """True when it surely is one of uv's own, which lies outside of the venv and of the image's Python."""
    open: bool
    """True when neither the command nor its environment decides, so that the project's files do."""


def minor_of(request: str) -> str | None:
    """Return the minor version of a request such as ``3.12``, ``3.12.4``, ``python3.12`` or ``cpython-3.12``."""
    found = _VERSION.fullmatch(request.strip())
    return found["minor"] if found else None


def wish_of(run: Invocation, options: Mapping[str, str], moment: Moment) -> Wish:
    """Return what *run*, a command of uv's with *options*, makes a venv with (uv docs, "Python versions")."""
    request = options.get("--python") or options.get("-p") or _text("UV_PYTHON", run, moment)
    minor = minor_of(request)
    preference = options.get("--python-preference") or _text("UV_PYTHON_PREFERENCE", run, moment)
    if "--managed-python" in options or moment.switched_on("UV_MANAGED_PYTHON", run.environment):
        preference = "only-managed"
    if "--no-managed-python" in options or moment.switched_on("UV_NO_MANAGED_PYTHON", run.environment):
        preference = "only-system"
    if preference in {"only-managed", "only-system"}:
        return Wish(minor, preference == "only-managed", open=False)
    installed = moment.state.managed if preference != "system" else set[str]()
    if installed and not request:
        return Wish(next(iter(installed)) or None if len(installed) == 1 else None, managed=True, open=False)
    if minor is not None and minor in installed:
        return Wish(minor, managed=True, open=False)
    downloads = _text("UV_PYTHON_DOWNLOADS", run, moment).lower() not in _NO_DOWNLOADS
    own = moment.state.base.python
    elsewhere = minor is not None and own is not None and own.certain and own.text != minor
    return Wish(minor, managed=elsewhere and downloads and not moment.state.packaged, open=not request and downloads)


def _text(name: str, run: Invocation, moment: Moment) -> str:
    value = moment.variable(name, run.environment)
    return (value.text if value is not None else None) or ""


def brought(run: Invocation) -> tuple[str, ...]:
    """Return the minor versions that ``uv python install`` brings, an empty one for none; nothing for others."""
    if run.program != "uv" or run.values[:2] != ("python", "install"):
        return ()
    named = [value for value in run.values[2:] if value is not None and not value.startswith("-")]
    return tuple(minor_of(value) or "" for value in named) or ("",)
