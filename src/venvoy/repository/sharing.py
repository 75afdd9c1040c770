"""Whether the image of a Dockerfile that stays as it is runs a file that lies in other images, too."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

from venvoy.companions.devcontainer import is_devcontainer
from venvoy.companions.mentions import is_recipe
from venvoy.model.analysis import Analysis
from venvoy.model.dockerfile import Instruction
from venvoy.model.environment import Scope
from venvoy.model.repository import Listing
from venvoy.model.repository_plan import Member
from venvoy.parse.lines import LineTable
from venvoy.parse.script import script_of
from venvoy.trace.invocation import invocation
from venvoy.trace.received import received

_FOR_BUILDERS = (".yml", ".yaml", ".dockerignore")
"""Endings of files that are read where images are built and started, though many a COPY takes them along."""
_STARTERS = frozenset({"CMD", "ENTRYPOINT", "HEALTHCHECK"})
_MANAGERS = frozenset(
    {
        "bun", "bundle", "cargo", "composer", "corepack", "dotnet", "gem", "go", "gradle", "gradlew", "mix", "mvn",
        "mvnw", "npm", "npx", "pnpm", "yarn",
    }
)  # fmt: skip
"""Programs that install what other languages need; an image that calls one has that language."""
_PYTHON = re.compile(
    r"python|\bpip|\buv\b|\.py\b|poetry|conda|wsgi|uvicorn|gunicorn|celery|django|flask", re.IGNORECASE
)


def runs_from(of: Member, listing: Listing, path: str) -> bool:
    """Return True when the image of a Dockerfile is given the file at *path*, and may do something with it.

    An image of another language runs nothing of what it is given along with the rest, but what it starts.
    """
    if path.endswith(_FOR_BUILDERS) or is_recipe(path) or is_devcontainer(path):
        return False
    inside = inside_of(path, context_of(of, listing))
    if inside is None or received(of.analysis, (inside,)) == ():
        return False
    return may_have_python(of.analysis) or _starts(of.analysis, posixpath.basename(path))


def may_have_python(of: Analysis) -> bool:
    """Return False for an image of another language: by its packages, its base, or what its RUNs install with."""
    packages = (name for one in of.trace.system_installs for name in one.packages)
    if of.trace.installs or any(name.startswith("python") for name in packages):
        return True
    if any(base.prefix is not None for base in of.surroundings.bases):
        return True
    unknown = any(base.family == "unknown" for base in of.surroundings.bases)
    return unknown and not (_is_of_another_language(of) and not _speaks_of_python(of))


def inside_of(path: str, context: str | None) -> str | None:
    """Return *path* as seen from the build context, None when it lies outside."""
    if not context:
        return path if context == "" else None
    return path[len(context) + 1 :] if path.startswith(f"{context}/") else None


def context_of(of: Member, listing: Listing) -> str | None:
    """Return the build context from the root of the listing on; empty for the root, None when it is not known.

    Where the COPYs do not tell it, the root is that of a Dockerfile that lies there.
    """
    if of.analysis.repository.root is None:
        return None if "/" in of.path else ""
    real = Path(os.path.realpath(of.analysis.repository.root))
    if not real.is_relative_to(listing.root):
        return None
    return "" if str(real) == listing.root else real.relative_to(listing.root).as_posix()


def _starts(of: Analysis, name: str) -> bool:
    """Return True when a word that the image starts ends in a file of this *name*."""
    named = re.compile(rf"(?<![\w.-]){re.escape(name)}(?![\w.-])")
    return any(named.search(i.argument.text) for i in of.dockerfile.instructions if i.keyword in _STARTERS)


def _is_of_another_language(of: Analysis) -> bool:
    return any(program in _MANAGERS for i in of.dockerfile.instructions for program in _programs(of, i))


def _programs(of: Analysis, instruction: Instruction) -> Iterator[str]:
    if instruction.keyword != "RUN":
        return
    scope = of.surroundings.scopes[instruction.span.start]
    for command in script_of(instruction, scope.shell, LineTable(of.dockerfile.content)).commands:
        run = invocation(command, Scope(), {})
        if run is not None:
            yield run.program


def _speaks_of_python(of: Analysis) -> bool:
    return any(_PYTHON.search(instruction.argument.text) for instruction in of.dockerfile.instructions)
