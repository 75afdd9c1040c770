"""An install of Poetry's, Pipenv's or PDM's becomes ``uv sync``."""

from __future__ import annotations

import re

from venvoy.model.lock import Freshness
from venvoy.model.plan import Cause
from venvoy.model.repository import Pyproject, Repository
from venvoy.model.source import Span
from venvoy.model.trace import Install, Installer
from venvoy.rewrite.conversion import manifests
from venvoy.rewrite.conversion.lock_differences import differences
from venvoy.rewrite.conversion.options import Untranslated, sync_words
from venvoy.rewrite.dialects.chosen import TITLES, syncs
from venvoy.rewrite.move import Move
from venvoy.rewrite.sketch import Sketch

# Variables of the tools without a bearing on what is installed, or from where.
_HARMLESS = frozenset(
    {
        "PDM_CACHE_DIR", "PDM_CHECK_UPDATE", "PDM_HOME", "PDM_IGNORE_SAVED_PYTHON", "PDM_NON_INTERACTIVE",
        "PDM_USE_VENV", "PDM_VERSION", "PIPENV_CACHE_DIR", "PIPENV_HIDE_EMOJIS", "PIPENV_IGNORE_VIRTUALENVS",
        "PIPENV_INSTALL_TIMEOUT", "PIPENV_MAX_RETRIES", "PIPENV_NOSPIN", "PIPENV_QUIET", "PIPENV_SYSTEM",
        "PIPENV_TIMEOUT", "PIPENV_VENV_IN_PROJECT", "PIPENV_VERBOSITY", "PIPENV_VERSION", "PIPENV_YES",
        "POETRY_CACHE_DIR", "POETRY_HOME", "POETRY_INSTALLER_MAX_WORKERS", "POETRY_INSTALLER_PARALLEL",
        "POETRY_NO_ANSI", "POETRY_NO_INTERACTION", "POETRY_REQUESTS_TIMEOUT", "POETRY_VERSION",
        "POETRY_VIRTUALENVS_CREATE", "POETRY_VIRTUALENVS_IN_PROJECT", "POETRY_VIRTUALENVS_PATH",
        "POETRY_WARNINGS_EXPORT",
    }
)  # fmt: skip
_SHOWN = 5
"""Differences of lock files that a question names."""
_EMPTY = Pyproject(project=False, build_system=False, tools=frozenset())


def mine(move: Move) -> tuple[Install, ...]:
    """Return the installs that become ``uv sync``."""
    return tuple(install for install in move.installs if syncs(move, install))


def obstacles(move: Move) -> str | None:
    """Return why uv cannot install the same from its own lock file, and what to do next, or None."""
    installs = mine(move)
    if not installs:
        return None
    if why := _no_lock(move.view.repository, installs[0].installer):
        return why
    if move.adopted is not None:
        return f"Line {move.adopted.lines.first} makes a virtual environment already, and uv sync makes its own."
    received = {carry.stage for carry in move.carries}
    for install in installs:
        if why := _obstacle(move, install):
            return why
        if {install.stage, *move.ancestors(install.stage)} & received:
            return f"Line {install.lines.first} adds to packages that come from another stage."
    return None


def _no_lock(repository: Repository, tool: Installer) -> str | None:
    if repository.root is None:
        return "uv would install what uv.lock says, and none was seen: the Dockerfile came without its repository."
    if manifests.LOCK not in repository.names:
        maker = f"migrate-to-uv makes it, with the versions of {manifests.LOCKS[tool]}"
        if tool is Installer.PDM:
            maker = "'uv lock' makes it from the [project] table, and chooses the versions anew"
        return f"uv would install what uv.lock says, and there is none in {repository.root}: {maker}."
    if repository.pyproject is None or not repository.pyproject.project:
        return (
            f"uv reads the [project] table of pyproject.toml, and there is none in {repository.root}: migrate-to-uv "
            f"writes it from what {TITLES[tool]} reads."
        )
    found = repository.lock(manifests.LOCK)
    if found is not None and found.freshness is Freshness.STALE:
        return f"uv sync --locked would refuse uv.lock, which is out of date: {found.why}. 'uv lock' renews it."
    return None


