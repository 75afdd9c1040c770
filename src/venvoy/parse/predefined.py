"""Build arguments that exist without being declared, as Docker's reference for ARG lists them."""

from __future__ import annotations

PLATFORM_ARGUMENTS = frozenset(
    {
        "BUILDPLATFORM",
        "BUILDOS",
        "BUILDOSVERSION",
        "BUILDARCH",
        "BUILDVARIANT",
        "TARGETPLATFORM",
        "TARGETOS",
        "TARGETOSVERSION",
        "TARGETARCH",
        "TARGETVARIANT",
        "TARGETSTAGE",
    }
)
"""Always set by BuildKit: visible in FROM at once, in a stage only behind an ARG that names them."""

PROXY_ARGUMENTS = frozenset(
    name
    for upper in ("HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY", "ALL_PROXY")
    for name in (upper, upper.lower())
)
"""Visible in every stage without an ARG; unset unless the person who builds gives them."""
