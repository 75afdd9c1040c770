"""Which engine is found, and what is said when there is none."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from venvoy.images.addresses import addresses
from venvoy.images.clients import building_client
from venvoy.images.discovery import connect
from venvoy.model.engine import Builder, Lack, NoEngine

NOWHERE = {"HOME": "/nonexistent", "XDG_RUNTIME_DIR": "/nonexistent", "PATH": ""}


def test_docker_host_is_the_only_place_that_is_tried() -> None:
    """Who names an engine wants that one, or none."""
    found = connect(environ={**NOWHERE, "DOCKER_HOST": "unix:///nonexistent/docker.sock"})

    assert isinstance(found, NoEngine)
    assert (Lack.ABSENT, "No engine answers at unix:///nonexistent/docker.sock (DOCKER_HOST).") == (
        found.lack,
        found.reason,
    )


@pytest.mark.parametrize("host", ["tcp://", "ftp://x", "nonsense://", "tcp://127.0.0.1:1"])
def test_an_address_that_makes_no_sense_is_told(host: str) -> None:
    """No traceback, whatever the variable holds."""
    assert isinstance(connect(environ={**NOWHERE, "DOCKER_HOST": host}), NoEngine)


def test_sockets_of_rootless_engines_are_found(tmp_path: Path) -> None:
    """Desktop, rootless Docker and Podman listen below the home and the run directory of their user."""
    wanted = [
        tmp_path / ".docker/run/docker.sock",
        tmp_path / "run/docker.sock",
        tmp_path / "run/podman/podman.sock",
    ]
    for place in wanted:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch()
    found = [one.url for one in addresses({"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path / "run")})]

    assert [f"unix://{place}" for place in wanted] == [url for url in found if str(tmp_path) in url]


def test_what_answers_but_is_no_engine_is_told(tmp_path: Path) -> None:
    """A server of another kind is not spoken to any further."""
    place = tmp_path / "s"
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(str(place))
    listener.listen()

    def answer() -> None:
        for _ in range(2):
            client, _address = listener.accept()
            client.recv(65536)
            client.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno")
            client.close()

    threading.Thread(target=answer, daemon=True).start()
    found = connect(environ={**NOWHERE, "DOCKER_HOST": f"unix://{place}"})

    assert isinstance(found, NoEngine)
    assert Lack.VERSION is found.lack


AS_NOBODY = """
import os, sys
from venvoy.images.discovery import connect
import docker.transport.unixconn
if os.geteuid() == 0:
    os.setegid(65534); os.seteuid(65534)
print(connect(environ={"DOCKER_HOST": sys.argv[1], "PATH": "", "HOME": "/"}).lack.value)
"""


def test_a_socket_that_one_may_not_use_is_told(tmp_path: Path) -> None:
    """The commonest trouble of all: the user is not in the group of the socket."""
    place = tmp_path / "s"
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(str(place))
    place.chmod(0)
    for above in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
        above.chmod(above.stat().st_mode | stat.S_IXOTH)
    done = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, f"unix://{place}"], capture_output=True, text=True, check=False
    )

    assert "permission" == done.stdout.strip(), done.stderr


def client(place: Path, version: str, *, buildx: bool = False) -> Path:
    """Write a docker client that tells its version."""
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(f'#!/bin/sh\n[ "$1" = buildx ] && exit {0 if buildx else 1}\necho "{version}"\n')
    place.chmod(0o755)
    return place


@pytest.mark.parametrize(
    ("version", "buildx", "builder"),
    [
        ("Docker version 20.10.24+dfsg1, build 297e128", False, Builder.BUILDKIT),
        ("Docker version 20.10.24, build x", True, Builder.BUILDX),
        ("Docker version 28.2.2, build e6534b4", True, Builder.BUILDX),
        ("Docker version 28.2.2, build e6534b4", False, None),
        ("Docker version 17.03.2-ce, build x", False, None),
        ("podman version 4.3.1", False, None),
        ("podman version 4.3.1", True, None),
        ("nonsense", False, None),
    ],
)
def test_a_client_is_asked_what_it_can_build_with(
    version: str,
    buildx: bool,
    builder: Builder | None,
    tmp_path: Path,
) -> None:
    """The plug-in, or a version that has BuildKit built in; a newer one without the plug-in cannot build."""
    client(tmp_path / "docker", version, buildx=buildx)
    found = building_client(None, {"PATH": str(tmp_path)})

    assert builder is (None if found is None else found.builder)


def test_a_client_with_buildx_wins_over_one_that_comes_first(tmp_path: Path) -> None:
    """On machines with two clients the better builder is taken."""
    client(tmp_path / "a" / "docker", "Docker version 20.10.24, build x")
    better = client(tmp_path / "b" / "docker", "Docker version 28.0.0, build x", buildx=True)
    found = building_client(None, {"PATH": os.pathsep.join([str(tmp_path / "a"), ".", str(tmp_path / "b")])})

    assert found is not None
    assert (str(better), Builder.BUILDX) == (found.path, found.builder)


def test_a_client_that_is_not_there_is_told() -> None:
    """A program that was named is used, or nothing is."""
    found = connect(docker_cli="/nonexistent/docker", environ=NOWHERE)

    assert isinstance(found, NoEngine)
    assert Lack.CLIENT is found.lack
