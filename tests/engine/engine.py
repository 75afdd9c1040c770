"""A container engine, as far as the tests need one: build, look inside, ask, and leave nothing behind."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from attrs import field, frozen

from venvoy.samples import Job, Web

PROBE = Path(__file__).with_name("probe.py").read_bytes()
UV_IMAGE = re.compile(r"ghcr\.io/astral-sh/uv:[\w.-]+")
UV_STAND_IN = "ghcr.io/astral-sh/uv:latest"
SEEDS = frozenset({"pip", "setuptools", "wheel"})
"""What brings packages, and is no package of the application."""
PATIENCE = 60.0
"""Seconds until a service that does not answer is given up."""


class EngineError(Exception):
    """The engine could not do what a test asked for; the message ends with what it said."""


class Exercised(Protocol):
    """An application that says how it is exercised."""

    @property
    def exercise(self) -> Web | Job:
        """One request, or one run."""

    @property
    def environment(self) -> Mapping[str, str]:
        """Variables that its container is started with."""


@frozen
class Distribution:
    """One installed distribution."""

    name: str
    """Normalised."""
    version: str
    at: str
    """The directory that holds its metadata."""
    requires: tuple[str, ...]
    """What it needs, as its metadata says: ``click>=8; python_version > "3.9"``."""


@frozen
class Inside:
    """What is found in an image, with root's eyes."""

    distributions: frozenset[tuple[str, str]]
    """Name and version of everything installed anywhere in the file system, seeds left out."""
    elsewhere: tuple[str, ...]
    """Directories that hold such a distribution and lie outside of the environment of ``python``."""
    foreign_path: tuple[str, ...]
    """Entries of ``sys.path`` under ``-I`` that are neither the environment's nor the standard library's."""
    in_environment: bool
    """True when ``python`` is the one of a virtual environment."""
    prefix: str
    """The environment of ``python``, or its installation."""
    python: str
    """Version of ``python``: ``3.12.1``."""
    installed: tuple[Distribution, ...]
    """Everything installed anywhere in the file system, seeds and all."""
    dead_scripts: tuple[str, ...]
    """Console scripts of ``python``'s environment that could not start: absent, or with a dangling first line.
    Those of seeds are left out: pip's metadata promises a ``pip3.11`` in an environment of 3.12."""


@frozen
class Reply:
    """What came out of an exercise."""

    status: int
    """The HTTP status of a service, the exit code of a job."""
    text: str
    """The body of the answer, or the standard output."""


