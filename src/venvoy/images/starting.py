"""What starting costs: a new interpreter that imports the application's main packages, in a container of each image.

The container can reach and change nothing, as for every question (`Connection.ask`). The interpreter is started inside
of it, so that what the engine needs to make a container is not measured.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from statistics import median

from attrs import frozen

from venvoy.images.building import Tell
from venvoy.images.connection import Connection, EngineRefused
from venvoy.images.main_modules import main_modules
from venvoy.model.comparison import Difference, Judgement, Measure, Subject
from venvoy.model.image import Image, SearchPath
from venvoy.model.progress import Timed

SECONDS = 30.0
"""Until a container that imports is given up."""
_MARK = "venvoy-import:"
_TRIAL = f"""
import importlib, sys
for name in sys.argv[1:]:
    print("\\n{_MARK}begin", name, flush=True)
    try:
        importlib.import_module(name)
    except BaseException as error:
        print("\\n{_MARK}fail", type(error).__name__ + ":", *str(error).split()[:30], flush=True)
print("\\n{_MARK}end", flush=True)
"""
_TIMED = f"""
import subprocess, sys, time
nothing = subprocess.DEVNULL
command = [sys.executable, "-c", "import " + ", ".join(sys.argv[1:])]
start = time.perf_counter()
ended = subprocess.run(command, stdin=nothing, stdout=nothing, stderr=nothing).returncode
print("\\n{_MARK}" + str(time.perf_counter() - start), ended, flush=True)
"""
_NAME = "start-up"
_TOLD = 8
"""Modules that are named; the rest is counted."""


@frozen
class Started:
    """What came of it."""

    measures: tuple[Measure, ...] = ()
    differences: tuple[Difference, ...] = ()
    """Modules that can be imported on one side only."""
    notes: tuple[str, ...] = ()


def started(
    connection: Connection,
    images: tuple[Image, Image],
    runs: int,
    tell: Tell,
    cancelled: threading.Event,
) -> Started:
    """Let both import what `main_modules` says, and return the time of *runs* starts of each, which take turns.

    Raises:
        EngineGone: when the engine does not answer any more.
    """
    modules = main_modules(*images)
    if not modules:
        return Started(notes=("Start-up was not timed: no package that both images have is at the top.",))
    try:
        failures = tuple(_failures(connection, image, modules, cancelled) for image in images)
        differences, notes = _judged(failures[0], failures[1])
        whole = tuple(name for name in modules if name not in failures[0] and name not in failures[1])
        if not whole or cancelled.is_set():
            return Started((), differences, notes)
        found = _timed(connection, images, whole, runs, tell, cancelled)
    except EngineRefused as error:
        return Started(notes=(f"Start-up was not timed: the engine could not start a container: {error}",))
    if isinstance(found, str):
        return Started((), differences, (*notes, f"Start-up was not timed: {found}"))
    return Started((found,), differences, notes)


def _failures(
    connection: Connection, image: Image, modules: tuple[str, ...], cancelled: threading.Event
) -> Mapping[str, str]:
    """Return why modules cannot be imported in *image*, by their names."""
    failures: dict[str, str] = {}
    ahead = modules
    while ahead and not cancelled.is_set():
        answer = connection.ask(image.id, (_python(image), "-c", _TRIAL, *ahead), SECONDS)
        begun: str | None = None
        for line in answer.output.decode("utf-8", "replace").splitlines():
            told, _, rest = line.removeprefix(_MARK).partition(" ")
            if not line.startswith(_MARK):
                continue
            if told == "fail" and begun is not None:
                failures[begun] = rest
            begun = rest if told == "begin" else begun if told == "fail" else None
        if begun is None or begun not in ahead:
            break
        # it took the interpreter with it, or did not end: the next ones are asked without it
        failures[begun] = "did not end" if answer.status is None else f"ended the interpreter with {answer.status}"
        ahead = ahead[ahead.index(begun) + 1 :]
    return failures


def _judged(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[tuple[Difference, ...], tuple[str, ...]]:
    """Return the modules that fail on one side as differences, and those that fail on both as notes."""
    differences = []
    for name in sorted(old.keys() ^ new.keys()):
        if name in new:
            why = "It can be imported before, and not after."
            differences.append(Difference(Subject.IMPORT, name, None, new[name], Judgement.SURPRISE, why))
        else:
            why = "It could not be imported, and now can."
            differences.append(Difference(Subject.IMPORT, name, old[name], None, Judgement.EXPECTED, why))
    alike = sorted(old.keys() & new.keys())
    return tuple(differences), tuple(
        f"{name} cannot be imported in either image as it is asked here (no network, nothing to write to): {old[name]}"
        for name in alike
    )


def _timed(
    connection: Connection,
    images: tuple[Image, Image],
    modules: tuple[str, ...],
    runs: int,
    tell: Tell,
    cancelled: threading.Event,
) -> Measure | str:
    """Return the measure, or why there is none."""
    times: tuple[list[float], list[float]] = ([], [])
    for run in range(runs):
        for side in (0, 1) if run % 2 == 0 else (1, 0):
            if cancelled.is_set():
                return "it was interrupted."
            tell(Timed(("before", "after")[side], _NAME, run + 1, runs))
            image = images[side]
            answer = connection.ask(image.id, (_python(image), "-c", _TIMED, *modules), SECONDS)
            taken = _milliseconds(answer.output)
            if taken is None:
                return f"{_python(image)} could not import all of it at once."
            times[side].append(taken)
    before, after = times
    spread = ((max(before) - min(before)) / 2, (max(after) - min(after)) / 2)
    return Measure(_NAME, "milliseconds", median(before), median(after), _how(modules), runs, spread)


def _milliseconds(output: bytes) -> float | None:
    for line in output.decode("utf-8", "replace").splitlines():
        if line.startswith(_MARK):
            seconds, _, status = line.removeprefix(_MARK).partition(" ")
            try:
                return float(seconds) * 1000 if status == "0" else None
            except ValueError:
                return None
    return None


def _how(modules: tuple[str, ...]) -> str:
    more = f" and {len(modules) - _TOLD} more" if len(modules) > _TOLD else ""
    return (
        f"A new interpreter imports {', '.join(modules[:_TOLD])}{more}: the module of the entry point, and the "
        "packages that no other one needs. The two took turns, each run in a new container without network and with a "
        "read-only file system, after one of each that was not measured. Bytecode that an image lacks is compiled in "
        "every run."
    )


def _python(image: Image) -> str:
    return image.search_path.interpreter if isinstance(image.search_path, SearchPath) else "python"
