"""What a check imports, and what that takes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.inputs import one_file
from benchmarks.programs import VENVOY, Program
from benchmarks.report import comparison
from benchmarks.timing import time_in_turn

HEAVY = (
    "textual",
    "rich",
    "docker",
    "libcst",
    "asyncio",
    "subprocess",
    "venvoy.rewrite",
    "venvoy.tui",
    "venvoy.session",
)
"""Modules that a check has no use for."""

_ASK = """
import sys
from venvoy.cli.running import run
run(["check", "--format", "json", "Dockerfile"])
print(*sys.modules, sep="\\n", file=sys.stderr)
"""
BARE = Program("an empty Python program", "venvoy", (sys.executable, "-c", "pass"))


def report(scratch: Path, env: Mapping[str, str], rounds: int) -> Iterator[str]:
    """Measure, and return the report piece by piece."""
    (scratch / "Dockerfile").write_bytes(one_file())
    yield "## Start-up\n"
    yield comparison(time_in_turn((BARE, VENVOY), ["Dockerfile"], scratch, env, rounds))
    modules = imported(scratch, env)
    loaded = [name for name in HEAVY if name in modules]
    yield f"- modules imported by a check of one file: {len(modules)}"
    yield f"- of {', '.join(HEAVY)}: {', '.join(loaded) or 'none'}"


def imported(folder: Path, env: Mapping[str, str]) -> frozenset[str]:
    """Return the names of all modules that a check of the Dockerfile in *folder* loads."""
    ask = (sys.executable, "-c", _ASK)
    done = subprocess.run(ask, cwd=folder, env=env, capture_output=True, check=True, text=True)  # noqa: S603 - our own
    return frozenset(done.stderr.split())
