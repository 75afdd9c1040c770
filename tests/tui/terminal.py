"""A real terminal for a test: a tmux server of its own, with keys and the mouse."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

PATIENCE = 60.0
"""Seconds to wait for a text; only a broken session takes that long."""


class Terminal:
    """A terminal of 80 by 24 cells in a tmux server of its own."""

    def __init__(self, socket: Path) -> None:
        """Keep the server's socket at *socket*."""
        self._socket = str(socket)

    def tmux(self, *arguments: str) -> str:
        """Run a tmux command and return what it prints."""
        command = ["tmux", "-S", self._socket, "-f", os.devnull, *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def start(
        self, state: Path, *arguments: str, more: Mapping[str, str] | None = None, within: Path | None = None
    ) -> None:
        """Run venvoy with *arguments* and *more* variables, *within* a directory; its exit status ends the screen."""
        program = f"{sys.executable} -m venvoy {' '.join(arguments)}; echo ended with $?; sleep 600"
        source = Path(__file__).parents[2] / "src"
        environment = [f"VENVOY_STATE_DIR={state}", f"PYTHONPATH={source}", "TERM=xterm-256color"]
        environment += [f"{name}={value}" for name, value in (more or {}).items()]
        options = [part for variable in environment for part in ("-e", variable)]
        self.tmux("new-session", "-d", "-x", "80", "-y", "24", "-c", str(within or Path.cwd()), *options, program)

    def screen(self) -> list[str]:
        """Return what is on the screen."""
        return self.tmux("capture-pane", "-p").split("\n")

    def see(self, text: str, patience: float = PATIENCE) -> tuple[int, int]:
        """Wait until *text* is on the screen and return its cell, counted from 1 as terminals do."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            for y, row in enumerate(self.screen(), 1):
                if text in row:
                    return row.index(text) + 1, y
            time.sleep(0.05)
        raise AssertionError(f"{text!r} did not appear:\n" + "\n".join(self.screen()))

    def press(self, *keys: str) -> None:
        """Press keys, by tmux's names."""
        self.tmux("send-keys", *keys)

    def paste(self, text: str) -> None:
        """Paste *text* as a terminal does: between the brackets that the program asked for."""
        self.tmux("set-buffer", text)
        self.tmux("paste-buffer", "-p")

    def click(self, text: str) -> None:
        """Click on the first cell of *text*, once it is there."""
        x, y = self.see(text)
        self.tmux("send-keys", "-l", f"\x1b[<0;{x};{y}M\x1b[<0;{x};{y}m")

    def bring(self, text: str) -> None:
        """Turn the wheel over the middle of the screen until *text* is there: down, and from the end up again."""
        for button in (*(65,) * 40, *(64,) * 80):
            until = time.monotonic() + 0.3
            while time.monotonic() < until:
                if any(text in row for row in self.screen()):
                    return
                time.sleep(0.05)
            self.tmux("send-keys", "-l", f"\x1b[<{button};40;12M")
        raise AssertionError(f"{text!r} is nowhere:\n" + "\n".join(self.screen()))

    def end(self) -> None:
        """End the server, whatever happened."""
        subprocess.run(["tmux", "-S", self._socket, "kill-server"], check=False, capture_output=True)
