"""Releases of the distributions, and the Python that each packages under the name of ``python3``."""

from __future__ import annotations

_MINORS = {
    "stretch": "3.5", "buster": "3.7", "bullseye": "3.9", "bookworm": "3.11", "trixie": "3.13",
    "xenial": "3.5", "bionic": "3.6", "focal": "3.8", "jammy": "3.10", "lunar": "3.11", "mantic": "3.11",
    "noble": "3.12", "oracular": "3.12", "plucky": "3.13", "questing": "3.13",
    "alpine3.12": "3.8", "alpine3.13": "3.8", "alpine3.14": "3.9", "alpine3.15": "3.9", "alpine3.16": "3.10",
    "alpine3.17": "3.10", "alpine3.18": "3.11", "alpine3.19": "3.11", "alpine3.20": "3.12", "alpine3.21": "3.12",
    "alpine3.22": "3.12",
    "ubi8": "3.6", "ubi9": "3.9",
}  # fmt: skip

# PEP 668 came with Debian 12, Ubuntu 23.04 and Alpine 3.19; pip in older releases knows no guard.
_UNGUARDED = frozenset(
    {"stretch", "buster", "bullseye", "xenial", "bionic", "focal", "jammy"}
    | {f"alpine3.{minor}" for minor in range(19)}
)


def packaged_minor(release: str | None) -> str | None:
    """Return the minor version that ``python3`` is in a release; None when it is not known."""
    return _MINORS.get(release or "")


def is_guarded(release: str | None, manager: str) -> bool | None:
    """Return whether pip refuses to fill the Python of a release (PEP 668); None when the release is not known.

    Fedora and what is built on it packages its Python without the marker.
    """
    if manager == "dnf":
        return False
    if release is None or release.startswith("ubi"):
        return None
    return release not in _UNGUARDED
