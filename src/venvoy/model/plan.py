"""Decisions, the plan they lead to, and the change set that is written."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import Enum

from attrs import evolve, field, frozen

from venvoy.model.isolation import ProjectOffer
from venvoy.model.source import Lines, Span


class Answer(Enum):
    """What a person says to a finding."""

    ACCEPT = "accept"
    KEEP = "keep"


@frozen
class Decision:
    """An answer, with the reason for keeping."""

    answer: Answer
    reason: str = ""
    """Written into the file as a pragma when the answer is KEEP and a change is applied."""


class InstallerChoice(Enum):
    """Which installer the rewrite uses."""

    KEEP = "keep"
    """The one the Dockerfile uses."""
    PIP = "pip"
    """pip with the standard library's venv."""
    UV = "uv"
    POETRY = "poetry"
    PIPENV = "pipenv"
    PDM = "pdm"


@frozen
class Offer:
    """Whether a file's packages may be installed by an installer."""

    choice: InstallerChoice
    why_not: str | None = None
    """Why not, and what to do next: one sentence or two; None when it may be chosen."""


class Extra(Enum):
    """Improvements that are offered beside the migration; the value is their name on the command line."""

    GUARD = "guard"
    SMOKE_TEST = "smoke-test"
    NON_ROOT_USER = "non-root-user"
    CACHE_MOUNTS = "cache-mounts"
    BYTECODE = "bytecode"
    STOP_SIGNAL = "stop-signal"
    INSTALLED_PROJECT = "installed-project"
    """It writes a ``pyproject.toml`` beside the Dockerfile, too."""
    ISOLATED_MODE = "isolated-mode"
    PIP_LEFT_BEHIND = "pip-left-behind"
    COUPLED_STAGES = "coupled-stages"


DEFAULT_EXTRAS = frozenset({Extra.GUARD, Extra.SMOKE_TEST})


class Shape(Enum):
    """How a single stage is treated."""

    SPLIT = "split"
    """Into a build stage and a last stage."""
    IN_PLACE = "in-place"
    """The venv is made where the installs are; stages stay as they are."""


class Scope(Enum):
    """What of a repository takes part in the guided session; other commands are told by their ``--scope``."""

    DOCKERFILE = "dockerfile"
    """The Dockerfile alone."""
    REPOSITORY = "repository"
    """The files beside it, too, where it lies in a work tree of git."""


@frozen
class Choices:
    """Everything the person can choose beside accepting findings."""

    installer: InstallerChoice = InstallerChoice.KEEP
    venv: str = "/opt/venv"
    """Absolute path of the virtual environment in the image."""
    extras: frozenset[Extra] = DEFAULT_EXTRAS
    shape: Shape = Shape.SPLIT
    """SPLIT splits a single stage where that is certain; IN_PLACE never does."""
    packages: tuple[str, ...] = ()
    """System packages that are added to the last stage, by their names in its distribution."""
    scope: Scope = Scope.REPOSITORY


@frozen
class Decisions:
    """The person's answers so far."""

    answers: Mapping[str, Decision] = field(factory=dict)
    """By finding id; a finding without an answer is undecided and changes nothing."""
    choices: Choices = field(factory=Choices)

    def keeps(self, page: str) -> bool:
        """Return True when a place beside the Dockerfile that the page *page* explains is kept as it is."""
        return any(one.startswith(f"{page}@") and to.answer is Answer.KEEP for one, to in self.answers.items())

    def answer(self, finding: str, decision: Decision | None) -> Decisions:
        """Return these decisions with *finding* answered, or undecided again for None."""
        return self.answer_all((finding,), decision)

    def answer_all(self, findings: Collection[str], decision: Decision | None) -> Decisions:
        """Return these decisions with each of *findings* answered alike, or undecided again for None."""
        now = set(findings)
        answers = {key: value for key, value in self.answers.items() if key not in now}
        if decision is not None:
            answers |= dict.fromkeys(findings, decision)
        return evolve(self, answers=answers)


@frozen
class Cause:
    """Why an edit is made."""

    source: str
    """A finding id (``user-install:4``) or the name of a choice: ``extra:guard``, ``choice:installer``, ``layout``."""
    why: str
    """One sentence for the person who reads the diff."""


@frozen
class Edit:
    """Bytes of the original that are replaced."""

    span: Span
    """Empty for an insertion."""
    replacement: bytes
    causes: tuple[Cause, ...]
    """Never empty."""

    def __attrs_post_init__(self) -> None:
        if not self.causes:
            raise ValueError("an edit without a cause cannot be explained")


@frozen
class Question:
    """Something only the person can tell, with the answer that is used until they do."""

    lines: Lines
    text: str
    default: str
    """What is done meanwhile; always the safe way."""


@frozen
class Note:
    """Something the person should know about the rewrite: a line that was left alone, a thing that differs."""

    lines: Lines | None
    text: str


@frozen
class Plan:
    """What would be done to one file."""

    path: str
    before: bytes = field(repr=False)
    after: bytes = field(repr=False)
    edits: tuple[Edit, ...]
    """In the order of the file, not overlapping; applied to `before` they give `after`."""
    shape: Shape | None
    """None when nothing changes."""
    notes: tuple[Note, ...] = ()
    questions: tuple[Question, ...] = ()
    refused: tuple[str, ...] = ()
    """Why accepted findings could not be carried out after all; then `after` equals `before`. One sentence each."""
    moved_together: tuple[tuple[str, str], ...] = ()
    """(accepted finding, finding it brought with it): what cannot be half done."""
    project: ProjectOffer | None = None
    """The project that was asked for; `after` installs it, unless a decision keeps its ``pyproject.toml`` as it is."""

    @property
    def changes(self) -> bool:
        """True when the file would be different."""
        return self.before != self.after


class Sign(Enum):
    """What happens to a line in a diff."""

    SAME = " "
    REMOVED = "-"
    ADDED = "+"


@frozen
class DiffLine:
    """One line of a diff."""

    sign: Sign
    text: bytes
    """The line with its line end."""
    old: int | None
    """Line number before, from 1; None for an added line."""
    new: int | None
    """Line number after; None for a removed line."""
    causes: tuple[Cause, ...] = ()
    """Why, for changed lines."""


@frozen
class Hunk:
    """A run of diff lines with the context around it."""

    old_start: int
    old_count: int
    new_start: int
    new_count: int
    lines: tuple[DiffLine, ...]


@frozen
class FileDiff:
    """The difference a plan makes to a file."""

    path: str
    hunks: tuple[Hunk, ...]
    lines: tuple[DiffLine, ...]
    """The whole file as a diff: every line once, changed or not."""
    created: bool = False
    """True for a file that is not there before."""


@frozen
class FileChange:
    """New content for one file."""

    path: str
    """Where it is written: absolute or relative to the working directory."""
    before: bytes | None = field(repr=False)
    """What was read; writing is refused when the file no longer holds it. None: the file must not exist yet."""
    after: bytes = field(repr=False)


@frozen
class ChangeSet:
    """Files that are written together or not at all."""

    changes: tuple[FileChange, ...]
    root: str
    """Directory that every target must lie in: the work tree, or the directory of the Dockerfile."""
    summary: str
    """One line for the journal: what this was."""
