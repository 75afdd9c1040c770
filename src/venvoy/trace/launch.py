"""What starts in a container, and where its Python looks for modules."""

from __future__ import annotations

from venvoy.model.dockerfile import Instruction
from venvoy.model.environment import Scope
from venvoy.model.source import Lines
from venvoy.model.trace import Launch, PathEntry, Site, SiteKind
from venvoy.trace.state import StageState, find_python, home_of, path_entries, python_at


def launch_of(scope: Scope, state: StageState, entrypoint: Instruction | None, cmd: Instruction | None) -> Launch:
    """Return the launch of a stage whose last ENTRYPOINT and CMD are given."""
    program = (*_words(entrypoint), *_words(cmd))
    declared = scope.env.get("PATH")
    workdir = scope.workdir.text or "/"
    path = path_entries((declared.text if declared is not None else None) or "", workdir)
    first = program[0] if program else "python"
    python = python_at(first, path, workdir, state) if _chooses(first, state) else find_python(path, state)
    return Launch(
        program=program,
        python=python.path,
        python_site=python.site,
        path=path,
        sys_path=sys_path(python.site, scope, state),
        lines=_lines(entrypoint, cmd),
    )


def _chooses(program: str, state: StageState) -> bool:
    """Return True when a program's path chooses the interpreter: a python, or a script in a venv's bin."""
    folder, _, name = program.rpartition("/")
    in_venv = folder.endswith("/bin") and folder[: -len("/bin")] in state.venvs
    return bool(folder) and (name.startswith("python") or in_venv)


def _words(instruction: Instruction | None) -> tuple[str, ...]:
    if instruction is None:
        return ()
    return tuple(word.text for word in instruction.words)


def _lines(entrypoint: Instruction | None, cmd: Instruction | None) -> Lines | None:
    chosen = cmd or entrypoint
    return None if chosen is None else chosen.lines


def sys_path(site: Site, scope: Scope, state: StageState) -> tuple[PathEntry, ...]:
    """Predict ``sys.path`` for ``python file.py`` (https://docs.python.org/3/library/sys_path_init.html)."""
    entries = [PathEntry(scope.workdir.text or "/", "working directory", "or the directory of the script")]
    declared = scope.env.get("PYTHONPATH")
    if declared is not None:
        given = path_entries(declared.text or "", scope.workdir.text or "/")
        entries += [PathEntry(path, "PYTHONPATH") for path in given]
    minor = site.python.text if site.python is not None and site.python.text else "*"
    prefix = (state.system.root.text or "/usr/local") if site.kind is SiteKind.VENV else site.root.text
    own = state.prefix if state.packaged else state.base.prefix
    entries.append(PathEntry(f"{own or prefix or '/usr/local'}/lib/python{minor}", "standard library"))
    if site.kind is SiteKind.VENV:
        entries.append(PathEntry(site.packages or "?", "virtual environment"))
        return tuple(entries)
    entries += _user_sites(scope, state, minor)
    name = "dist-packages" if state.base.prefix == "/usr" else site.folder
    entries.append(PathEntry(f"{(site.root.text or '/usr/local').rstrip('/')}/lib/python{minor}/{name}", "system site"))
    return tuple(entries)


def _user_sites(scope: Scope, state: StageState, minor: str) -> list[PathEntry]:
    base = scope.env.get("PYTHONUSERBASE")
    if base is not None and base.text:
        return [
            PathEntry(f"{base.text.rstrip('/')}/lib/python{minor}/site-packages", "user site", "unless -I, -s or -E")
        ]
    home = home_of(scope.user.text, scope, state)
    if home.text is None:
        return []
    where = f"{home.text.rstrip('/')}/.local/lib/python{minor}/site-packages"
    holds = any(key[0] is SiteKind.USER for key in state.holdings)
    return [PathEntry(where, "user site", f"if it exists and HOME is {home.text}")] if holds else []
