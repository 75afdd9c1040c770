"""The tutorial, followed to the letter: its commands in an empty directory, its keys in a real terminal."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from tests.engine.engine import Engine
from tests.tui.terminal import Terminal

from venvoy import samples

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "tutorial" / "first-migration.md").read_text("utf-8")
SESSION = "venvoy Dockerfile"
"""The command that is not answered by output, but by the session."""
SEEN = {
    "a": "1 of 1 decided",
    "3": "[3 Choose]",
    "4": "[4 Preview]",
    "5": "What will be written",
    "enter": "Dockerfile is written",
    "q": "ended with 0",
}
"""What shows that a key of the tutorial has done what it says there."""


def commands() -> list[tuple[str, str]]:
    """Return the commands of the page in their order, each with the output that stands below it."""
    found = []
    for block in re.findall(r"^```console\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


def is_for_the_engine(command: str) -> bool:
    """Tell whether *command* needs a container engine, which the rest of the tutorial does without."""
    return command.startswith("docker ")


class Reader:
    """Somebody who types the commands of the page, in a shell whose directory stays where ``cd`` has led."""

    def __init__(self, place: Path, **programs: str) -> None:
        """Begin in the empty directory *place*/work, with *programs* by their names on PATH before all others."""
        self.state = place / "state"
        self.directory = place / "work"
        self.directory.mkdir()
        on_path = place / "programs"
        on_path.mkdir()
        for name, starts in {"venvoy": f"{shlex.quote(sys.executable)} -m venvoy", **programs}.items():
            program = on_path / name
            program.write_text(f'#!/bin/sh\nexec {starts} "$@"\n')
            program.chmod(0o755)
        self.environment = {
            **os.environ,
            "PATH": f"{on_path}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT / "src"),
            "VENVOY_STATE_DIR": str(self.state),
            "COLUMNS": "80",
            **{f"GIT_{who}_{what}": "somebody" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
        }

    def types(self, command: str) -> str:
        """Run *command* and return its standard output."""
        now = self.state.with_name("directory")
        script = f"{command}\nstatus=$?\npwd > {shlex.quote(str(now))}\nexit $status"
        done = subprocess.run(
            ["/bin/sh", "-c", script],
            cwd=self.directory,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        self.directory = Path(now.read_text().strip())
        assert 0 == done.returncode, (command, done.stderr)
        return done.stdout


@pytest.mark.terminal
def test_the_tutorial_can_be_followed(terminal: Terminal, tmp_path: Path) -> None:
    """Every command gives what the page shows below it, every key what the page says, and at the end all is undone."""
    reader = Reader(tmp_path)
    outputs = []
    for command, output in commands():
        if is_for_the_engine(command):
            continue
        if command == SESSION:
            terminal.start(reader.state, "Dockerfile", within=reader.directory)
            terminal.see("0 of 1 decided")
            for key in re.findall(r"^\d\. Press `(\w+)`", PAGE, re.MULTILINE):
                terminal.press("Enter" if key == "enter" else key)
                terminal.see(SEEN[key])
        else:
            outputs.append((command, output, reader.types(command)))
    original = tmp_path / "again"
    samples.copy_to("fastapi-quotes", original)
    undone = (reader.directory / "Dockerfile").read_bytes()

    assert [(command, shown) for command, shown, _ in outputs if shown] == [
        (command, said) for command, shown, said in outputs if shown
    ]
    assert (original / "fastapi-quotes" / "Dockerfile").read_bytes() == undone
    assert {"venvoy undo", "git diff"} <= {command for command, _, _ in outputs}


@pytest.mark.engine
def test_the_image_of_the_tutorial(engine: Engine, tmp_path: Path) -> None:
    """Another user finds the packages where the page says, and the image that was made for it is gone."""
    reader = Reader(tmp_path, docker=f"env DOCKER_BUILDKIT=1 {shlex.quote(engine.client)}")
    reader.types("venvoy demo fastapi-quotes --into . && cd fastapi-quotes && venvoy migrate Dockerfile --write")
    said = [(shown, reader.types(command)) for command, shown in commands() if is_for_the_engine(command)]

    assert [shown for shown, _ in said if shown] == [told for shown, told in said if shown]
    assert 3 == len(said)
