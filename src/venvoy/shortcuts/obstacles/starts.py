"""Lines that choose an interpreter, or a PATH, by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator

from venvoy.model.trace import SiteKind
from venvoy.shortcuts.obstacles.obstacle import Family, Obstacle, ask, installs_of, leave, look
from venvoy.trace.view import View

_LOGIN = re.compile(r"\b(?:ba|z|da|a)?sh[\s\"',]+(?:-[a-zA-Z]*l[a-zA-Z]*|--login)\b")
_BY_PATH = re.compile(r"/usr/local/bin/(?:python|pip)[\d.]*(?![\w/.-])")
_STARTED_BY_PATH = re.compile(r"(?:^|&&|\|\||;|\|)\s*/usr/local/bin/(?:python|pip)[\d.]*(?![\w/.-])")
_JOINT = re.compile(r"&&|\|\||[;|\n]")
_INSTALLING = re.compile(r"\b(?:pip[\d.]*|uv|poetry|pipenv|pdm|virtualenv|venv|setup\.py)\b")
# Programs that start others with a PATH of their own.
_OWN_PATH = {"cron", "crond", "anacron", "runit", "runsvdir"}


# Programs that start no Python.
_HARMLESS = {
    "apt", "apt-get", "chmod", "chown", "cp", "curl", "dpkg", "groupadd", "install", "ldconfig", "ln", "mkdir", "mv",
    "pip", "pip3", "rm", "sed", "tar", "tee", "touch", "update-ca-certificates", "useradd", "usermod", "wget",
}  # fmt: skip


def sudo_after(view: View, family: Family) -> Iterator[Obstacle]:
    """Find sudo before something that may start python: it replaces PATH by one of its own."""
    installs = {install.instruction for install in installs_of(view, family)}
    indices = {stage.index for stage in family}
    for started in view.trace.elevated:
        inside = started.stage in indices and started.instruction not in installs
        if inside and started.program not in _HARMLESS:
            line = started.lines.first
            yield look(f"Line {line}: sudo has a PATH of its own, and would not find the venv.")
            return


_WRITTEN = re.compile(r"/usr/local/bin/python|^\s*(?:export\s+)?PATH=(?!.*\$\{?PATH)", re.MULTILINE)
_AT_START = re.compile(r"\bpip[\d.]*[\s\"',]+install\b")


def at_start(view: View, family: Family) -> Iterator[Obstacle]:
    """Find installs at the start of a container that a venv refuses: into a user site, or by who may not write."""
    for stage in family:
        user = view.surroundings.final[stage.index].user.text
        for instruction in stage.instructions:
            text = instruction.argument.text
            if instruction.keyword not in {"CMD", "ENTRYPOINT"} or not _AT_START.search(text):
                continue
            if user not in {"root", "0"} or "--user" in text:
                line = instruction.lines.first
                yield look(f"Line {line} installs when the container starts, which a venv of root would not allow.")
                return


def own_path(view: View, family: Family) -> Iterator[Obstacle]:
    """Find programs that do not pass PATH on: a job of theirs that names the interpreter misses the packages."""
    for stage in family:
        launch = view.trace.stages[stage.index].launch
        names = [word.rpartition("/")[2] for word in launch.program]
        line = launch.lines.first if launch.lines else stage.lines.first
        if (names[:1] and names[0] in _OWN_PATH) or _OWN_PATH & set(names[:4]):
            yield look(
                f"Line {line}: {names[0]} gives its jobs a PATH of its own; they have to name the venv's python."
            )
            return
        if names[:1] and names[0] in {"sudo", "doas"}:
            yield look(f"Line {line}: sudo has a PATH of its own, and would not find the venv.")
            return
        if names[:1] and names[0] in {"su", "runuser"} and {"-", "-l", "--login"} & set(launch.program):
            yield look(f"Line {line}: a login shell sets PATH anew, and would not find the venv.")
            return


# Beam's worker makes an environment at each start that looks through to the system's packages, never to a venv's
# (apache/beam, CHANGES.md, on 2.46 and 2.48; the variable switches that off).
_BEAM, _BEAM_SWITCH = "/opt/apache/beam/boot", "RUN_PYTHON_SDK_IN_DEFAULT_ENVIRONMENT"


def own_environment(view: View, family: Family) -> Iterator[Obstacle]:
    """Find starts that make an environment of their own from the packages of the system."""
    for stage in family:
        launch = view.trace.stages[stage.index].launch
        switched = view.surroundings.final[stage.index].env.get(_BEAM_SWITCH)
        if launch.program[:1] == (_BEAM,) and switched is None:
            line = launch.lines.first if launch.lines else stage.lines.first
            yield leave(
                f"Line {line}: Beam's worker starts in an environment of its own, which sees the packages of the"
                " system but not those of a venv."
            )
            return


def beside_installs(text: str) -> str:
    """Return what a RUN that installs does besides: the interpreter that an install names is the one it leaves."""
    return ";".join(command for command in _JOINT.split(text) if not _INSTALLING.search(command))


def named_paths(view: View, family: Family) -> Iterator[Obstacle]:
    """Find lines that name the interpreter by its path where that may mean either one: ln -s, a crontab, a variable."""
    installs = {i.instruction for i in installs_of(view, family) if i.site.kind is SiteKind.SYSTEM}
    if not installs:
        return
    for stage in family:
        for instruction in stage.instructions:
            bodies = "\n".join(heredoc.body.text for heredoc in instruction.heredocs)
            if instruction.keyword in {"COPY", "ADD"} and _WRITTEN.search(bodies):
                line = instruction.lines.first
                yield look(f"Line {line} writes a script that chooses an interpreter, or a PATH, by itself.")
                return
            if instruction.keyword not in {"RUN", "ENV", "ARG"}:
                continue
            text = instruction.argument.text
            said = beside_installs(text) if instruction.span.start in installs else text
            if _BY_PATH.search(_STARTED_BY_PATH.sub("", said)):
                line = instruction.lines.first
                yield look(f"Line {line} names the interpreter by its path, which is not the venv's.")
                return


def login_shell(view: View, family: Family) -> Iterator[Obstacle]:
    """Find login shells: they set PATH anew from /etc/profile, so ENV PATH does not reach what they start."""
    installs = {install.instruction for install in installs_of(view, family)}
    for stage in family:
        for instruction in stage.instructions:
            matters = instruction.keyword == "SHELL" or instruction.span.start in installs
            if matters and _LOGIN.search(instruction.argument.text):
                yield ask(f"Line {instruction.lines.first}: a login shell sets PATH anew, and would not find the venv.")
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
            yield look(f"Line {line}: a login shell sets PATH anew, and would not find the venv.")
            return
