"""What a command makes another program run, as far as its words tell: nested text, or something unseen."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from attrs import frozen

from venvoy.model.shell import PartKind, ShellWord

SHELLS = frozenset({"sh", "bash", "dash", "ash", "zsh", "ksh", "mksh"})
"""Programs whose language is read as bash."""

_INTERPRETERS = re.compile(r"(?:python|pypy)[0-9.]*|perl|ruby|node|php|lua|Rscript")
_FOREIGN = frozenset({"powershell", "powershell.exe", "pwsh", "cmd", "cmd.exe", "fish", "csh", "tcsh"})
_BUILDERS = frozenset({"make", "gmake", "just"})
_WRAPPERS: Mapping[str, frozenset[str]] = {
    "sudo": frozenset({"-u", "-g", "-h", "-p", "-C", "-T", "-r", "-t"}),
    "doas": frozenset({"-u", "-C"}),
    "env": frozenset({"-u", "-C", "--unset", "--chdir"}),
    "exec": frozenset({"-a"}),
    "nice": frozenset({"-n"}),
    "command": frozenset(),
    "builtin": frozenset(),
    "nohup": frozenset(),
    "time": frozenset({"-f", "-o"}),
}
"""Programs that run the command behind their options, and the options that take a value."""

_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=")
_PATH_OF_PROGRAMS = re.compile(r"/(?:bin|sbin|Scripts)/[^/]*$")

PIPED_SHELL = "A shell runs what another command writes, which only running can tell."
PIPED_PROGRAM = "An interpreter runs what another command writes, which only running can tell."
FOREIGN_BODY = "A here-document in another language than the shell's is not read."
_LOCAL_SCRIPT = "A script of the image or the build context runs here; what it does is not in this file."
_SOURCED = "A file is sourced here; what it does is not in this file."
_EVALUATED = "The text that eval runs is only known when it runs."
_COMPUTED_TEXT = "The text that a shell runs is only known when it runs."
_COMPUTED_NAME = "Which program runs is only known when it runs."
_OTHER_USER = "A command runs as another user through su; it is not followed."
_BUILDER = "What a build tool's targets do is not in this file."
_OTHER_LANGUAGE = "A command in another language than the shell's is not read."


@frozen
class Errand:
    """What a command makes another program run."""

    text: tuple[int, int] | None = None
    """First and last index of the words whose text, quotes taken off, a shell runs."""
    input_shell: bool = False
    """True when a shell runs what it reads from its standard input."""
    input_program: bool = False
    """True when another interpreter does."""
    unseen: str | None = None
    """Why what runs cannot be seen."""


NOTHING = Errand()


def errand_of(argv: Sequence[ShellWord]) -> Errand:
    """Return what the command *argv* makes another program run."""
    at = _program(argv)
    if at >= len(argv):
        return NOTHING
    path = argv[at].literal
    if path is None:
        return _unknown_program(argv[at])
    name = path.rsplit("/", 1)[-1]
    if name in SHELLS:
        return _shell(argv, at + 1)
    if name == "eval":
        return _evaluated(argv, at + 1)
    if name in ("source", ".") and at + 1 < len(argv):
        return NOTHING if _activates(argv[at + 1]) else Errand(unseen=_SOURCED)
    if name in _BUILDERS:
        return Errand(unseen=_BUILDER)
    if name in _FOREIGN:
        return Errand(unseen=_OTHER_LANGUAGE)
    if name in ("su", "runuser") and any(word.literal in ("-c", "--command") for word in argv[at:]):
        return Errand(unseen=_OTHER_USER)
    if _INTERPRETERS.fullmatch(name) is not None:
        return _interpreter(argv, at + 1)
    return Errand(unseen=_LOCAL_SCRIPT) if _is_local_script(path) else NOTHING


def _program(argv: Sequence[ShellWord]) -> int:
    """Return the index of the program behind sudo, env and their like; the number of words when none runs."""
    at = 0
    while at < len(argv):
        name = (argv[at].literal or "").rsplit("/", 1)[-1]
        valued = _WRAPPERS.get(name)
        if valued is None:
            return at
        at += 1
        if name == "command" and at < len(argv) and argv[at].raw in ("-v", "-V"):
            return len(argv)
        while at < len(argv):
            word = argv[at].raw
            if not word.startswith("-") and not _ASSIGNMENT.match(word):
                break
            at += 2 if word in valued else 1
    return at


def _unknown_program(word: ShellWord) -> Errand:
    if _is_local_script(word.raw.strip("\"'")):
        return Errand(unseen=_LOCAL_SCRIPT)
    return Errand(unseen=_COMPUTED_NAME) if _computed(word) else NOTHING


def _computed(word: ShellWord) -> bool:
    return any(part.kind is PartKind.DYNAMIC for part in word.parts)


def _shell(argv: Sequence[ShellWord], at: int) -> Errand:
    wants_text = False
    while at < len(argv):
        word = argv[at].literal
        if word is None or not word.startswith(("-", "+")) or word == "--":
            at += word == "--"
            break
        if word == "-" or (not word.startswith("--") and "s" in word and not wants_text):
            return Errand(input_shell=True)
        if word.startswith("--"):
            at += word in ("--rcfile", "--init-file")
        else:
            wants_text = wants_text or (word.startswith("-") and "c" in word)
            at += word[-1] in "oO"
        at += 1
    if at >= len(argv):
        return Errand(unseen=_COMPUTED_TEXT) if wants_text else Errand(input_shell=True)
    if not wants_text:
        return Errand(unseen=_LOCAL_SCRIPT)
    if all(part.kind is not PartKind.LITERAL or not part.text.strip() for part in argv[at].parts):
        return Errand(unseen=_COMPUTED_TEXT) if argv[at].parts else NOTHING
    return Errand(text=(at, at))


def _evaluated(argv: Sequence[ShellWord], at: int) -> Errand:
    if at >= len(argv):
        return NOTHING
    if any(word.literal is None for word in argv[at:]):
        return Errand(unseen=_EVALUATED)
    return Errand(text=(at, len(argv) - 1))


def _interpreter(argv: Sequence[ShellWord], at: int) -> Errand:
    for word in argv[at:]:
        if word.literal == "-":
            break
        if not word.raw.startswith("-") or word.raw[:2] in ("-c", "-m", "-e", "-V", "--"):
            return NOTHING
    return Errand(input_program=True)


def _activates(word: ShellWord) -> bool:
    return word.raw.strip("\"'").rsplit("/", 1)[-1].startswith("activate")


def _is_local_script(path: str) -> bool:
    if _PATH_OF_PROGRAMS.search(path) and not path.endswith((".sh", ".bash")):
        return False
    return path.startswith(("./", "../")) or (path.endswith((".sh", ".bash")))
