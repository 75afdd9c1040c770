"""What stands in the way of a true rewrite, and how firmly."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from attrs import frozen

from venvoy.model.dockerfile import Stage
from venvoy.model.finding import Remedy, Verdict
from venvoy.model.trace import Carry, Install, Installer, SiteKind
from venvoy.trace.view import View

_PYTHON_FAMILIES = {"python", "uv", "pypy"}


@frozen
class Obstacle:
    """A reason against, or for a look before, a rewrite."""

    verdict: Verdict
    remedy: Remedy
    reason: str


def obstacles(view: View, stage: int) -> tuple[Obstacle, ...]:
    """Return what stands in the way for the stages that are migrated together with *stage*, firmest first."""
    return view.once(_of_family, view.families[stage])


def _of_family(view: View, stage: int) -> tuple[Obstacle, ...]:
    family = view.family(stage)
    found = [obstacle for question in _QUESTIONS for obstacle in question(view, family)]
    order = {Verdict.KEEP: 0, Verdict.ASK: 1, Verdict.MIGRATE: 2}
    firm = {Remedy.NONE: 0, Remedy.REVIEW: 1, Remedy.SAFE: 2}
    return tuple(sorted(found, key=lambda o: (order[o.verdict], firm[o.remedy])))


def _ask(reason: str) -> Obstacle:
    return Obstacle(Verdict.ASK, Remedy.NONE, reason)


def _look(reason: str) -> Obstacle:
    return Obstacle(Verdict.ASK, Remedy.REVIEW, reason)


def _family_installs(view: View, family: tuple[Stage, ...]) -> list[Install]:
    return view.installs_of(family)


def _family_carries(view: View, family: tuple[Stage, ...]) -> list[Carry]:
    indices = {stage.index for stage in family}
    return [view.trace.carries[at] for at in sorted(view.shipped_carries) if view.trace.carries[at].stage in indices]


def _left_alone(view: View, family: tuple[Stage, ...]) -> Iterator[Obstacle]:
    """Images whose value is what they come with."""
    for stage in family:
        base = view.surroundings.bases[stage.index]
        if base.leave_alone:
            yield Obstacle(Verdict.KEEP, Remedy.NONE, base.leave_alone)
            return


def _interpreter(view: View, family: tuple[Stage, ...]) -> Iterator[Obstacle]:
    """Ask whether there is a Python that can make a venv, where the installs are and where they go."""
    stages = {i.stage for i in _family_installs(view, family)} | {c.stage for c in _family_carries(view, family)}
    for stage in sorted(stages):
        base = view.surroundings.bases[stage]
        line = view.dockerfile.stages[stage].lines.first
        if base.family in _PYTHON_FAMILIES and base.prefix is not None:
            continue
        if base.family == "unknown":
            yield _look(f"Line {line}: what the image {base.reference} already holds cannot be seen from here.")
        elif base.prefix == "/usr" or base.python is None:
            yield _ask(
                f"Line {line}: the Python of {base.reference} comes from the distribution, which packages venv apart;"
                " this version does not rewrite that."
            )
        else:
            yield _look(f"Line {line}: {base.reference} brings a Python of its own kind.")
        return


def _too_old(view: View, family: tuple[Stage, ...]) -> Iterator[Obstacle]:
    """Find Pythons from before the venv module (3.3) and ``-I`` (3.4)."""
    for stage in family:
        python = view.surroundings.bases[stage.index].python
        version = (python.text if python is not None else None) or ""
        if re.match(r"^(?:2(?:\.|$)|3\.[0-3]$)", version):
            yield Obstacle(Verdict.KEEP, Remedy.NONE, f"Python {version} has no venv module of today's kind.")
            return
    for install in _family_installs(view, family):
        if re.match(r"^(?:.*/)?(?:pip|python)2", install.program):
            line = install.lines.first
            yield Obstacle(Verdict.KEEP, Remedy.NONE, f"Line {line}: Python 2 has no venv module.")
            return


def _other_installers(view: View, family: tuple[Stage, ...]) -> Iterator[Obstacle]:
    """Find other installers: moving pip's part alone would leave the application in two places."""
    for install in _family_installs(view, family):
        foreign = install.installer not in {Installer.PIP, Installer.PIPX, Installer.SYSTEM} and not install.tooling
        if foreign:
            yield _ask(f"Line {install.lines.first}: {install.program} installs here too, and is not followed yet.")
            return


