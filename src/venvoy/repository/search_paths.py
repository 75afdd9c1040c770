"""The ``sys.path`` that is predicted for an application today, in a virtual environment, and with -P and -I."""

from __future__ import annotations

from venvoy.model.isolation import SearchPath
from venvoy.model.trace import Launch, PathEntry, SiteKind
from venvoy.trace.entry import Entry

_VENV = "/opt/venv"


def search_paths(launch: Launch, entry: Entry, given: tuple[str, ...]) -> tuple[SearchPath, ...]:
    """Return the four of them; *given* are the directories of PYTHONPATH."""
    first = _first(entry)
    added = []
    if entry.added is not None:
        added = [PathEntry(entry.added, "working directory", f"{entry.module or entry.program} puts it there itself")]
    told = [PathEntry(path, "PYTHONPATH") for path in given]
    standard = [one for one in launch.sys_path if one.origin == "standard library"]
    now = [one for one in launch.sys_path if one.origin not in {"working directory", "PYTHONPATH", "standard library"}]
    venv = [PathEntry(_packages(launch), "virtual environment")]
    return (
        SearchPath("today", (*added, *first, *told, *standard, *now)),
        SearchPath("venv", (*added, *first, *told, *standard, *venv)),
        SearchPath("venv and -P", (*added, *told, *standard, *venv)),
        SearchPath("venv and -I", (*added, *standard, *venv)),
    )


def _first(entry: Entry) -> list[PathEntry]:
    if entry.folder is None:
        return []
    return [PathEntry(entry.folder, "working directory" if entry.script is None else "directory of the script")]


def _packages(launch: Launch) -> str:
    site = launch.python_site
    if site is not None and site.kind is SiteKind.VENV and site.packages is not None:
        return site.packages
    minor = site.python.text if site is not None and site.python is not None and site.python.text else "*"
    return f"{_VENV}/lib/python{minor}/site-packages"
