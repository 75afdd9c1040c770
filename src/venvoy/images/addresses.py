"""Where an engine may listen: as the docker client would look, and then where Desktop, rootless engines and Podman are.

The order is that of the docker client (DOCKER_HOST, DOCKER_CONTEXT, the current context); the sockets behind it are
those that Docker's documentation of rootless mode and Desktop, and ``podman system service``, name.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import field, frozen


@frozen
class Address:
    """One place to try."""

    url: str
    found: str
    """For messages: where the address comes from."""
    context: str | None = None
    """Name of the docker context, which the client program is told."""
    tls: Any = field(default=None, repr=False)
    """The docker SDK's settings for TLS; None for none."""


def addresses(environ: Mapping[str, str]) -> Iterator[Address]:
    """Yield where an engine may listen, most wanted first; only one when the person has named one."""
    if host := environ.get("DOCKER_HOST"):
        yield Address(host, "DOCKER_HOST", tls=_variables_tls(environ))
        return
    named = _context(environ)
    if named is not None:
        yield named
        return
    for path, found in _sockets(environ):
        if path.exists():
            yield Address(f"unix://{path}", found)


def _sockets(environ: Mapping[str, str]) -> Iterator[tuple[Path, str]]:
    home = Path(environ.get("HOME", "/"))
    run = Path(environ.get("XDG_RUNTIME_DIR", f"/run/user/{os.getuid()}"))
    yield Path("/var/run/docker.sock"), "the engine's usual socket"
    yield home / ".docker" / "run" / "docker.sock", "the socket of Docker Desktop"
    yield home / ".docker" / "desktop" / "docker.sock", "the socket of Docker Desktop"
    yield run / "docker.sock", "the socket of a rootless engine"
    yield run / "podman" / "podman.sock", "the socket of a rootless Podman"
    yield Path("/run/podman/podman.sock"), "Podman's socket"


def _variables_tls(environ: Mapping[str, str]) -> Any:
    """Return what DOCKER_TLS_VERIFY and DOCKER_CERT_PATH ask for, as the docker client reads them."""
    verify = bool(environ.get("DOCKER_TLS_VERIFY"))
    place = environ.get("DOCKER_CERT_PATH")
    if not verify and not place:
        return None
    from docker.tls import TLSConfig

    directory = Path(place) if place else Path(environ.get("HOME", "/"), ".docker")
    pair = (str(directory / "cert.pem"), str(directory / "key.pem"))
    return TLSConfig(client_cert=pair, ca_cert=str(directory / "ca.pem"), verify=verify)


def _context(environ: Mapping[str, str]) -> Address | None:
    """Return the endpoint of the context that is set; None for the default one."""
    from docker.context import ContextAPI
    from docker.context.config import get_current_context_name

    name = environ.get("DOCKER_CONTEXT") or get_current_context_name()
    if name == "default":
        return None
    context = ContextAPI.get_context(name)
    if context is None:
        return Address("", f"the context {name}, which does not exist", context=name)
    return Address(context.Host, f"the context {name}", context=name, tls=context.TLSConfig)
