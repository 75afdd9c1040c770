"""What each statement of a RUN is for: system packages, Python packages, cleaning up, or something else."""

from __future__ import annotations

import re
from enum import Enum

from attrs import frozen

from venvoy.model.shell import Command, Context, Script, Statement
from venvoy.trace.installers.guard import lifts

APT = frozenset({"apt-get", "apt", "apk"})
_CLEARED = re.compile(
    r"^(?:/var/(?:lib/apt|cache|log|tmp)|/tmp|(?:/root|~)/\.(?:cache|cargo|rustup|npm|gnupg)|/etc/apt/apt\.conf\.d)(?:/|$)"
)
_OF_APT = re.compile(r"^(?:/var/|/tmp|/etc/apt)")
MANIFEST = re.compile(
    r"^(?:.*requirements.*\.(?:txt|in)|requirements|constraints.*\.txt|.*constraints\.txt|pyproject\.toml|setup\.(?:py|cfg)|poetry\.lock|"
    r"uv\.lock|pdm\.lock|Pipfile(?:\.lock)?|pip\.conf|.*\.whl|wheels?|wheelhouse)$"
)
# Programs that need no compiler, whatever their arguments.
_QUIET = re.compile(
    r"^(?:python[\d.]*|pip[\d.]*|mkdir|chown|chmod|useradd|groupadd|adduser|addgroup|usermod|ln|touch|echo|printf|rm|sed|cp|mv|test|\[|cd|export"
    r"|set|true|flask|django-admin|celery|alembic|cat|find|install|id|ls|sleep|apt-get|apt|update-ca-certificates|locale-gen|nltk|spacy|date)$"
)
REMOVES = frozenset({"purge", "remove", "autoremove", "autopurge", "del"})
_WRITTEN = re.compile(rb">(?![>\s]*/dev/null|&)")
_TIDIES = frozenset({"clean", "autoclean", "distclean"})
_ACCOUNTS = frozenset(
    {"useradd", "groupadd", "adduser", "addgroup", "usermod", "update-ca-certificates", "echo", "true"}
)
_LOOKS = frozenset(
    {
        "cd", "set", "export", "true", "echo", "test", "[", "[[", "for", ":", "read", "cat", "grep", "head", "ls",
        "pwd", "tail", "exit", "return", "sleep", "shift", "break", "continue",
    }
)  # fmt: skip
_GIVEN = re.compile(r"^-[a-z]*c$")
_MARKING = APT | {
    "apt-mark", "awk", "basename", "cut", "dpkg", "dpkg-query", "echo", "find", "grep", "ldd", "readlink", "sed",
    "sort", "test", "tr", "true", "uniq", "xargs", "[", ":",
}  # fmt: skip
"""Programs of the chains that mark what stays installed."""
TOOLS = frozenset({"uv", "uvx", "poetry", "pipenv", "pdm", "hatch"})
"""Installers of projects, which can also start other programs."""
_INSTALLERS = TOOLS - {"uvx", "hatch"} | {"pip-sync"}
_MODULES = frozenset({"pip", "piptools", "ensurepip"}) | _INSTALLERS
_FETCHING = frozenset({"download", "wheel"})
"""Verbs of pip that write files instead of installing them."""
_STARTING = frozenset({"run", "tool", "build", "python", "shell", "x"})
_APART = {Context.SUBSHELL, Context.SUBSTITUTION, Context.PIPELINE, Context.NESTED}
"""Where a shell of its own runs, whose directory and variables nothing else sees."""
_WRAPPERS = frozenset({"sudo", "env", "exec", "command", "retry"})


class Role(Enum):
    """What a statement is for."""

    SETS = "sets options or variables of the shell"
    MOVES = "changes the working directory"
    UPDATES = "reads the package lists"
    SYSTEM = "installs system packages"
    CLEANS = "cleans up behind the system's installer"
    PURGES = "takes system packages away again"
    INSTALLS = "installs Python packages, or leaves nothing behind"
    OTHER = "does something else"


@frozen
class Part:
    """A statement of a RUN with what it is for."""

    statement: Statement
    role: Role
    commands: tuple[Command, ...]

    @property
    def alone(self) -> Command | None:
        """The statement's only command, when it is nothing but that."""
        return self.commands[0] if len(self.commands) == 1 and not self.commands[0].context else None


def parts_of(script: Script, content: bytes) -> tuple[Part, ...]:
    """Return the statements of *script* in order; none when it cannot be divided or is not wholly understood.

    *content* is the Dockerfile that the script is from.
    """
    if script.opaques:
        return ()
    found = []
    for statement in script.statements:
        inside = _inside(statement, script)
        role = Role.OTHER if _writes_as_a_whole(statement, inside, content) else _role(inside)
        found.append(Part(statement, role, inside))
    return tuple(found)


