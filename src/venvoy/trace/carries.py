"""What COPY, ADD and mounts carry from one stage to another."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from fnmatch import fnmatchcase

from attrs import frozen

from venvoy.model.dockerfile import Instruction
from venvoy.model.environment import Scope, Value
from venvoy.model.trace import Carry, Install, Site, SiteKind
from venvoy.parse.bases import Agreement
from venvoy.parse.expansion import expand
from venvoy.trace.installers.pip import canonical
from venvoy.trace.installers.reading import TOOLS
from venvoy.trace.state import Holding, StageState

_PYTHON_SEGMENT = re.compile(r"^(?:python|pypy)[\d.*?\[\]]*$")
_SITE_DIRECTORIES = ("site-packages", "dist-packages")
_FETCHES = re.compile(r"\b(?:make|cmake|ninja|curl|wget|tar|unzip|cargo|go|npm|gem|git|configure|bash|sh)\b")
_INTERPRETERS = re.compile(r"^(?:python|pip|idle|pydoc|2to3|uv)")
_PARTS = ("bin", "include", "share", "etc", "lib64")
# Programs that wheels bring as they are: they import nothing, and need no packages beside them.
_PROGRAMS = frozenset({"cmake", "dumb-init", "hadolint", "ninja", "ruff", "shellcheck", "tini", "uv", "uvx"})
# Console scripts that go by another name than their distribution.
_SCRIPTS = {
    "django-admin": "django",
    "alembic": "alembic",
    "celery": "celery",
    "flask": "flask",
    "streamlit": "streamlit",
}


@frozen
class Movement:
    """One source of a COPY, as paths."""

    source: str
    destination: str


def movements(instruction: Instruction, scope: Scope) -> tuple[Movement, ...]:
    """Return the sources of a COPY or ADD with where they go; absolute, variables at their defaults."""
    words = [expand(word.text, scope.lookup).text for word in instruction.words]
    if len(words) < 2 or any(word is None for word in words):
        return ()
    known = [word for word in words if word is not None]
    workdir = scope.workdir.text or "/"
    destination = posixpath.normpath(posixpath.join(workdir, known[-1]))
    sources = known[:-1]
    many = len(sources) > 1 or known[-1].endswith("/")
    return tuple(_movement(source, destination, many=many) for source in sources)


def _movement(source: str, destination: str, *, many: bool) -> Movement:
    path = posixpath.normpath("/" + source.lstrip("/"))
    # A directory's content is copied, not the directory; a single file goes below a destination that ends in a slash.
    if many and posixpath.basename(posixpath.dirname(path)) in {"bin", "sbin"}:
        return Movement(path, posixpath.join(destination, posixpath.basename(path)))
    return Movement(path, destination)


def parts_carried(source: str, holding: Holding, installs: list[Install], others: str) -> tuple[str, ...]:
    """Return what of a site a COPY of *source* takes; empty when it takes nothing of it.

    *others* is the text of what else writes into the stage: a program that it names is no console script.
    """
    site = holding.site
    root = site.root.text
    if root is None:
        return ()
    if source == root or root.startswith(source.rstrip("/") + "/"):
        return ("all", "interpreter") if site.kind is SiteKind.SYSTEM else ("all",)
    if not source.startswith(root.rstrip("/") + "/"):
        return ()
    if site.kind is SiteKind.UNKNOWN:
        return ("all",)
    inside = source[len(root.rstrip("/")) + 1 :].split("/")
    if site.kind is SiteKind.PYPACKAGES and inside[0] == "lib":
        return ("packages",) if inside[1:] in ([], ["*"], ["."]) else ("some packages",)
    if site.kind is SiteKind.TARGET:
        return ("scripts",) if inside == ["bin"] else ("some packages",)
    return _parts_inside(inside, holding, installs, others)


def _parts_inside(inside: list[str], holding: Holding, installs: list[Install], others: str) -> tuple[str, ...]:
    if inside[0] == "bin":
        if len(inside) == 1 or inside[1] == "*":
            return ("scripts",)
        return _script_parts(inside[1], holding, installs, others)
    if inside[0] in _PARTS:
        return ("data",)
    if inside[0] not in {"lib", "lib*"}:
        return ()
    if len(inside) == 1:
        return ("packages", "library")
    if not _PYTHON_SEGMENT.match(inside[1]):
        return ()
    if len(inside) == 2:
        return ("packages", "library")
    if any(fnmatchcase(name, inside[2]) for name in _SITE_DIRECTORIES):
        return ("packages",) if len(inside) == 3 or inside[3] in {"*", "."} else ("some packages",)
    return ()


def puts(name: str, texts: Iterable[str]) -> bool:
    """Return True when one of *texts*, instructions that are no installs, may put a program *name* below /usr/local."""
    word = re.compile(rf"(?<![\w.-]){re.escape(name)}(?![\w.-])")
    return any("/usr/local" in text and word.search(text) for text in texts)


def _script_parts(name: str, holding: Holding, installs: list[Install], others: str) -> tuple[str, ...]:
    """Tell a console script of the installs from another program that lies in the same directory.

    Which scripts a distribution brings cannot be told from its name for certain; what else puts a program there, on the
    other hand, is in the text of the stage.
    """
    if name in _PROGRAMS:
        return ()
    asked = [word for at in holding.installs for word in installs[at].what]
    wanted = {canonical(re.split(r"[\[=<>~!@; ]", word)[0]) for word in asked}
    plain = canonical(name)
    if plain in wanted or _SCRIPTS.get(name) in wanted or any(c in name for c in "*?"):
        return ("one script",)
    if puts(name, others.split("\n")) or plain in TOOLS or _INTERPRETERS.match(name):
        return ()
    akin = any(len(distribution) > 2 and distribution in plain for distribution in wanted)
    return ("one script", "unsure") if not akin and _FETCHES.search(others) else ("one script",)


def landed(movement: Movement, site: Site, parts: tuple[str, ...], state: StageState) -> Site | None:
    """Return the site that the copy fills in the receiving stage, or None when it becomes none."""
    root = site.root.text or "/"
    if "all" in parts:
        rest = posixpath.relpath(root, movement.source)
        where = posixpath.normpath(posixpath.join(movement.destination, rest))
    elif {"packages", "some packages"} & set(parts):
        where = _root_above(movement.destination)
    else:
        return None
    kind = site.kind
    if kind is SiteKind.PYPACKAGES and "all" not in parts:
        kind = SiteKind.TARGET
    if where == state.system.root.text and kind is not SiteKind.VENV:
        kind = SiteKind.SYSTEM
    minor = re.search(r"/python(\d\.\d+)(?:/|$)", movement.destination)
    return Site(kind, Value(where), Value(minor[1]) if minor else site.python, site.folder, site.managed)


def _root_above(path: str) -> str:
    """Return the prefix of a path such as /usr/local/lib/python3.12/site-packages."""
    found = re.match(r"^(?P<root>.*?)/lib(?:/(?:python|pypy)[\d.]*(?:/(?:site|dist)-packages)?)?$", path)
    return (found["root"] or "/") if found else path


def left_behind(site: Site, parts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the directories of *site* that stay where they are."""
    if "all" in parts or site.root.text is None or site.kind is SiteKind.TARGET:
        return ()
    root = site.root.text.rstrip("/")
    missing = [] if "scripts" in parts else [f"{root}/bin"]
    missing += [] if {"packages", "library"} & set(parts) else [f"{root}/lib"]
    return (*missing, f"{root}/share") if "data" not in parts else tuple(missing)


def carry_of(
    instruction: Instruction,
    movement: Movement,
    stages: tuple[int, int],
    holding: Holding,
    parts: tuple[str, ...],
    *,
    agreement: Agreement,
    mount: bool,
) -> Carry:
    """Return the carry of one movement; *stages* are (source, receiving)."""
    return Carry(
        source_stage=stages[0],
        stage=stages[1],
        instruction=instruction.span.start,
        lines=instruction.lines,
        source=movement.source,
        destination=movement.destination,
        site=holding.site,
        parts=parts,
        left_behind=left_behind(holding.site, parts),
        mount=mount,
        same_python=agreement.same,
        disagreement="" if agreement.same else agreement.why,
    )