def _obstacle(move: Move, install: Install) -> str | None:
    words = sync_words(install, move.view.repository.pyproject or _EMPTY)
    line = f"Line {install.lines.first}"
    if isinstance(words, Untranslated):
        return f"{line}: {words.reason}"
    python = install.site.python.text if install.site.python is not None else None
    if python is not None and re.fullmatch(r"3\.[0-7]", python):
        return f"{line}: uv supports Python 3.8 and newer, this is {python}."
    span = _span(install)
    if any(span.start <= r.span.start < span.end for r in install.command.redirects):
        return f"{line}: a redirection stands between the options."
    scope = move.scope(move.instruction(install.instruction))
    names = {*scope.env, *scope.args, *(assignment.name for assignment in install.command.assignments)}
    prefix = f"{install.installer.value.upper()}_"
    if telling := sorted(n for n in names if n.startswith(prefix) and n not in _HARMLESS):
        return f"{line}: uv does not read {telling[0]}."
    return manifests.obstacle(move, install)


def _span(install: Install) -> Span:
    """Return where the tool and its arguments stand."""
    words = install.command.argv
    names = [word.raw.strip("\"'").rpartition("/")[2] for word in words]
    at = names.index(install.installer.value)
    first = at - 2 if at >= 2 and names[at - 1] == "-m" else at
    return Span(words[first].span.start, words[-1].span.end)


def convert(sketch: Sketch, move: Move, install: Install, *, beside: bool) -> None:
    """Turn one install into ``uv sync``, and let it find its lock file.

    *beside* is True when other installs fill the same environment.
    """
    repository = move.view.repository
    words = sync_words(install, repository.pyproject or _EMPTY)
    if isinstance(words, Untranslated):
        return
    name = TITLES[install.installer]
    cause = Cause(
        "choice:installer", f"uv was chosen: it installs what uv.lock says, as {name} did what its lock says."
    )
    prefix = move.view.surroundings.bases[install.stage].prefix
    # uv obeys .python-version, which the tools before it did not.
    more = [f"--python={prefix}/bin/python3"] if repository.python_version is not None and prefix else []
    # uv sync removes what its lock does not name.
    more += ["--inexact"] if beside else []
    sketch.replace_words(_span(install), ("uv", "sync", *words, *more), cause)
    for assignment in install.command.assignments:
        if assignment.name.startswith(f"{install.installer.value.upper()}_"):
            sketch.remove_word(assignment.span, cause)
    manifests.bring(sketch, move, install)


def rests_on(sketch: Sketch, move: Move) -> None:
    """Say what a conversion rests on: whether two lock files hold the same versions."""
    for install in mine(move):
        name = manifests.LOCKS[install.installer]
        old, new = (move.view.repository.lock(path) for path in (name, manifests.LOCK))
        if old is None or new is None:
            text = f"Does uv.lock hold the same versions as {name}?"
            _ask_once(sketch, text, "What uv.lock says is installed; not both of the two could be read.", install)
        elif apart := differences(old, new):
            text = f"uv.lock does not hold what {name} holds: {_listed(apart)}. Is that meant?"
            _ask_once(sketch, text, "What uv.lock says is installed.", install)
        else:
            sketch.note(f"uv.lock holds the packages of {name} in the same versions, {len(old.versions)} in all.")


def _ask_once(sketch: Sketch, text: str, default: str, install: Install) -> None:
    if all(question.text != text for question in sketch.questions):
        sketch.ask(text, default, install.lines)


def _listed(apart: tuple[str, ...]) -> str:
    more = len(apart) - _SHOWN
    return ", ".join(apart[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