def _writes_as_a_whole(statement: Statement, commands: tuple[Command, ...], content: bytes) -> bool:
    """Return True for a group whose output goes to a file, as said behind its last command: ``{ …; } > file``."""
    behind = max((command.span.end for command in commands), default=statement.span.start)
    return _WRITTEN.search(content, behind, statement.span.end) is not None


def pip_only(script: Script, content: bytes) -> bool:
    """Return True when a *script* of the Dockerfile *content* leaves nothing behind but what pip installs."""
    alone = not script.opaques and all(leaves_nothing(command) for command in script.commands)
    return alone and not any(_writes_as_a_whole(s, _inside(s, script), content) for s in script.statements)


def _inside(statement: Statement, script: Script) -> tuple[Command, ...]:
    span = statement.span
    return tuple(c for c in script.commands if span.start <= c.span.start and c.span.end <= span.end)


def _role(commands: tuple[Command, ...]) -> Role:
    if len(commands) == 1 and not commands[0].context:
        return _role_of_one(commands[0])
    if _marks(commands) or _purges_softly(commands):
        return Role.PURGES
    if commands and _computes(commands):
        return Role.SETS
    return Role.INSTALLS if commands and all(leaves_nothing(c) for c in commands) else Role.OTHER


def _role_of_one(command: Command) -> Role:
    words = words_of(command)
    name = words[0] if words else None
    if _writes(command):
        return Role.OTHER
    if name is None and not command.argv:
        return Role.SETS if command.assignments else Role.INSTALLS
    if name in {"set", "export"}:
        return Role.SETS
    if name == "cd":
        return Role.MOVES
    if name in APT:
        return _role_of_apt(words)
    if name == "apt-mark":
        return Role.PURGES
    if name == "rm" and _cleans(command):
        return Role.CLEANS
    return Role.INSTALLS if leaves_nothing(command) or _tidies_packages(words) else Role.OTHER


def _purges_softly(commands: tuple[Command, ...]) -> bool:
    """Return True for a purge that may fail: ``(apt-get purge -y gcc || true)``."""
    named = [words_of(command) for command in commands]
    purging = [w[:1] != () and w[0] in APT and _role_of_apt(w) is Role.PURGES for w in named]
    return any(purging) and all(yes or w in {("true",), (":",)} for yes, w in zip(purging, named, strict=True))


def _computes(commands: tuple[Command, ...]) -> bool:
    """Return True for a variable that is set to what commands write."""
    first, *others = commands
    sets = not first.context and first.assignments and (not first.argv or first.argv[0].literal == "export")
    return bool(sets) and all(Context.SUBSTITUTION in c.context for c in others)


def _marks(commands: tuple[Command, ...]) -> bool:
    """Return True for what looks for libraries that are in use, and tells apt to keep these and no others."""
    words = [words_of(c) for c in commands if c.argv]
    names = {w[0] for w in words}
    telling = any({"apt-mark", "dpkg", "dpkg-query", "ldd"} & set(w) for w in words)
    # What is installed by the chain would be forgotten with it.
    removing = all(w[0] not in APT or _role_of_apt(w) is Role.PURGES for w in words)
    return telling and removing and names <= _MARKING and not any(_writes(c) for c in commands)


def _role_of_apt(words: tuple[str | None, ...]) -> Role:
    verb = next((w for w in words[1:] if w and not w.startswith("-")), None)
    verb = next((w for w in words[1:] if w in REMOVES | _TIDIES | {"install", "add", "update"}), verb)
    if verb == "update":
        return Role.UPDATES
    if verb in REMOVES:
        return Role.PURGES
    if verb in _TIDIES:
        return Role.CLEANS
    return Role.SYSTEM if verb in {"install", "add"} else Role.OTHER


def _tidies_packages(words: tuple[str | None, ...]) -> bool:
    """Return True for a ``find`` that deletes below the interpreter's own packages."""
    places = [w for w in words[1:] if w and w.startswith("/")]
    deletes = "-delete" in words or ("-exec" in words and "rm" in words)
    return words[0] == "find" and deletes and bool(places) and all(w.startswith("/usr/local") for w in places)


def _cleans(command: Command) -> bool:
    targets = [word.raw for word in command.argv[1:] if not word.raw.startswith("-")]
    forced = any(w.raw.startswith("-") and "f" in w.raw for w in command.argv[1:])
    known = (_CLEARED.match(w) or (forced and _is_manifest(w)) for w in targets)
    return any(_OF_APT.match(w) for w in targets) and all(known)


