"""Two ways to run venvoy: in this process, and as a program with pipes or a terminal."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from attrs import frozen

import venvoy
from venvoy.cli.running import run

SOURCE = Path(venvoy.__file__).parents[1]


@frozen
class Ran:
    """What came of a run."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        """Standard output as text."""
        return self.out.decode()


@frozen
class InProcess:
    """Runs the command line in this process."""

    monkeypatch: pytest.MonkeyPatch
    captured: pytest.CaptureFixture[bytes]

    def __call__(self, *arguments: str, given: bytes = b"") -> Ran:
        """Run venvoy with *arguments* and *given* as standard input, which is no terminal."""
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        code = run(arguments)
        said = self.captured.readouterr()
        return Ran(code, said.out, said.err.decode())


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment of a child process that finds the package where this one found it."""
    return dict(os.environ) | {"PYTHONPATH": str(SOURCE)} | dict(more or {})


def command(*arguments: str | Path) -> list[str]:
    """Return the command line of the program."""
    return [sys.executable, "-m", "venvoy", *map(str, arguments)]


def as_program(*arguments: str | Path, given: bytes = b"", more: Mapping[str, str] | None = None) -> Ran:
    """Run venvoy as a program, with pipes."""
    return python("-m", "venvoy", *arguments, given=given, more=more)


def python(*arguments: str | Path, given: bytes = b"", more: Mapping[str, str] | None = None) -> Ran:
    """Run this interpreter with *arguments*, with pipes."""
    whole = [sys.executable, *map(str, arguments)]
    done = subprocess.run(whole, input=given, capture_output=True, env=environment(more), check=False)
    return Ran(done.returncode, done.stdout, done.stderr.decode())


def on_terminal(*arguments: str | Path, more: Mapping[str, str] | None = None, typed: bytes = b"") -> Ran:
    """Run venvoy with a terminal as its standard output, and as its input when something is *typed*, else with none."""
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        command(*arguments),
        stdin=theirs if typed else subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.PIPE,
        env=environment({"TERM": "xterm-256color"} | dict(more or {})),
    )
    os.close(theirs)
    os.write(ours, typed)
    out = bytearray()
    try:
        while block := os.read(ours, 65536):
            out += block
    except OSError:  # how Linux tells that the other side is closed
        pass
    os.close(ours)
    _, err = child.communicate()
    return Ran(child.returncode, bytes(out).replace(b"\r\n", b"\n"), err.decode())


NOBODY = 65534
AS_NOBODY = """
import os, sys
sys.path.insert(0, {source!r})
from venvoy.cli.running import run
import venvoy.cli.check, venvoy.cli.inputs, venvoy.migration, venvoy.workspace.discovery, venvoy.workspace.reading
import venvoy.reports.check, venvoy.shortcuts.catalogue
venvoy.shortcuts.catalogue.detectors()
if os.geteuid() == 0:
    os.setegid({nobody}); os.seteuid({nobody})
sys.exit(run(sys.argv[1:]))
"""


def run_as_nobody(*arguments: str | Path) -> Ran:
    """Run venvoy in a child without the rights of root; what it imports is loaded before they are given up."""
    return python("-c", AS_NOBODY.format(source=str(SOURCE), nobody=NOBODY), *arguments)
