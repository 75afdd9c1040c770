"""Docker Compose itself, as far as the tests need it: what files mean to it, and services that it starts."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from attrs import frozen
from ruamel.yaml import YAML

PORT = "127.0.0.1:0"
"""What ``${PORT:-8000}`` of a compose file is set to, so that no two projects want the same port of the machine."""


class ComposeError(Exception):
    """Compose refused; the message is what it said."""


@frozen
class Compose:
    """A Compose that works."""

    words: tuple[str, ...]
    """The command that starts it."""
    is_first: bool = False
    """True for version 1, which knows less."""

    def config(
        self, root: Path, files: Sequence[str] = (), *, variables: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """Return the project at *root* as ``config`` resolves it: merged, extended, interpolated.

        Args:
            root: the directory of the project.
            files: names below it, in the order in which they are merged; empty for those that are read unasked.
            variables: of the machine, for ``${...}``.
        """
        said = self._run(root, files, ("config",), variables or {})
        resolved = YAML(typ="safe", pure=True).load(said)
        assert isinstance(resolved, dict)
        return resolved

    @contextmanager
    def up(self, root: Path, service: str, files: Sequence[str] = ()) -> Iterator[str]:
        """Build and start one service of the project at *root*, and yield its container; then nothing is left of it."""
        project = ("--project-name", f"venvoy-{uuid.uuid4().hex}")
        try:
            self._run(root, files, ("up", "--detach", "--build", "--no-deps", service), {"PORT": PORT}, project)
            yield self._run(root, files, ("ps", "--quiet", service), {"PORT": PORT}, project).strip()
        finally:
            down = ("down", "--volumes", "--rmi", "local", "--remove-orphans")
            self._run(root, files, down, {"PORT": PORT}, project)

    def _run(
        self,
        root: Path,
        files: Sequence[str],
        arguments: Sequence[str],
        variables: Mapping[str, str],
        options: Sequence[str] = (),
    ) -> str:
        named = [word for file in files for word in ("--file", file)]
        done = subprocess.run(
            [*self.words, *options, *named, *arguments],
            cwd=root,
            env={**_surroundings(), "PWD": str(root), **variables},
            capture_output=True,
            check=False,
        )
        if done.returncode != 0:
            said = (done.stdout + done.stderr).decode(errors="replace").splitlines()
            raise ComposeError("\n".join([f"{arguments[0]} ended with {done.returncode}", *said[-40:]]))
        return done.stdout.decode()


def find_compose() -> Compose | None:
    """Return the plug-in of the engine's client, or else a ``docker-compose`` of its own; None without either."""
    clients = (path for name in ("docker", "/usr/bin/docker") if (path := shutil.which(name)))
    for words in (*((client, "compose") for client in clients), ("docker-compose",)):
        version = _version((*words, "version")) if shutil.which(words[0]) is not None else None
        if version is not None:
            return Compose(words, version == "1")
    return None


def _version(words: tuple[str, ...]) -> str | None:
    """Return the first number of the version, None where nothing answers that is a Compose."""
    done = subprocess.run(words, env=_surroundings(), capture_output=True, check=False)
    told = re.search(rb"[Cc]ompose.*?(\d+)\.\d+", done.stdout)
    return told[1].decode() if done.returncode == 0 and told is not None else None


def _surroundings() -> dict[str, str]:
    """Return the environment of this process without what would steer compose, and with BuildKit."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COMPOSE_") and name != "PORT"}
    # compose 1 builds with the client that it finds first; a distribution's own has BuildKit without plug-ins
    first = f"/usr/bin{os.pathsep}{kept.get('PATH', os.defpath)}"
    return kept | {"PATH": first, "DOCKER_BUILDKIT": "1", "COMPOSE_DOCKER_CLI_BUILD": "1"}
