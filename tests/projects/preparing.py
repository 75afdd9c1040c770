"""What a project's copy needs before it is built, and must not have in the repository: it names a package index."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from engine import Engine

LOCK = """FROM python:3.12-slim AS lock
RUN pip install --no-cache-dir {tool}
WORKDIR /lock
COPY {manifest} ./
RUN {command}
FROM scratch
COPY --from=lock /lock/{result} /
"""


def prepare(engine: Engine, wanted: tuple[str, ...], context: Path) -> None:
    """Do each of the *wanted* preparations in *context*."""
    for name in wanted:
        PREPARATIONS[name](engine, context)


def _poetry_source(engine: Engine, context: Path) -> None:
    """Let Poetry ask the very index that pip asks; its own way to the default one is not open everywhere."""
    source = f'\n[[tool.poetry.source]]\nname = "simple"\nurl = "{_simple_url(engine)}/"\npriority = "primary"\n'
    with (context / "pyproject.toml").open("a", encoding="utf-8") as manifest:
        manifest.write(source)


def _poetry_lock(engine: Engine, context: Path) -> None:
    lock = LOCK.format(
        tool="poetry==2.5.1", manifest="pyproject.toml", command="poetry lock", result="poetry.lock"
    )  # fmt: skip
    engine.export(lock, context)


def _pipenv_lock(engine: Engine, context: Path) -> None:
    lock = LOCK.format(
        tool="pipenv==2026.10.3", manifest="Pipfile", command="pipenv lock", result="Pipfile.lock"
    )  # fmt: skip
    engine.export(lock, context)


def _uv_lock(engine: Engine, context: Path) -> None:
    lock = LOCK.format(tool="uv", manifest="pyproject.toml", command="uv lock", result="uv.lock")
    engine.export(lock, context)


@cache
def _simple_url(engine: Engine) -> str:
    question = "from pip._internal.models.index import PyPI; print(PyPI.simple_url)"
    return engine.run("python:3.12-slim", "python", "-c", question).strip()


PREPARATIONS: Mapping[str, Callable[[Engine, Path], None]] = {
    "poetry-source": _poetry_source,
    "poetry-lock": _poetry_lock,
    "pipenv-lock": _pipenv_lock,
    "uv-lock": _uv_lock,
}
"""By the name that ``project.toml`` uses."""
MAKES = {"poetry-lock": "poetry.lock", "pipenv-lock": "Pipfile.lock", "uv-lock": "uv.lock"}
"""The files that preparations make, by the preparations' names."""
