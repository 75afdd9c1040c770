"""An engine whose disk is full, for real: one of the test's own, on a file system of 400 MB in memory."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import evolve

from engine import Engine as Client
from venvoy.model.build import Halt, Halted

from .conftest import WITHOUT_CLIENT, Workbench, pair

pytestmark = [pytest.mark.engine, pytest.mark.xdist_group("images")]

BASE = "debian:bookworm-slim"
FILLING = f"FROM {BASE}\nRUN head -c 600000000 /dev/zero > /large\n"
PATIENCE = 60


@pytest.fixture(name="small", scope="module")
def _small(engine: Client, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of an engine with little room, which has the base image."""
    dockerd = shutil.which("dockerd", path=f"{os.environ['PATH']}:/usr/sbin")
    if dockerd is None or os.geteuid() != 0:
        pytest.skip("an engine of the test's own needs dockerd and root")
    place = tmp_path_factory.mktemp("small")
    disk = place / "disk"
    disk.mkdir()
    address = f"unix://{place}/e.sock"
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400m", "none", str(disk)], check=True)
    words = ["--data-root", f"{disk}/data", "--exec-root", f"{place}/exec", "--pidfile", f"{place}/pid"]
    # A network namespace of its own: an engine without a bridge takes docker0 away, which is that of the other engine.
    apart = ["unshare", "--net", "--", dockerd, "--bridge=none", "--iptables=false", "--ip-masq=false"]
    with (place / "log").open("wb") as log:
        child = subprocess.Popen([*apart, "--host", address, *words], stdout=log, stderr=log)
    try:
        _filled(address, place)
        yield address
    finally:
        child.terminate()
        child.wait(PATIENCE)
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def _filled(address: str, place: Path) -> None:
    """Wait for the engine at *address*, and give it the base image."""
    archive = place / "base.tar"
    subprocess.run(["docker", "save", "--output", str(archive), BASE], check=True)
    load = ["docker", "--host", address, "load", "--input", str(archive)]
    give_up = time.monotonic() + PATIENCE
    while (done := subprocess.run(load, capture_output=True, text=True, check=False)).returncode != 0:
        assert time.monotonic() < give_up, done.stderr
        time.sleep(0.5)
    archive.unlink()


@pytest.mark.parametrize("environ", [pytest.param({}, id="client"), pytest.param(WITHOUT_CLIENT, id="classic builder")])
def test_a_full_disk_is_told(environ: dict[str, str], small: str, workbench: Workbench, tmp_path: Path) -> None:
    """It is no failure of the Dockerfile, there is a next step, and nothing that was made stays."""
    of = pair(tmp_path, FILLING)
    of = evolve(of, settings=evolve(of.settings, network="none"))
    with workbench.place(of, environ={**environ, "DOCKER_HOST": small}) as place:
        found = place.compare(1)
        left = place.builds.connection.client.api.containers(all=True, filters={"label": place.builds.connection.label})

    assert isinstance(found, Halted)
    assert (Halt.DISK_FULL, True) == (found.halt, bool(found.next_step))
    assert [] == left
