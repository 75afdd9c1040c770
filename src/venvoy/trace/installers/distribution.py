"""The distributions' own package managers, which may bring a Python, or packages for it."""

from __future__ import annotations

from venvoy.trace.invocation import Invocation

_MANAGERS = {"apt-get", "apt", "aptitude", "apk", "dnf", "microdnf", "yum", "zypper"}


def system_packages(run: Invocation) -> tuple[str, ...]:
    """Return the packages that apt, apk or dnf is asked to install; empty for any other command."""
    if run.program not in _MANAGERS:
        return ()
    words = [value for value in run.values if value is not None and not value.startswith("-")]
    if not words or words[0] not in {"install", "add", "in"}:
        return ()
    return tuple(words[1:])