def _other_places(view: View, family: tuple[Stage, ...]) -> Iterator[Obstacle]:
    """Installs to directories of their own, and environments that are there already."""
    for install in _family_installs(view, family):
        if install.tooling or install.installer is not Installer.PIP:
            continue
        if install.site.kind in {SiteKind.TARGET, SiteKind.PREFIX, SiteKind.UNKNOWN}:
            yield _ask(f"Line {install.lines.first}: this install fills a {install.site.kind.value}, not followed yet.")
            return
        if install.site.kind is SiteKind.VENV:
            yield _ask(f"Line {install.lines.first}: part of the packages already goes to {install.site.root.text}.")
            return
        if any(option.startswith("pip config") for option in install.options):
            yield _ask(f"Line {install.lines.first}: pip's configuration file decides where packages go.")
            return
    for stage in family:
        for present in view.trace.stages[stage.index].present:
            if present.site.kind is SiteKind.VENV and present.site.root.text is not None:
                yield _ask(f"Stage {stage.label} already has a virtual environment at {present.site.root.text}.")
                return


def _programs(view: View, family: tuple[Stage, ...]) -> Iterator[Obstacle]:
    """Installs that PATH does not steer."""
    for install in _family_installs(view, family):
        if view.instruction(install.instruction).keyword == "ONBUILD":
            yield _ask(
                f"Line {install.lines.first}: ONBUILD acts in the images built from this one, which are not seen here."
            )
            return
        if _mixed_with_source(view, install):
            yield _ask(
                f"Line {install.lines.first}: {install.site.root.text} also holds files of the application itself."
            )
            return
        if install.site.root.text is None and install.site.kind in {SiteKind.USER, SiteKind.USER_BASE}:
            yield _ask(f"Line {install.lines.first}: where pip installs depends on a value that is not known here.")
            return


def _users(view: View, family: tuple[Stage, ...]) -> Iterator[Obstacle]:
    """Find installs by several users: a venv belongs to one, and has no user site to fall back to."""
    installs = [i for i in _family_installs(view, family) if i.installer is Installer.PIP]
    for stage in family:
        mine = [i for i in installs if i.stage == stage.index]
        received = [c for c in _family_carries(view, family) if c.stage == stage.index]
        owners = (
            {_owner(view, c) for c in received}
            if received
            else {_name(i) for i in installs if not i.tooling and _chain(view, i, stage)}
        )
        for install in mine:
            if owners - {_name(install)} and _name(install) != "root":
                other = min(owners - {_name(install)})
                yield _ask(f"Line {install.lines.first}: {_name(install)} could not write to a venv of {other}.")
                return


def _name(install: Install) -> str:
    return "root" if install.user.text in {None, "0", "root"} else install.user.text or "root"


def _owner(view: View, carry: Carry) -> str:
    flag = view.instruction(carry.instruction).flag("chown")
    name = ((flag.value if flag else None) or "root").partition(":")[0]
    return "root" if name == "0" else name


def _chain(view: View, install: Install, stage: Stage) -> bool:
    """Return True when *stage* is, or inherits from, the stage of *install*."""
    at: int | None = stage.index
    while at is not None:
        if at == install.stage:
            return True
        at = view.dockerfile.stages[at].base_stage
    return False


