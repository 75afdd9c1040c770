"""The lines that a venv image has and others have not."""

from __future__ import annotations

import posixpath

from attrs import evolve

from venvoy.model.dockerfile import Form, Instruction
from venvoy.model.isolation import EntryCheck
from venvoy.model.plan import Cause, Extra
from venvoy.model.trace import Install, Installer
from venvoy.rewrite.caches import link_mode
from venvoy.rewrite.conversion import handing_over
from venvoy.rewrite.dialects import chosen, pip, uv, uv_project
from venvoy.rewrite.move import Move

GUARD = Cause("extra:guard", "PIP_REQUIRE_VIRTUALENV makes pip fail instead of installing outside of the venv.")
_BYTECODE = Cause(
    "extra:bytecode", "uv leaves out bytecode unless asked; with it the first start is quicker and the image larger."
)
_COPIED = Cause(
    "extra:cache-mounts", "uv cannot link files out of a cache mount; told to copy, it does not warn of it."
)
SMOKE = Cause(
    "extra:smoke-test", "The build fails here, not the container later, when the venv does not work in this stage."
)
# Scripts whose --version is known to print and exit without starting anything.
_ASKABLE = frozenset(
    {"gunicorn", "uvicorn", "flask", "celery", "django-admin", "hypercorn", "daphne", "alembic", "streamlit", "pytest"}
)
# Distributions that are imported by another name, and common ones that are imported by their own.
_IMPORTS = {
    "aiohttp": "aiohttp", "bottle": "bottle", "celery": "celery", "click": "click", "django": "django",
    "fastapi": "fastapi", "flask": "flask", "gunicorn": "gunicorn", "httpx": "httpx", "jinja2": "jinja2",
    "numpy": "numpy", "pandas": "pandas", "psycopg": "psycopg", "psycopg2": "psycopg2",
    "psycopg2-binary": "psycopg2", "pydantic": "pydantic", "pyyaml": "yaml", "redis": "redis",
    "requests": "requests", "sqlalchemy": "sqlalchemy", "starlette": "starlette", "uvicorn": "uvicorn",
    "waitress": "waitress",
}  # fmt: skip


Line = tuple[str, tuple[Cause, ...]]


def creation_lines(
    move: Move, install: Install, owner: str | None, *, path: bool, run: bool = True
) -> tuple[Line, ...]:
    """Return the lines that make the venv and put it on PATH.

    *owner* is the user who has to write to it, when that is not root; *path* is False when a line of the file
    puts the venv on PATH already; *run* is False when the venv is made in a RUN that is there.
    """
    venv = move.choices.venv
    why = move.cause(install, f"The virtual environment at {venv} takes the packages.")
    lines: list[Line] = []
    chosen_uv = chosen.to_uv(move, install)
    lines.extend(uv_line(move, install.stage) if chosen_uv else ())
    command = creation(move, install)
    owned = f" && chown -R {owner} {venv}" if owner else ""
    made_by_sync = uv_project.makes_venv(move, install.stage) or (not owned and handing_over.by_lock(move))
    if run and not made_by_sync:
        lines.append((f"RUN {command}{owned}", (why,)))
    settings = [*handing_over.settings(move)]
    settings += [f"PATH={venv}/bin:$PATH"] if path else []
    by_pip = any(chosen.spoken(move, i) is Installer.PIP for i in move.installs)
    guarded = Extra.GUARD in move.choices.extras and by_pip
    guarded = guarded and not chosen_uv and not move.beside
    settings += ["PIP_REQUIRE_VIRTUALENV=1"] if guarded else []
    if settings:
        only_guard = settings == ["PIP_REQUIRE_VIRTUALENV=1"]
        causes = (GUARD,) if only_guard else (why, GUARD) if guarded else (why,)
        lines.append((f"ENV {' '.join(settings)}", causes))
    if Extra.BYTECODE in move.choices.extras and leaves_bytecode_out(move):
        lines.append(("ENV UV_COMPILE_BYTECODE=1", (_BYTECODE,)))
    if mode := link_mode(move):
        lines.append((f"ENV {mode}", (_COPIED,)))
    return tuple(lines)