@frozen(eq=False)
class Engine:
    """The client of a running engine; all that it makes carries one label, by which it is found again."""

    client: str
    """Path of the client program."""
    label: str = field(factory=lambda: f"venvoy.test={uuid.uuid4().hex}")
    borrowed: list[str] = field(factory=list)
    """Image names that were made for the time of the tests."""

    def build(self, context: Path, target: str | None = None) -> str:
        """Build the ``Dockerfile`` in *context* up to *target* (or its end), and return the image's id."""
        dockerfile = context / "Dockerfile"
        self._provide_uv(dockerfile.read_text("utf-8"))
        to = () if target is None else ("--target", target)
        identity = context.with_name(context.name + ".iid")
        self._run(
            "build", "--progress=plain", "--label", self.label, "--iidfile", identity, *to, "-f", dockerfile, context
        )
        return identity.read_text("ascii").strip()

    def inside(self, image: str) -> Inside:
        """Return what *image* holds, and where its ``python`` looks in isolated mode."""
        as_root = ("--user", "0", "--workdir", "/", "--entrypoint", "python3")
        found = json.loads(
            self._run("run", "--rm", "--interactive", *self._labelled(), *as_root, image, "-I", "-", feed=PROBE)
        )
        installed = tuple(
            Distribution(name, version, at, tuple(requires)) for name, version, at, requires in found["distributions"]
        )
        packages = [one for one in installed if one.name not in SEEDS]
        return Inside(
            distributions=frozenset((one.name, one.version) for one in packages),
            elsewhere=tuple(sorted({one.at for one in packages if not below(one.at, found["prefix"])})),
            foreign_path=tuple(
                entry
                for entry in found["sys_path"]
                if entry not in found["standard_library"] and not below(entry, found["prefix"])
            ),
            in_environment=found["in_environment"],
            prefix=found["prefix"],
            python=found["python"],
            installed=installed,
            dead_scripts=tuple(script for name, script in found["dead_scripts"] if name not in SEEDS),
        )

    def exercise(self, image: str, application: Exercised) -> Reply:
        """Run *image* as *application* says, and return what comes out."""
        return self.start(image, application.exercise, _variables(application.environment))

    def start(self, image: str, exercise: Web | Job, options: Sequence[str], command: Sequence[str] = ()) -> Reply:
        """Run *image* with the *options* of ``docker run`` and *command* instead of its own, and return what comes out.

        The command of a job goes before *command*.
        """
        if isinstance(exercise, Web):
            return self._ask(image, exercise, options, command)
        done = _call(self.client, "run", "--rm", *self._labelled(), *options, image, *(exercise.command or command))
        return Reply(done.returncode, done.stdout.decode())

    def run(self, image: str, *command: str) -> str:
        """Return what *command* prints in a container of *image*; the image need not be one that was built here."""
        return self._run("run", "--rm", *self._labelled(), image, *command)

    def size(self, image: str) -> int:
        """Return the size of *image* in bytes, the layers of its base included."""
        return int(self._run("image", "inspect", "--format", "{{.Size}}", image))

    def export(self, dockerfile: str, context: Path) -> None:
        """Build *dockerfile* over *context*, and put what its last stage holds into *context*."""
        place = context.with_name(context.name + ".export.Dockerfile")
        place.write_text(dockerfile, "utf-8")
        self._run("build", "--progress=plain", "--output", context, "-f", place, context)

    def sweep(self) -> None:
        """Remove every container and image that was made here, and the borrowed names."""
        mine = ("--filter", f"label={self.label}")
        if containers := self._run("ps", "--all", "--quiet", *mine).split():
            self._run("rm", "--force", *containers)
        if images := sorted(set(self._run("images", "--all", "--quiet", "--no-trunc", *mine).split())):
            self._run("rmi", "--force", *images)
        if self.borrowed:
            self._run("rmi", *self.borrowed)

    def _provide_uv(self, dockerfile: str) -> None:
        """Let an engine without a registry find the uv image that *dockerfile* names, if it has any at all."""
        for image in sorted(set(UV_IMAGE.findall(dockerfile))):
            if not self._has(image) and self._has(UV_STAND_IN):
                self._run("tag", UV_STAND_IN, image)
                self.borrowed.append(image)

    def _has(self, image: str) -> bool:
        return _call(self.client, "image", "inspect", image).returncode == 0

    def _ask(self, image: str, web: Web, options: Sequence[str], command: Sequence[str]) -> Reply:
        publish = ("--publish", f"127.0.0.1::{web.port}")
        with self._service(*publish, *options, image, *command) as container:
            return self.answer(container, web)

    def answer(self, container: str, web: Web) -> Reply:
        """Return what the service in a running *container* answers; EngineError with its log when it does not."""
        give_up = time.monotonic() + PATIENCE
        while (address := self._address(container, web.port)) and time.monotonic() < give_up:
            if reply := _request(f"http://{address}{web.path}"):
                return reply
            time.sleep(0.1)
        logs = _call(self.client, "logs", container)
        raise EngineError(f"no answer from port {web.port}\n{(logs.stdout + logs.stderr).decode(errors='replace')}")

    def mounted(self, container: str) -> frozenset[str]:
        """Return the directories of the host that a *container* has in it: of bind mounts, and of volumes on one."""
        mounts = json.loads(self._run("inspect", "--format", "{{json .Mounts}}", container))
        volumes = [one["Name"] for one in mounts if one["Type"] == "volume"]
        options = json.loads(self._run("volume", "inspect", *volumes)) if volumes else []
        devices = ((one["Options"] or {}).get("device") for one in options)
        return frozenset([*(one["Source"] for one in mounts if one["Type"] == "bind"), *filter(None, devices)])

    def _address(self, container: str, port: int) -> str | None:
        """Return where the host reaches *port*; None when the container has ended."""
        told = _call(self.client, "port", container, f"{port}/tcp")
        return told.stdout.decode().splitlines()[0] if told.returncode == 0 else None

    @contextmanager
    def _service(self, *arguments: str) -> Iterator[str]:
        container = self._run("run", "--detach", *self._labelled(), *arguments).strip()
        try:
            yield container
        finally:
            self._run("rm", "--force", "--volumes", container)

    def _labelled(self) -> tuple[str, str]:
        return ("--label", self.label)

    def _run(self, *arguments: str | Path, feed: bytes = b"") -> str:
        """Return what the client prints; its last lines are in the error when it fails."""
        done = _call(self.client, *arguments, feed=feed)
        if done.returncode != 0:
            said = (done.stdout + done.stderr).decode(errors="replace").splitlines()
            raise EngineError("\n".join([f"{arguments[0]} ended with {done.returncode}", *said[-40:]]))
        return done.stdout.decode()


def find_engine() -> Engine | None:
    """Return the engine of this machine, or None when none answers."""
    # a distribution's own client knows BuildKit without plug-ins, which another one on PATH may be lacking
    debian = Path("/usr/bin/docker")
    client = str(debian) if debian.exists() else shutil.which("docker")
    if client is None or _call(client, "version").returncode != 0:
        return None
    return Engine(client)


def _call(client: str, *arguments: str | Path, feed: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | {"DOCKER_BUILDKIT": "1"}
    return subprocess.run([client, *arguments], input=feed, env=environment, capture_output=True, check=False)


def _variables(environment: Mapping[str, str]) -> list[str]:
    return [word for name, value in environment.items() for word in ("--env", f"{name}={value}")]


def below(path: str, directory: str) -> bool:
    """Return True when *path* is *directory*, or lies in it."""
    return Path(path).is_relative_to(directory)


def _request(address: str) -> Reply | None:
    """Ask *address* without any proxy; None when nobody listens yet."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(address, timeout=5) as answer:
            return Reply(answer.status, answer.read().decode())
    except urllib.error.HTTPError as refusal:
        return Reply(refusal.code, refusal.read().decode())
    except OSError:
        return None
