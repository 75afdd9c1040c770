"""Files of the application: everything that neither a package, nor the system, nor the environment brought."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator

from attrs import field, frozen

from venvoy.images.comparing.config import in_bin
from venvoy.model.comparison import Difference, Expectations, Judgement, Subject
from venvoy.model.image import File, FileKind, Image

IGNORED = (
    "Times of files, and the modes of directories, are not compared: no application is told by them.",
    "Bytecode (__pycache__), caches (.cache, /tmp, /var/cache, /var/lib/apt) and logs (/var/log) are not compared.",
    "Of files that a distribution recorded, only that they are there is compared: its name and version stand for them.",
)
_PASSING = re.compile(
    r".*/__pycache__(/.*)?|.*\.pyc|(/root|/home/[^/]+)?/\.cache(/.*)?|/tmp(/.*)?|/var/(cache|log|tmp)(/.*)?"
    r"|/var/lib/(apt|dpkg|systemd|pam|python)(/.*)?|/lib/apk(/.*)?|/usr/lib/apk(/.*)?|/etc/ld\.so\.cache|/etc/apk(/.*)?"
    r"|/(proc|sys|dev|run)(/.*)?|(/root|/home/[^/]+)/\.(local/share|config)/(virtualenvs|pypoetry|pipx|uv|pip)"
)
_SYSTEM = re.compile(r"/(bin|sbin|lib|lib64|etc|usr(?!/local(/|$)|/src(/|$))|var/lib)(/.*)?")
"""Where the scripts of system packages write."""
_MANIFEST = re.compile(
    r".*/(([^/]*requirements[^/]*|constraints[^/]*)\.(txt|in|lock)|pyproject\.toml|setup\.(py|cfg)"
    r"|(poetry|uv|pdm)\.lock|pylock[^/]*\.toml|Pipfile(\.lock)?|[^/]*\.whl|requirements/[^/]+\.(txt|in))"
)
_MADE_BY_INSTALL = re.compile(r".*\.egg-info(/.*)?|.*/build(/(lib|bdist)[^/]*(/.*)?)?")
_SETTINGS = re.compile(r"(/root|/home/[^/]+)/\.(config|local/share)/(pypoetry|pdm|pip|pipenv|pipx|uv|virtualenvs)/.*")
_ACCOUNTS = frozenset({"/etc/passwd", "/etc/group", "/etc/shadow", "/etc/gshadow", "/etc/subuid", "/etc/subgid"})
_ACCOUNT = re.compile(r"(/etc/(passwd|group|shadow|gshadow|subuid|subgid))-?")


@frozen
class _Sides:
    """What is known of the two beyond their files."""

    before: Image
    after: Image
    expected: Expectations
    recorded: frozenset[str] = field(repr=False)
    """Paths that distributions of either side brought, their metadata and directories included."""
    system: bool
    """True when system packages were left behind, or added."""


def file_differences(before: Image, after: Image, expected: Expectations) -> Iterator[Difference]:
    """Yield the files of the application that differ; a directory only when it is empty."""
    old, new = before.contents, after.contents
    other = _fewer_packages(before, after) or bool(expected.added)
    sides = _Sides(before, after, expected, _recorded(before) | _recorded(after), other)
    filled = _above(old.files.keys()) | _above(new.files.keys())
    for path in sorted((old.files.keys() | new.files.keys()) - filled):
        was, becomes = old.files.get(path), new.files.get(path)
        if was == becomes or _of_no_matter(path, was, becomes) or _explained(path, sides):
            continue
        yield _judged(path, was, becomes, sides)


def _of_no_matter(path: str, was: File | None, becomes: File | None) -> bool:
    kinds = {file.kind for file in (was, becomes) if file is not None}
    return (kinds == {FileKind.DIRECTORY} and None not in (was, becomes)) or _PASSING.fullmatch(path) is not None


def _explained(path: str, sides: _Sides) -> bool:
    """Return whether something else of the comparison already tells what *path* is about."""
    if path in sides.recorded or any(path == venv or path.startswith(f"{venv}/") for venv in sides.expected.venvs):
        return True
    if any(path.startswith(f"{venv.path}/") for venv in (*sides.before.contents.venvs, *sides.after.contents.venvs)):
        return True
    owned = path in sides.before.contents.system_files or path in sides.after.contents.system_files
    return owned or (sides.system and path not in _ACCOUNTS and _SYSTEM.fullmatch(path) is not None)


def _judged(path: str, was: File | None, becomes: File | None, sides: _Sides) -> Difference:
    def difference(why: str, *, expected: bool = False) -> Difference:
        judgement = Judgement.EXPECTED if expected else Judgement.SURPRISE
        return Difference(Subject.FILE, path, _told(was), _told(becomes), judgement, why)

    if becomes is None:
        if sides.expected.staged and _MANIFEST.fullmatch(path):
            return difference("Only the install reads it, and that is in the build stage.", expected=True)
        if _MADE_BY_INSTALL.fullmatch(path) and sides.expected.parted:
            return difference("The install left it in the source, and that is in the build stage.", expected=True)
        if _SETTINGS.fullmatch(path) and sides.expected.parted:
            return difference("It is a setting of what installs, which stays in the build stage.", expected=True)
        return difference("The rewrite does not have it.")
    if "non-root-user" in sides.expected.extras and (_ACCOUNT.fullmatch(path) or _only_owner(was, becomes)):
        return difference("You chose non-root-user.", expected=True)
    if _rewritten(was, becomes, sides.expected):
        return difference("The migration changes it along with the Dockerfile.", expected=True)
    if was is None:
        return difference("It was not in the original.")
    if _leads_to_environment(was, becomes, sides.expected):
        return difference("It leads to the environment's program of the same name.", expected=True)
    return difference("Owner or mode differ." if was.content == becomes.content else "Its content differs.")


def _rewritten(was: File | None, becomes: File, expected: Expectations) -> bool:
    alike = was is None or (was.kind, was.owner, was.mode) == (becomes.kind, becomes.owner, becomes.mode)
    return alike and (was.content if was is not None else None, becomes.content) in expected.rewritten


def _leads_to_environment(was: File, becomes: File, expected: Expectations) -> bool:
    links = was.kind is becomes.kind is FileKind.LINK and was.owner == becomes.owner
    same = posixpath.basename(was.content) == posixpath.basename(becomes.content)
    return links and same and in_bin(becomes.content, expected.venvs)


def _only_owner(was: File | None, becomes: File) -> bool:
    return was is not None and (was.kind, was.content) == (becomes.kind, becomes.content)


def _fewer_packages(before: Image, after: Image) -> bool:
    return bool(before.contents.system_packages.keys() - after.contents.system_packages.keys())


def _recorded(image: Image) -> frozenset[str]:
    """Return what distributions brought: recorded files, everything in their metadata, and the directories above."""
    metadata = tuple({f"{one.metadata}/" for one in image.contents.distributions})
    paths = {path for one in image.contents.distributions for path in one.files}
    paths |= {path for path in image.contents.files if path.startswith(metadata)} if metadata else set()
    paths |= {one.path for one in image.contents.scripts if one.path is not None}  # --target records another place
    paths |= {one.metadata for one in image.contents.distributions}
    # which eggs Python looks at; where it looks is compared by itself
    eggs = (one.site for one in image.contents.distributions if one.site.endswith(".egg"))
    paths |= {posixpath.join(posixpath.dirname(egg), "easy-install.pth") for egg in eggs}
    return frozenset(paths | _above(paths))


def _above(paths: Collection[str]) -> set[str]:
    above: set[str] = set()
    for path in paths:
        parent = posixpath.dirname(path)
        while parent != "/" and parent not in above:
            above.add(parent)
            parent = posixpath.dirname(parent)
    return above


def _told(file: File | None) -> str | None:
    if file is None:
        return None
    owner = f"{file.owner[0]}:{file.owner[1]}"
    if file.kind is FileKind.FILE:
        return f"{file.size} bytes, mode {file.mode:o}, owner {owner}, hash {file.content[:12]}"
    if file.kind is FileKind.LINK:
        return f"link to {file.content}, owner {owner}"
    return f"{file.kind.value}, mode {file.mode:o}, owner {owner}"