def leaves_bytecode_out(move: Move) -> bool:
    """Return True when uv installs something and is not told yet to compile it."""
    by_uv = [i for i in move.installs if chosen.spoken(move, i) is Installer.UV]
    return any(move.scope(move.instruction(i.instruction)).lookup("UV_COMPILE_BYTECODE") is None for i in by_uv)


def creation(move: Move, install: Install) -> str:
    """Return the command that makes the venv: uv's, where uv was chosen or is there and installs."""
    own = chosen.spoken(move, install) is Installer.UV and install.installer is Installer.UV
    by_uv = chosen.to_uv(move, install) or (own and uv.is_there(move, install))
    return uv.creation(move, install) if by_uv else pip.creation(move, install)


def uv_line(move: Move, stage: int) -> tuple[Line, ...]:
    """Return the line that brings uv into *stage*; none when its base image has it."""
    if chosen.wanted(move) is not Installer.UV or move.view.surroundings.bases[stage].family == "uv":
        return ()
    cause = Cause("choice:installer", "uv was chosen; its image holds nothing but the program.")
    return ((f"COPY --from={uv.IMAGE} /uv /usr/local/bin/", (cause,)),)


def path_line(move: Move, *, installs: bool = False) -> str:
    """Return the ENV that puts the venv first on PATH; with what installers need when the stage *installs* more."""
    named = handing_over.settings(move) if installs else ()
    return " ".join(("ENV", *named, f"PATH={move.choices.venv}/bin:$PATH"))


def copy_line(move: Move, source: str, chown: str | None = None) -> str:
    """Return the COPY that takes the venv, whole, to the same path."""
    owner = f" --chown={chown}" if chown else ""
    return f"COPY --from={source}{owner} {move.choices.venv} {move.choices.venv}"


def smoke_line(
    move: Move, installs: tuple[Install, ...], launch: Instruction | None, entrypoint: Instruction | None
) -> str:
    """Return the RUN that fails the build when the venv, filled by *installs*, does not work where it was copied to."""
    return smoke_of(move.choices.venv, installs, launch, entrypoint, move.check)


def smoke_causes(move: Move) -> tuple[Cause, ...]:
    """Return why the smoke test is there, and why it imports the application, or only looks for it."""
    return (SMOKE,) if move.check is None else (SMOKE, evolve(SMOKE, why=move.check.why))


def smoke_of(
    venv: str,
    installs: tuple[Install, ...],
    launch: Instruction | None,
    entrypoint: Instruction | None,
    check: EntryCheck | None = None,
) -> str:
    """Return the smoke test of the environment at *venv*, in which *check* finds what starts."""
    names = _imports(installs)
    sought = check.modules if check is not None and not check.imports else ()
    names += [*(check.modules if check is not None and check.imports else ()), *(["importlib.util"] if sought else ())]
    told = f"import {', '.join(dict.fromkeys(names))}" if names else _looks_there(venv)
    found = "".join(f"; assert importlib.util.find_spec('{name}'), '{name}'" for name in sought)
    checks = [f'python -Ic "{told}{found}"']
    script = _script(launch, entrypoint)
    if script in _ASKABLE:
        checks.append(f"{script} --version")
    return "RUN " + " && ".join(checks)


def imports_something(line: str) -> bool:
    """Return True for a smoke test that imports what is installed, which may need libraries."""
    return not line.startswith('RUN python -Ic "import sys; ')


def _looks_there(venv: str) -> str:
    return f"import sys; assert any(p.startswith('{venv}/') for p in sys.path), sys.path"


def _imports(installs: tuple[Install, ...]) -> list[str]:
    wanted = [_distribution(word) for install in installs for word in install.what if not install.conditional]
    return [_IMPORTS[name] for name in dict.fromkeys(wanted) if name in _IMPORTS]


def _distribution(word: str) -> str:
    if word.startswith("-") or ";" in word or "/" in word or "@" in word:
        return ""
    name = word
    for mark in "[=<>~! ":
        name = name.partition(mark)[0]
    return name.lower().replace("_", "-").replace(".", "-")


def _script(launch: Instruction | None, entrypoint: Instruction | None) -> str | None:
    for instruction in (entrypoint, launch):
        if instruction is None or not instruction.words:
            continue
        words = [word.text for word in instruction.words]
        if instruction.form is Form.SHELL and words[0] == "exec":
            words = words[1:]
        return posixpath.basename(words[0]) if words and "/" not in words[0] else None
    return None