def _is_manifest(word: str) -> bool:
    return MANIFEST.match(word.rstrip("/").rpartition("/")[2]) is not None


def words_of(command: Command) -> tuple[str | None, ...]:
    """Return the words of a command behind ``sudo`` and its like; None for a word that is not literal."""
    words = [word.literal for word in command.argv]
    while len(words) > 1 and words[0] in _WRAPPERS:
        words = words[1:]
        while len(words) > 1 and re.match(r"-|\w+=", words[0] or ""):
            words = words[1:]
    return tuple(words)


def _writes(command: Command) -> bool:
    redirects = (r for r in command.redirects if ">" in r.operator and not r.operator.endswith("&"))
    targets = [r.target.literal for r in redirects if r.target is not None]
    installs = (words_of(command) or ("",))[0] in _INSTALLERS
    return any(target != "/dev/null" and not (installs and _is_manifest(target or "")) for target in targets)


def leaves_nothing(command: Command) -> bool:
    """Return True for a command that leaves nothing behind but what pip installs."""
    if _writes(command):
        return False
    words = words_of(command)
    if not words or lifts(command):
        return True
    name = (words[0] or command.argv[0].raw).rpartition("/")[2]
    if any((w or "").startswith(("--report", "--log")) for w in words):
        return False
    made = [word for word in words[1:] if word is not None and not word.startswith("-")]
    if name == "mkdir" and made and all(word.rstrip("/").endswith("__pypackages__") for word in made):
        return True
    if name in TOOLS:
        return name != "uvx" and not _STARTING & set(words[1:3])
    if re.fullmatch(r"pip[\d.]*", name) or name == "pip-sync":
        return _verb(words[1:]) not in _FETCHING
    if re.fullmatch(r"python[\d.]*", name):
        known = words[1:2] == ("-m",) and words[2:3] != () and words[2] in _MODULES
        return known and not _STARTING & set(words[3:5]) and _verb(words[3:]) not in _FETCHING
    if name == "rm":
        targets = [word.raw for word in command.argv[1:] if not word.raw.startswith("-")]
        return all(_CLEARED.match(w) or _is_manifest(w) for w in targets)
    # What a shell is given as text is among the commands, too.
    return name in _LOOKS or (name in {"sh", "bash", "dash", "ash"} and any(_GIVEN.match(w or "") for w in words))


def _verb(words: tuple[str | None, ...]) -> str | None:
    """Return the first of *words* that is no option."""
    return next((word for word in words if word is not None and not word.startswith("-")), None)


def may_miss(command: Command) -> bool:
    """Return True for an ``rm`` that fails where there is nothing to remove."""
    options = [word.raw for word in command.argv[1:] if word.raw.startswith("-")]
    return bool(command.argv) and command.argv[0].literal == "rm" and not any("f" in option for option in options)


def is_fed(command: Command) -> bool:
    """Return True for a command that reads a here-document, whose lines stand behind it."""
    return any(redirect.target is None for redirect in command.redirects)


def moves(commands: tuple[Command, ...]) -> bool:
    """Return True when what follows *commands* may run in another directory than they did."""
    named = [c for c in commands if c.argv and c.argv[0].literal in {"cd", "pushd", "popd"}]
    return any(not _APART & set(command.context) for command in named)


def placeless(command: Command) -> bool:
    """Return True for a command that does the same in whichever directory it runs."""
    words = [word.raw for word in command.argv]
    written = [r.target.raw for r in command.redirects if r.target is not None and not r.operator.endswith("&")]
    if not all(target.startswith("/") for target in written):
        return False
    if words[:1] and words[0] in _ACCOUNTS:
        return True
    paths = [word for word in words[1:] if not word.startswith("-")]
    return words[:1] in (["mkdir"], ["rm"], ["touch"], ["ln"]) and all(word.startswith("/") for word in paths)


_MAKERS = frozenset(
    {
        ":", "addgroup", "adduser", "chgrp", "chmod", "chown", "echo", "groupadd", "mkdir", "printf", "rm", "touch",
        "true", "useradd", "usermod",
    }
)  # fmt: skip


def makes(command: Command) -> bool:
    """Return True for a program of every base image that reads nothing which a package could have brought."""
    return not command.argv or command.argv[0].literal in _MAKERS


def quiet(commands: tuple[Command, ...]) -> bool:
    """Return True when all *commands* run programs that are quick and need no compiler."""
    words = [[word.literal for word in c.argv] for c in commands if c.argv]
    compiles = any("setup.py" in w or w[1:3] in (["-m", "cffi"], ["-m", "nuitka"], ["-m", "numpy.f2py"]) for w in words)
    return all(w[0] is not None and _QUIET.match(w[0].rpartition("/")[2]) for w in words) and not compiles
