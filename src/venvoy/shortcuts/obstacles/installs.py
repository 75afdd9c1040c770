"""Installs that cannot simply be sent into one venv."""

from __future__ import annotations

import re
from collections.abc import Iterator

from venvoy.model.dockerfile import Instruction, Stage
from venvoy.model.trace import Carry, Install, Installer, SiteKind
from venvoy.shortcuts.obstacles.obstacle import Family, Obstacle, ask, carries_of, installs_of, look
from venvoy.trace.invocation import BY_PYTHON
from venvoy.trace.view import View

# Installers beside pip that the rewriter speaks, where they fill the interpreter's own site.
_BY_PATH = {Installer.PIP, Installer.SETUPTOOLS, Installer.PIP_TOOLS}
_PLACES = {SiteKind.SYSTEM, SiteKind.PREFIX, SiteKind.TARGET, SiteKind.PYPACKAGES}
# Minor release of Python 3 from which `python -m venv` brings no setuptools any more (what is new in Python 3.12).
_WITHOUT_SETUPTOOLS = 12
_SPOKEN = {Installer.UV, Installer.POETRY, Installer.PIPENV, Installer.PDM, Installer.PIP_TOOLS}


def other_installers(view: View, family: Family) -> Iterator[Obstacle]:
    """Find other installers: moving pip's part alone would leave the application in two places."""
    for install in installs_of(view, family):
        spoken = install.installer in _SPOKEN and install.site.kind in _PLACES
        spoken = spoken or (install.runs_setup_py and install.site.kind is SiteKind.SYSTEM)
        bystander = install.installer in {Installer.PIP, Installer.PIPX, Installer.SYSTEM} or install.tooling
        if not spoken and not bystander:
            yield ask(f"Line {install.lines.first}: {install.program} installs here too, and is not followed yet.")
            return


def setuptools_at_hand(view: View, family: Family) -> Iterator[Obstacle]:
    """Find runs of setup.py by a Python whose venv brings no setuptools, where nothing that moves along brings it."""
    for install in installs_of(view, family):
        if not install.runs_setup_py or install.site.kind is not SiteKind.SYSTEM:
            continue
        python = view.surroundings.bases[install.stage].python
        minor = re.fullmatch(r"3\.(\d+)", (python.text if python is not None else None) or "")
        if minor is not None and int(minor[1]) < _WITHOUT_SETUPTOOLS:
            continue
        chain = view.chain(install.stage)
        before = [i for i in installs_of(view, family) if i.stage in chain and i.instruction < install.instruction]
        if not any(_may_bring_setuptools(i) for i in before if i.installer is Installer.PIP):
            yield look(
                f"Line {install.lines.first}: setup.py needs setuptools, which a venv brings no more since Python 3.12."
            )
            return


def _may_bring_setuptools(install: Install) -> bool:
    return not install.tooling or any(re.match(r"setuptools(?![\w-])", what) for what in install.what)


def old_pip_tools(view: View, family: Family) -> Iterator[Obstacle]:
    """Find a pip-sync that cannot be told about another interpreter (pip-tools has the option since 6.2)."""
    installs = installs_of(view, family)
    if not any(i.installer is Installer.PIP_TOOLS and i.site.kind is SiteKind.SYSTEM for i in installs):
        return
    for install in installs:
        for what in install.what:
            found = re.fullmatch(r"pip-tools[=~<]=?=?(\d+)(?:\.(\d+))?.*", what) if install.tooling else None
            if found is not None and (int(found[1]), int(found[2] or 0)) < (6, 2):
                line = install.lines.first
                yield ask(f"Line {line}: pip-sync can be told about another interpreter only since pip-tools 6.2.")
                return


def syncs(view: View, family: Family) -> Iterator[Obstacle]:
    """Find syncs of a project that cannot have the venv to themselves, or whose place is set out of reach."""
    installs = installs_of(view, family)
    for sync in installs:
        if not sync.syncs_project or sync.site.kind is not SiteKind.SYSTEM:
            continue
        line = sync.lines.first
        if BY_PYTHON in sync.site.root.depends_on:
            yield look(f"Line {line}: the place where uv syncs is what a command says when it runs.")
        elif not _names_environment(view, family, sync):
            yield ask(f"Line {line}: the place where uv syncs is set by something else than ENV or the command itself.")
        other = next((i for i in installs if i.installer is Installer.PIP and not i.tooling), None)
        if other is not None:
            yield ask(
                f"Line {other.lines.first}: a venv that uv sync makes has no pip, and is cleared of what pip brings."
            )
        if (sync.user.text or "root") not in {"root", "0"}:
            yield ask(f"Line {line}: {sync.user.text} could not make an environment at the root of the image.")
        return


