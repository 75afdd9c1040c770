"""Carries a lab out: in a directory of its own that is gone afterwards, with a HOME of its own, without a network.

What a lab with containers makes on the engine is taken away by the lab's own last commands.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from statistics import median

from attrs import evolve

from venvoy.images.programs import output, run
from venvoy.model.lab import LONGEST, Again, Begun, CannotRun, Lab, LabResult, Need, Outcome, Ran, Said, Told

LIMIT = 600.0
"""Seconds that one command may take: an engine may have to fetch an image."""
PATIENCE = 10.0
"""Seconds that an engine has to answer."""
_ASK_ENGINE = ("docker", "version", "--format", "{{.Server.Version}}")
_OPTIONAL = ("uv",)
"""Programs that a lab shows where they are, and does without where they are not."""
_ENGINE = ("DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CONFIG", "DOCKER_CERT_PATH", "DOCKER_TLS_VERIFY", "DOCKER_BUILDKIT")


def obstacle(lab: Lab) -> CannotRun | None:
    """Return what keeps *lab* from being run here; None when nothing does."""
    if shutil.which("sh") is None:
        return CannotRun("There is no POSIX shell here.", "Labs run on Linux and macOS.")
    if Need.ENGINE in lab.needs and shutil.which("docker") is None:
        return CannotRun("There is no docker client on PATH.", "Install one, or go on with a lab that needs none.")
    if Need.ENGINE in lab.needs and output(_ASK_ENGINE, os.environ, PATIENCE) is None:
        return CannotRun("No engine answers the docker client.", "Start one, or go on with a lab that needs none.")
    wanted = {Need.PIP: "pip", Need.ENSUREPIP: "ensurepip"}
    for need in lab.needs & wanted.keys():
        if not _imports(wanted[need]):
            return CannotRun(
                f"{_python()} has no {wanted[need]}.",
                "Debian and Ubuntu package both apart: python3-pip, python3-venv.",
            )
    return None


def carry_out(lab: Lab, tell: Callable[[Told], None], cancelled: threading.Event) -> LabResult:
    """Run the commands of *lab* in their order, tell of each while it runs, and say what came out.

    A command that fails does not end the lab: its message is often the point. Cancelled, the rest is left out.

    Raises:
        OSError: when no directory can be made for it.
    """
    rounds = []
    for number in range(lab.repeat):
        if number:
            tell(Again(number + 1, lab.repeat))
        ran = _once(lab, tell if number == 0 else _quietly, cancelled)
        if cancelled.is_set():
            return LabResult(ran, None)
        rounds.append(ran)
    first = tuple(evolve(one, seconds=median(ran[at].seconds for ran in rounds)) for at, one in enumerate(rounds[0]))
    return LabResult(first, next((one for one in lab.outcomes if _fits(one, first)), None))


def _once(lab: Lab, tell: Callable[[Told], None], cancelled: threading.Event) -> tuple[Ran, ...]:
    with tempfile.TemporaryDirectory(prefix="venvoy-lab-", ignore_cleanup_errors=True) as place:
        environment = surroundings(Path(place), lab)
        ran: list[Ran] = []
        try:
            for command in lab.commands:
                if cancelled.is_set():
                    break
                tell(Begun(command))
                ran.append(_command(command, environment, tell, cancelled))
                tell(ran[-1])
        finally:
            for command in lab.cleanup:
                _command(command, environment, _quietly, threading.Event())
        return tuple(ran)


def surroundings(place: Path, lab: Lab) -> dict[str, str]:
    """Return the variables for *lab*: HOME, PATH and settings of its own, so that nothing is installed elsewhere."""
    programs = place / "bin"
    for directory in (programs, place / "home", place / "lab"):
        directory.mkdir()
    _wrap(programs / "python", _python())
    offered = [*_OPTIONAL, *(["docker"] if Need.ENGINE in lab.needs else [])]
    for name in offered:
        found = shutil.which(name)
        if found is not None:
            _wrap(programs / name, found)
    passed = _ENGINE if Need.ENGINE in lab.needs else ()
    return {
        "HOME": str(place / "home"),
        "PATH": f"{programs}:/usr/bin:/bin",
        "PWD": str(place / "lab"),
        "TMPDIR": str(place),
        "LC_ALL": "C.UTF-8",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_INDEX": "1",
        "PYTHONUNBUFFERED": "1",  # a line is told when it was written, and not when the program ends
        "UV_CACHE_DIR": str(place / "cache"),
        "UV_NO_CONFIG": "1",
        "UV_OFFLINE": "1",
        **{name: os.environ[name] for name in passed if name in os.environ},
    }


def _wrap(file: Path, program: str) -> None:
    # A link would move a Python's prefix along with it.
    file.write_text(f'#!/bin/sh\nexec {shlex.quote(program)} "$@"\n', encoding="utf-8")
    file.chmod(0o755)


def _command(
    command: str, environment: dict[str, str], tell: Callable[[Told], None], cancelled: threading.Event
) -> Ran:
    word = command.split(None, 1)[0]
    if word in _OPTIONAL and not Path(environment["PATH"].partition(":")[0], word).exists():
        tell(Said(why := f"{word} is not on this machine, so this one was left out."))
        return Ran(command, why, None, 0.0)
    lines: list[str] = []
    kept = 0

    def hear(line: str) -> None:
        nonlocal kept
        if kept < LONGEST:
            lines.append(line[: LONGEST - kept])
            tell(Said(lines[-1]))
        kept += len(line) + 1

    script = f"cd {shlex.quote(environment['PWD'])} || exit\n{command}"
    ended = run(["sh", "-c", script], environment, hear, seconds=LIMIT, cancelled=cancelled)
    return Ran(command, "\n".join(lines), ended.status, ended.seconds)


def _fits(outcome: Outcome, ran: tuple[Ran, ...]) -> bool:
    said = all(re.search(pattern, ran[number - 1].output, re.MULTILINE) for number, pattern in outcome.output.items())
    if not said or outcome.slower is None:
        return said
    slow, fast, factor = outcome.slower
    return ran[slow - 1].seconds >= factor * ran[fast - 1].seconds


def _python() -> str:
    """Return the interpreter itself, and not that of the environment which venvoy may be installed in."""
    return str(getattr(sys, "_base_executable", sys.executable))


def _imports(module: str) -> bool:
    return output([_python(), "-I", "-c", f"import {module}"], os.environ, LIMIT) is not None


def _quietly(told: Told) -> None:
    """Tell nothing: a repetition only makes the times better."""