def _mixed_with_source(view: View, install: Install) -> bool:
    """Return True when packages and source lie in one directory: neither can be moved without the other."""
    root = install.site.root.text
    if root is None or install.site.kind not in {SiteKind.USER, SiteKind.USER_BASE}:
        return False
    for instruction in view.dockerfile.stages[install.stage].instructions:
        if instruction.keyword == "WORKDIR" and view.scope(install.instruction).workdir.text == root:
            return True
        if instruction.keyword not in {"COPY", "ADD"} or instruction.flag("from") is not None or not instruction.words:
            continue
        if instruction.words[-1].text.rstrip("/") == root:
            return True
    return False


def _carriers(view: View, family: tuple[Stage, ...]) -> Iterator[Obstacle]:
    """Find copies that are more, or less, than a site."""
    carries = _family_carries(view, family)
    for carry in carries:
        if carry.same_python is False:
            yield _ask(f"Line {carry.lines.first}: {carry.disagreement}")
        elif carry.same_python is None:
            yield _look(f"Line {carry.lines.first}: {carry.disagreement}")
        if "some packages" in carry.parts:
            yield _ask(f"Line {carry.lines.first}: only some of the packages are copied, a venv is copied whole.")
        if _second_install_before(view, carry):
            yield _ask(
                f"Line {carry.lines.first}: packages are installed in this stage before others are copied over them."
            )
    for carry in carries:
        if carry.source_stage < 0:
            yield _ask(f"Line {carry.lines.first}: the packages come from an image outside of this file.")
            continue
        others = [c for c in carries if c.stage == carry.stage and c.site == carry.site]
        if not any({"all", "packages"} & set(c.parts) for c in others):
            yield _ask(f"Line {carry.lines.first}: only scripts are copied, without the packages that they import.")


def _second_install_before(view: View, carry: Carry) -> bool:
    return any(
        install.stage == carry.stage and install.instruction < carry.instruction and not install.tooling
        for install in view.trace.installs
    )


def _whole_prefix(view: View, family: tuple[Stage, ...]) -> Iterator[Obstacle]:
    """Find copies of a whole prefix: they take along what else was put there."""
    for carry in _family_carries(view, family):
        wide = carry.site.kind is SiteKind.SYSTEM and ({"all", "library", "scripts"} & set(carry.parts))
        if wide and (what := _also_writes(view, carry)):
            yield _look(f"Line {carry.lines.first}: line {what} may have put more below {carry.source} than pip did.")
            return


# Programs that write nothing below /usr/local, whatever their arguments.
_TIDY = {
    "apt", "apt-get", "apk", "cd", "chmod", "chown", "echo", "export", "false", "find", "pip", "pip3", "printf",
    "python", "python3", "rm", "set", "test", "true", "useradd", "groupadd", "adduser", "addgroup", "mkdir", "[",
    "locale-gen", "dpkg-reconfigure",
}  # fmt: skip


def _also_writes(view: View, carry: Carry) -> int | None:
    if carry.source_stage < 0:
        return None
    stage = view.dockerfile.stages[carry.source_stage]
    installs = {i.instruction for i in view.trace.installs if i.stage == stage.index}
    for opaque in view.trace.opaques:
        if stage.lines.first <= opaque.lines.first <= stage.lines.last:
            return opaque.lines.first
    for instruction in stage.instructions:
        if instruction.keyword == "RUN" and instruction.span.start not in installs:
            first = instruction.words[0].text if instruction.words else ""
            if first.rpartition("/")[2] not in _TIDY:
                return instruction.lines.first
        if instruction.keyword in {"COPY", "ADD"} and instruction.words[-1].text.startswith("/usr/local"):
            return instruction.lines.first
    return None


_LOGIN = re.compile(r"\b(?:ba|z|da|a)?sh[\s\"',]+(?:-[a-zA-Z]*l[a-zA-Z]*|--login)\b")
_BY_PATH = re.compile(r"/usr/local/bin/(?:python|pip)[\d.]*(?![\w/.-])")
_STARTED_BY_PATH = re.compile(r"(?:^|&&|\|\||;|\|)\s*/usr/local/bin/(?:python|pip)[\d.]*(?![\w/.-])")