def _names_environment(view: View, family: Family, sync: Install) -> bool:
    name = "UV_PROJECT_ENVIRONMENT"
    if sync.options != (name,):
        return False
    by_env = any(
        i.keyword == "ENV" and any(word.text.partition("=")[0] == name for word in i.words)
        for stage in family
        for i in stage.instructions
    )
    return by_env or f"{name}=" in view.instruction(sync.instruction).argument.text


def other_places(view: View, family: Family) -> Iterator[Obstacle]:
    """Find installs to directories of their own, and environments that are there already."""
    for install in installs_of(view, family):
        if install.tooling or install.installer is not Installer.PIP:
            continue
        if install.site.kind is SiteKind.UNKNOWN:
            how = " ".join((install.program, *install.options))
            yield ask(f"Line {install.lines.first}: where {how} installs is not followed yet.")
            return
        if install.site.kind is SiteKind.VENV:
            yield ask(f"Line {install.lines.first}: part of the packages already goes to {install.site.root.text}.")
            return
        if any(option.startswith("pip config") for option in install.options):
            yield ask(f"Line {install.lines.first}: pip's configuration file decides where packages go.")
            return
    if view.idle_venv(family) is not None:
        return
    for stage in family:
        for present in view.trace.stages[stage.index].present:
            filled = [view.trace.installs[at] for at in present.installs]
            of_a_tool = bool(filled) and all(install.tooling for install in filled)
            if present.site.kind is SiteKind.VENV and present.site.root.text is not None and not of_a_tool:
                yield ask(f"Stage {stage.label} already has a virtual environment at {present.site.root.text}.")
                return


def settings(view: View, family: Family) -> Iterator[Obstacle]:
    """Find what the file writes into pip's own settings."""
    if not any(install.installer is Installer.PIP for install in installs_of(view, family)):
        return
    for stage in family:
        for instruction in stage.instructions:
            if _writes_settings(instruction):
                yield look(f"Line {instruction.lines.first}: pip's own settings may decide where packages go.")
                return


_SETTINGS = re.compile(r"pip\.conf|/\.?config/pip|\.pip/")


def _writes_settings(instruction: Instruction) -> bool:
    """Return True when a RUN writes a configuration of pip that says where packages go."""
    text = instruction.argument.text + "".join(heredoc.body.text for heredoc in instruction.heredocs)
    placing = re.search(r"\b(?:user|target|prefix|root)\s*=", text)
    return instruction.keyword in {"RUN", "COPY"} and bool(_SETTINGS.search(text)) and placing is not None


def unsteered(view: View, family: Family) -> Iterator[Obstacle]:
    """Find installs that PATH does not steer."""
    for install in installs_of(view, family):
        if view.instruction(install.instruction).keyword == "ONBUILD":
            yield ask(
                f"Line {install.lines.first}: ONBUILD acts in the images built from this one, which are not seen here."
            )
            return
        if _mixed_with_source(view, install):
            yield ask(
                f"Line {install.lines.first}: {install.site.root.text} also holds files of the application itself."
            )
            return
        if install.site.root.depends_on - {"base image", "image"} and install.site.kind is SiteKind.SYSTEM:
            yield look(f"Line {install.lines.first}: a build argument decides where {install.program} installs.")
            return
        if (line := _also_used(family, install)) is not None:
            yield ask(f"Line {line} uses more below {install.site.root.text} than what pip puts there.")
            return
        if hidden := _hidden_option(install):
            yield ask(f"Line {install.lines.first}: {hidden} is part of a variable, and cannot be taken out of it.")
            return
        if install.site.root.text is None and install.site.kind in {SiteKind.USER, SiteKind.USER_BASE}:
            yield ask(f"Line {install.lines.first}: where pip installs depends on a value that is not known here.")
            return


def stays_behind(view: View, family: Family) -> Iterator[Obstacle]:
    """Find editable installs that no stage which ships has: in a venv they would travel, and their source would not."""
    travels = {view.trace.carries[at].source_stage for at in view.shipped_carries}
    shipped = [view.trace.installs[at] for at in view.shipped_installs]
    for install in installs_of(view, family):
        editable = any(what.startswith(("-e ", "--editable ")) for what in install.what)
        if editable and install.stage in travels and not any(install is one for one in shipped):
            yield ask(
                f"Line {install.lines.first}: this editable install stays in its stage; in a venv it would be carried"
                " on, without the source that it points to."
            )
            return


