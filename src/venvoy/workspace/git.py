"""What git knows about a file, asked so that nothing of the repository is executed.

A repository's own configuration can name programs: a file system monitor, hooks, clean and smudge filters, text
converters, transports for objects that are missing. So no command is used that refreshes the index or passes content
through a filter (``status``, ``diff``, ``hash-object --path``): git only lists what it has recorded, and the file is
hashed here. The commands run with hooks and monitor switched off and every transport forbidden.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from enum import Enum
from pathlib import Path

from attrs import frozen

from venvoy.model.dockerfile import Unreadable
from venvoy.workspace.reading import read_bytes

TIMEOUT = 10.0
"""Seconds for one git command."""
LISTING_TIMEOUT = 5.0
"""Seconds for the one that lists files: past it, a walk without git is the better answer."""

_OPTIONS = (
    "--no-pager",
    "--literal-pathspecs",
    "--no-replace-objects",
    "-c", "core.fsmonitor=false",
    "-c", "core.hooksPath=/dev/null",
    "-c", "core.attributesFile=/dev/null",
    "-c", "safe.bareRepository=explicit",
)  # fmt: skip
_ENVIRONMENT = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",  # for a git that is too old to know the line above
}


class FileState(Enum):
    """How a file stands to the last commit."""

    CLEAN = "committed"
    """As committed, but for line ends, which git may convert."""
    MODIFIED = "modified"
    """Different from the last commit, in the index or on disk."""
    UNTRACKED = "untracked"
    IGNORED = "ignored"
    OUTSIDE = "not in a git work tree"
    UNKNOWN = "unknown"
    """In a work tree, but git could not say."""


@frozen
class GitState:
    """What git knows about one file."""

    state: FileState
    root: Path | None = None
    """Top of the work tree; None outside of one."""
    branch: str | None = None
    """Raw, as git gives it; None on a detached HEAD or outside of a work tree."""
    git_missing: bool = False
    """True when no git program was found; `state` is then OUTSIDE or UNKNOWN."""
    reason: str | None = None
    """A sentence, when `state` is UNKNOWN."""

    @property
    def dirty(self) -> bool:
        """True when writing would mix with work that is not committed, or nobody can tell: a reason to ask first."""
        return self.state in (FileState.MODIFIED, FileState.UNTRACKED, FileState.UNKNOWN)


@frozen
class _Answer:
    """What a git command came to; *status* is None when it took too long and was ended."""

    status: int | None
    output: bytes


def git_state(path: Path) -> GitState:
    """Return what git knows about the file at *path*; a symbolic link stands for the file it leads to."""
    target = Path(os.path.realpath(path))
    git = git_program()
    if git is None:
        return _without_git(target)
    top = _ask(git, target.parent, "rev-parse", "--show-toplevel")
    if top.status != 0 or not top.output:
        return _no_top(target, top)
    root = Path(os.fsdecode(top.output.removesuffix(b"\n")))
    if not target.is_relative_to(root):
        return GitState(FileState.OUTSIDE)
    branch = _ask(git, root, "symbolic-ref", "--quiet", "--short", "HEAD")
    name = os.fsdecode(branch.output.removesuffix(b"\n")) if branch.status == 0 else None
    state = _file_state(git, root, target)
    reason = "Git could not say whether this file has uncommitted changes." if state is FileState.UNKNOWN else None
    return GitState(state, root, name, reason=reason)


def listed_files(directory: Path) -> tuple[str, ...] | None:
    """Return the files below *directory* that git tracks or would add, ignored ones left out, relative to it.

    A repository inside of this one is a name of its own, without what is in it. A tracked file may be gone from the
    disk. None when *directory* is in no work tree, or when git is missing, does not open it or takes too long.
    """
    git = git_program()
    if git is None:
        return None
    answer = _ask(
        git, directory, "ls-files", "-z", "--cached", "--others", "--exclude-standard", timeout=LISTING_TIMEOUT
    )
    if answer.status != 0:
        return None
    return tuple(dict.fromkeys(os.fsdecode(name) for name in answer.output.split(b"\0") if name))


def git_program() -> str | None:
    """Return git's absolute path; one found relative to the working directory could be the repository's own."""
    absolute = [entry for entry in os.get_exec_path() if os.path.isabs(entry)]  # noqa: PTH117 - entries, not paths yet
    return shutil.which("git", path=os.pathsep.join(absolute))


def _ask(git: str, directory: Path, *arguments: str, timeout: float = TIMEOUT) -> _Answer:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | _ENVIRONMENT
    command = [git, "-C", str(directory), *_OPTIONS, *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, no shell, literal path specs
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=timeout,
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError):
        return _Answer(None, b"")
    return _Answer(done.returncode, done.stdout)


def _without_git(target: Path) -> GitState:
    root = _marked_root(target)
    if root is None:
        return GitState(FileState.OUTSIDE, git_missing=True)
    reason = "Git is not installed, so it cannot say whether this file has uncommitted changes."
    return GitState(FileState.UNKNOWN, root, git_missing=True, reason=reason)


def _no_top(target: Path, answer: _Answer) -> GitState:
    """Return the state when git names no work tree: there is none, or it does not trust or understand it."""
    root = _marked_root(target)
    if root is None or target.is_relative_to(root / ".git"):
        return GitState(FileState.OUTSIDE)
    took_too_long = "Git could not be run, or did not answer in time." if answer.status is None else None
    reason = (
        took_too_long or "Git does not open this repository; 'git status' says why (its owner may be another user)."
    )
    return GitState(FileState.UNKNOWN, root, reason=reason)


def _marked_root(target: Path) -> Path | None:
    return next((parent for parent in target.parents if os.path.lexists(parent / ".git")), None)


def _file_state(git: str, root: Path, target: Path) -> FileState:
    name = str(target.relative_to(root))
    index = _ask(git, root, "ls-files", "--stage", "-z", "--", name)
    if index.status != 0:
        return FileState.UNKNOWN
    staged = _blobs(index.output)
    if not staged:
        return _untracked_state(git, root, name)
    if _ask(git, root, "rev-parse", "--verify", "--quiet", "HEAD").status != 0:
        return FileState.MODIFIED  # no commit yet
    head = _ask(git, root, "ls-tree", "-z", "--full-tree", "HEAD", "--", name)
    if head.status != 0:
        return FileState.UNKNOWN
    if len(staged) > 1 or staged != _blobs(head.output):
        return FileState.MODIFIED
    return FileState.CLEAN if _is_blob(target, *staged) else FileState.MODIFIED


def _untracked_state(git: str, root: Path, name: str) -> FileState:
    # Not check-ignore, which takes file names for patterns and cannot be told otherwise.
    ignored = _ask(git, root, "ls-files", "--others", "--ignored", "--exclude-standard", "-z", "--", name)
    if ignored.status != 0:
        return FileState.UNKNOWN
    return FileState.IGNORED if ignored.output else FileState.UNTRACKED


def _blobs(listing: bytes) -> tuple[str, ...]:
    """Return the hashes in the output of ``ls-files --stage -z`` or ``ls-tree -z``."""
    heads = (entry.partition(b"\t")[0].split() for entry in listing.split(b"\0") if entry)
    return tuple(next(word for word in words if len(word) in (40, 64)).decode("ascii") for words in heads)


def _is_blob(target: Path, blob: str) -> bool:
    """Return whether the file is the blob, as it is or with the line ends that git would store for it."""
    content = read_bytes(target, limit=None)
    if isinstance(content, Unreadable):
        return False
    return any(_hash(version, blob) == blob for version in (content, content.replace(b"\r\n", b"\n")))


def _hash(content: bytes, like: str) -> str:
    """Return git's name for *content*, by the hash function that the name *like* was made with."""
    function = hashlib.sha256 if len(like) == 64 else hashlib.sha1
    digest = function(usedforsecurity=False)
    digest.update(b"blob %d\0" % len(content))
    digest.update(content)
    return digest.hexdigest()