def _named_paths(view: View, family: tuple[Stage, ...]) -> Iterator[Obstacle]:
    """Find lines that name the interpreter by its path where that may mean either one: ln -s, a crontab, a variable."""
    installs = {i.instruction for i in _family_installs(view, family) if i.site.kind is SiteKind.SYSTEM}
    if not installs:
        return
    for stage in family:
        for instruction in stage.instructions:
            if instruction.keyword not in {"RUN", "ENV", "ARG"} or instruction.span.start in installs:
                continue
            if _BY_PATH.search(_STARTED_BY_PATH.sub("", instruction.argument.text)):
                line = instruction.lines.first
                yield _look(f"Line {line} names the interpreter by its path, which is not the venv's.")
                return


def _starts_unknown(view: View, family: tuple[Stage, ...]) -> Iterator[Obstacle]:
    """Find stages that start a program of /usr/local/bin that may be a console script of what moves."""
    for stage in family:
        launch = view.trace.stages[stage.index].launch
        site = launch.python_site
        first = launch.program[0] if launch.program else ""
        name = first.removeprefix("/usr/local/bin/")
        if site is None or site.kind is not SiteKind.SYSTEM or name == first or _KNOWN_PROGRAM.match(name):
            continue
        if not any(name in text for text in _other_texts(view, family)):
            line = launch.lines.first if launch.lines else stage.lines.first
            yield _look(f"Line {line}: {first} may be a script of the packages that move.")
            return


_KNOWN_PROGRAM = re.compile(
    r"^(?:python[\d.]*|airflow|alembic|celery|daphne|django-admin|fastapi|flask|granian|gunicorn|hypercorn|pytest|scrapy"
    r"|streamlit|uvicorn|uwsgi|waitress-serve|docker-entrypoint\.sh|entrypoint\.sh|tini|dumb-init)$"
)


def _other_texts(view: View, family: tuple[Stage, ...]) -> Iterator[str]:
    """Yield what puts programs into an image otherwise: COPY, ADD, and RUNs that are not pip's."""
    installs = {install.instruction for install in view.trace.installs}
    for stage in family:
        for instruction in stage.instructions:
            if instruction.keyword in {"COPY", "ADD", "RUN"} and instruction.span.start not in installs:
                yield instruction.argument.text


def _login_shell(view: View, family: tuple[Stage, ...]) -> Iterator[Obstacle]:
    """Find login shells: they set PATH anew from /etc/profile, so ENV PATH does not reach what they start."""
    installs = {install.instruction for install in _family_installs(view, family)}
    for stage in family:
        for instruction in stage.instructions:
            matters = instruction.keyword == "SHELL" or instruction.span.start in installs
            if matters and _LOGIN.search(instruction.argument.text):
                yield _ask(
                    f"Line {instruction.lines.first}: a login shell sets PATH anew, and would not find the venv."
                )
                return
    for stage in family:
        launch = view.trace.stages[stage.index].launch
        words = launch.program
        if (
            words[:1]
            and words[0].rpartition("/")[2] in {"bash", "sh"}
            and any(w in {"-l", "-lc", "--login"} for w in words)
        ):
            line = launch.lines.first if launch.lines else stage.lines.first
            yield _look(f"Line {line}: a login shell sets PATH anew, and would not find the venv.")
            return


_QUESTIONS: tuple[Callable[[View, tuple[Stage, ...]], Iterator[Obstacle]], ...] = (
    _left_alone,
    _too_old,
    _other_installers,
    _other_places,
    _interpreter,
    _programs,
    _users,
    _carriers,
    _whole_prefix,
    _login_shell,
    _named_paths,
    _starts_unknown,
)
