"""``python`` and ``pip`` that the application starts by name, or by the old layout's path."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from venvoy.codemods.launches import Launch, Way, launches
from venvoy.codemods.marking import Change, mark
from venvoy.codemods.paths import is_pip, is_python
from venvoy.codemods.source import Source
from venvoy.codemods.strings import constant
from venvoy.codemods.sys_import import SysName, sys_name
from venvoy.model.companion import Confidence, Place, Relocation

PAGE = "python-by-name"
INSTALLING = "install-at-start"

_STARTS = re.compile(r"(?:^|[;&|(]|\b(?:exec|sudo|env))\s*(\S*?)(python[\d.]*|pip[\d.]*)(?=\s|$)")
_INSTALLS = re.compile(r"\bpip[\d.]*\s+(?:-\S+\s+)*install\b")


def find(source: Source, relocation: Relocation) -> tuple[Place, ...]:
    """Return a place for each program of the old layout's Python that is started."""
    return tuple(place for launch in launches(source) if (place := _place(source, relocation, launch)) is not None)


def _place(source: Source, relocation: Relocation, launch: Launch) -> Place | None:
    if _is_install(launch):
        return _installs(source, launch)
    if launch.way is Way.SHELL:
        return _in_a_shell(source, relocation, launch)
    program = constant(launch.command)
    if program is None:
        return None
    folder, _, name = program.rpartition("/")
    if folder and folder not in {old for old, _ in relocation.pythons}:
        return None
    if not (is_python(name, relocation) or (is_pip(name, relocation) and launch.way is not Way.NAMED)):
        return None
    sure = Confidence.CERTAIN if folder else Confidence.LIKELY
    return _started(source, relocation, launch, program, sure)


def _started(source: Source, relocation: Relocation, launch: Launch, program: str, sure: Confidence) -> Place:
    where = source.place(launch.command)
    known = sys_name(source)
    if known is None:
        said = _message(program, sure), "Start `sys.executable`; here, the name `sys` stands for something else."
        return mark(source, PAGE, where, said, Confidence.REPORTED)
    new = f"{known.name}.executable"
    if is_pip(posixpath.basename(program), relocation):
        quote = "'" if source.slice(*where).endswith("'") else '"'
        new += f", {quote}-m{quote}, {quote}pip{quote}"
    changes = (*known.imports, *_changes(source, relocation, launch, new))
    return mark(
        source, PAGE, where, (_message(program, sure), _suggestion(new, known)), sure, changes, (("program", program),)
    )


def _changes(source: Source, relocation: Relocation, launch: Launch, new: str) -> Iterator[Change]:
    command = launch.command
    # A lone string would not be a list any more with the words of ``-m pip`` behind it.
    yield (*source.place(command), f"[{new}]" if launch.way is Way.LONE and "," in new else new)
    named = constant(launch.words[0]) if launch.way is Way.NAMED and launch.words else None
    if is_python(posixpath.basename(named or ""), relocation):
        # Python looks for itself by what it is told it is called.
        yield (*source.place(launch.words[0]), new)


def _message(program: str, sure: Confidence) -> str:
    if sure is Confidence.CERTAIN:
        return f"`{program}` is the Python of the image, which does not see the application's packages any more."
    return f"`{program}` is whichever PATH names first: the venv's, as long as the PATH of the image is handed on."


def _suggestion(new: str, known: SysName) -> str:
    added = " It needs `import sys`." if known.imports else ""
    return f"Start the Python that runs already: `{new}`.{added}"


def _is_install(launch: Launch) -> bool:
    words = [constant(word) for word in (launch.command, *launch.words)]
    if launch.way is Way.SHELL:
        return _INSTALLS.search(words[0] or "") is not None
    names = [posixpath.basename(word or "") for word in words]
    pip = next((at for at, name in enumerate(names[:3]) if re.fullmatch(r"pip[\d.]*", name)), None)
    return pip is not None and "install" in names[pip + 1 :]


def _installs(source: Source, launch: Launch) -> Place:
    message = "pip installs while the application runs, into whichever environment its Python belongs to."
    suggestion = "Install it while the image is built; a user who may not write to the venv cannot do it here."
    return mark(source, INSTALLING, source.place(launch.command), (message, suggestion), Confidence.REPORTED)


def _in_a_shell(source: Source, relocation: Relocation, launch: Launch) -> Place | None:
    for start in _STARTS.finditer(constant(launch.command) or ""):
        named = is_python(start[2], relocation) or is_pip(start[2], relocation)
        if named and not start[1]:
            message = f"A shell starts the `{start[2]}` that PATH names first: the venv's, while PATH is handed on."
            suggestion = "Nothing has to be done; a list that starts with `sys.executable` does not depend on PATH."
            return mark(source, PAGE, source.place(launch.command), (message, suggestion), Confidence.REPORTED)
    return None