def _also_used(family: Family, install: Install) -> int | None:
    """Return the line of something else that writes to, or reads from, the directory that the packages leave."""
    root = install.site.root.text
    if root is None or install.tooling or install.site.kind in {SiteKind.SYSTEM, SiteKind.VENV}:
        return None
    names = [re.escape(root)]
    names += [r"\$\{?PYTHONUSERBASE\}?"] if install.site.kind is SiteKind.USER_BASE else []
    names += [r"~/\.local", r"\$\{?HOME\}?/\.local"] if install.site.kind is SiteKind.USER else []
    inside = re.compile(rf"(?:{'|'.join(names)})/(?!bin\b|lib\b|lib64\b|include\b)[\w.$]")
    texts = ((i.lines.first, i.argument.text) for stage in family for i in stage.instructions)
    return next((line for line, text in texts if inside.search(text)), None)


def _hidden_option(install: Install) -> str | None:
    """Return an option that says where the install goes but does not stand in the command itself."""
    words = [word.literal or word.raw for word in install.command.argv]
    for option in install.options:
        name = option.partition("=")[0]
        short = {"--target": "-t", "--python": "-p"}.get(name, name)
        if name.startswith("--") and not any(name in word or word.startswith(short) for word in words):
            return name
    return None


def users(view: View, family: Family) -> Iterator[Obstacle]:
    """Find installs by several users: a venv belongs to one, and has no user site to fall back to."""
    installs = [i for i in installs_of(view, family) if i.installer in _BY_PATH]
    for stage in family:
        mine = [i for i in view.installs_of((stage,)) if i.installer in _BY_PATH and _name(i) != "root"]
        if not mine:
            continue
        below = _inherited(view, stage)
        received = [c for c in carries_of(view, family) if c.stage == stage.index]
        owners = (
            {_owner(view, c) for c in received}
            if received
            else {_name(i) for i in installs if not i.tooling and i.stage in below}
        )
        for install in mine:
            if owners - {_name(install)}:
                other = min(owners - {_name(install)})
                yield ask(f"Line {install.lines.first}: {_name(install)} could not write to a venv of {other}.")
                return


def _name(install: Install) -> str:
    return "root" if install.user.text in {None, "0", "root"} else install.user.text or "root"


def _owner(view: View, carry: Carry) -> str:
    flag = view.instruction(carry.instruction).flag("chown")
    name = ((flag.value if flag else None) or "root").partition(":")[0]
    return "root" if name == "0" else name


def _inherited(view: View, stage: Stage) -> set[int]:
    """Return the indices of *stage* and of those that it inherits from."""
    found: set[int] = set()
    at: int | None = stage.index
    while at is not None:
        found.add(at)
        at = view.dockerfile.stages[at].base_stage
    return found


def _mixed_with_source(view: View, install: Install) -> bool:
    """Return True when packages and source lie in one directory: neither can be moved without the other."""
    root = install.site.root.text
    if root is None or install.site.kind in {SiteKind.SYSTEM, SiteKind.VENV}:
        return False
    if install.site.kind is SiteKind.USER_BASE and view.scope(install.instruction).workdir.text == root:
        return True
    return view.holds_files(install.stage, root, above=install.site.kind in {SiteKind.TARGET, SiteKind.PREFIX})


def out_of_sight(view: View, family: Family) -> Iterator[Obstacle]:
    """Find installs below a PYTHONUSERBASE that is set for them alone: the application need not look there."""
    carried = {at for carry in view.shipped_carries for at in view.taken(view.trace.carries[carry])}
    finals = [view.surroundings.final[stage.index].env.get("PYTHONUSERBASE") for stage in family]
    seen = {value.text.rstrip("/") for value in finals if value is not None and value.text is not None}
    for at in sorted(view.shipped_installs - carried):
        install = view.trace.installs[at]
        root = install.site.root.text
        if (
            install.site.kind is not SiteKind.USER_BASE
            or root is None
            or install.stage not in {s.index for s in family}
        ):
            continue
        if root.rstrip("/") not in seen:
            yield look(
                f"Line {install.lines.first}: PYTHONUSERBASE is set for this install alone, so what starts with the"
                f" container looks into {root} only where something else sets it again."
            )
            return
