"""A program in a terminal of its own: keys in, bytes out, each with its time."""

from __future__ import annotations

import fcntl
import os
import select
import struct
import subprocess
import termios
from collections.abc import Mapping, Sequence
from math import nan
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import Self

from benchmarks.timing import Run

COLUMNS, ROWS = 120, 40
QUIET = 0.05
"""Seconds without output after which a paint counts as done; they are not part of its time."""
PATIENCE = 60.0
"""Seconds after which a program that shows nothing is given up."""
CHUNK = 65536


class Terminal:
    """Runs a program in a pseudo-terminal, and reads what it paints."""

    def __init__(self, command: Sequence[str], folder: Path, env: Mapping[str, str]) -> None:
        """Start *command* in *folder*."""
        self._screen, inside = os.openpty()
        fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        env = {**env, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        env.pop("NO_COLOR", None)
        self._began = perf_counter()
        self._program = subprocess.Popen(  # noqa: S603 - one of the programs that are measured
            command, cwd=folder, env=env, stdin=inside, stdout=inside, stderr=inside, start_new_session=True
        )
        os.close(inside)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._program.terminate()
        until = perf_counter() + PATIENCE
        while self._program.poll() is None and perf_counter() < until:
            self._read(QUIET)  # it cannot end while nobody reads its last words
        self._program.wait(QUIET)
        os.close(self._screen)

    def until(self, text: str) -> Run:
        """Return what it took from the start until *text* was painted.

        Raises:
            RuntimeError: when that takes longer than `PATIENCE`.
        """
        seen = b""
        while text.encode() not in seen:
            if not (chunk := self._read(PATIENCE)):
                raise RuntimeError(f"nothing shows {text!r}; the last output was {seen[-400:]!r}")
            seen += chunk
        wall = perf_counter() - self._began
        return Run(wall, self._processor())

    def _processor(self) -> float:
        """Return the seconds of processor time that the program has used; not a number where there is no /proc."""
        try:
            fields = Path(f"/proc/{self._program.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return nan
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def settle(self) -> None:
        """Wait until nothing has been painted for half a second."""
        while self._read(10 * QUIET):
            pass

    def press(self, key: str) -> float | None:
        """Send *key*, and return the seconds until what it changes was painted; None when nothing was."""
        began = perf_counter()
        os.write(self._screen, key.encode())
        if not self._read(1.0):
            return None
        painted = perf_counter()
        while self._read(QUIET):
            painted = perf_counter()
        return painted - began

    def _read(self, patience: float) -> bytes:
        """Return what is painted next, or nothing when that takes longer than *patience* or the program has ended."""
        ready, _, _ = select.select([self._screen], [], [], patience)
        try:
            return os.read(self._screen, CHUNK) if ready else b""
        except OSError:  # Linux says so when the other side is closed
            return b""
