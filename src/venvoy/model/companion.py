"""The files beside a Dockerfile that depend on where packages lie, and what a migration would change in them."""

from __future__ import annotations

from enum import Enum

from attrs import field, frozen

from venvoy.model.plan import Edit
from venvoy.model.source import Lines


class Confidence(Enum):
    """How sure the change of a place is."""

    CERTAIN = "certain"
    """The new text means what the old one meant: applied with the migration unless it is kept."""
    LIKELY = "likely"
    """There is a new text, but a person has to look at it: applied when it is accepted, or with ``--accept all``."""
    REPORTED = "reported"
    """Said with its line and a suggestion, never rewritten."""


KNOWN_SCRIPTS = frozenset(
    {
        "airflow", "alembic", "celery", "daphne", "django-admin", "fastapi", "flask", "granian", "gunicorn",
        "hypercorn", "pytest", "scrapy", "streamlit", "uvicorn", "uwsgi", "waitress-serve",
    }
)  # fmt: skip
"""Console scripts that Python packages bring, and that nothing else brings under that name."""


@frozen
class Relocation:
    """What a migration moves inside of the image, seen from the files beside the Dockerfile."""

    venv: str
    """Absolute path of the virtual environment, without a slash at its end."""
    moved: tuple[tuple[str, str], ...]
    """(directory of the old layout, the one that takes its place), absolute, without a slash at the end, the longest
    old path first: site-packages, a --target directory, a user base (then `venv` takes its place)."""
    scripts: tuple[tuple[str, str], ...] = ()
    """(old directory of console scripts, new one): ``/usr/local/bin`` → ``/opt/venv/bin``. Unlike those of `moved`,
    such a directory lives on: only scripts of packages, and Python itself, are meant elsewhere."""
    interpreters: tuple[str, ...] = ()
    """Directories whose Python found the packages, and finds them no more, where nothing else of the directory moves:
    ``/usr/local/bin`` when a user base or a --target directory goes into the environment."""
    names: frozenset[str] = frozenset()
    """Console scripts that surely move: those of the project itself, where the image installs it. Others may move,
    too."""
    minor: str | None = None
    """Version of Python as in a path, ``3.12``; None when it is not known."""
    variables: frozenset[str] = frozenset()
    """Variables of the environment that the rewrite no longer sets: ``PYTHONPATH``, ``PYTHONUSERBASE``."""
    workdirs: tuple[str, ...] = ()
    """Working directories of the last stage: where a bind mount of the source usually goes."""
    dockerfile: str = "Dockerfile"
    """Of whose image this is said, from the root of the repository, with forward slashes: a service of a compose file
    that is built from another one, or not built at all, is not concerned."""
    context: str | None = ""
    """The directory that is taken for its build context, from that root, without a slash at its end; empty for the root
    itself, None when it cannot be told."""

    @property
    def pythons(self) -> tuple[tuple[str, str], ...]:
        """(directory, the one that takes its place) wherever a Python lies that found the packages."""
        return (*self.scripts, *((old, f"{self.venv}/bin") for old in self.interpreters))

    def surely_moves(self, script: str) -> bool:
        """Return True for the name of a console script that the packages bring, so that it moves with them."""
        return script in self.names or script in KNOWN_SCRIPTS


@frozen
class Place:
    """One place in a file beside the Dockerfile that depends on the old layout."""

    page: str
    """Name of the page that explains it, such as ``mounted-over-venv``."""
    path: str
    """Of the file, from the root of the repository, with forward slashes."""
    lines: Lines
    message: str
    """One sentence with this file's own names: what is there, and what it would do after the migration; a second one
    says what there is to doubt about that, where it is only LIKELY for a reason that can be told."""
    suggestion: str
    """One sentence: what to write instead, or what to decide."""
    confidence: Confidence
    edits: tuple[Edit, ...] = ()
    """Of this file, made together; empty when the confidence is REPORTED."""
    facts: tuple[tuple[str, str], ...] = ()
    """This file's own names for the page: ``site`` → ``/root/.local``, ``destination`` → ``/app``, …"""
    column: int = 1
    """Of the first character, from 1: two places may share a line."""
    fails: bool = False
    """True when what stands here surely fails in the migrated image, and no text is known that would not."""

    @property
    def id(self) -> str:
        """What a decision is kept under: the page, the file and the place in it."""
        behind = f".{self.column}" if self.column > 1 else ""
        return f"{self.page}@{self.path}:{self.lines.first}{behind}"


@frozen
class Companion:
    """A file beside the Dockerfile, with what was found in it."""

    path: str
    """From the root of the repository, with forward slashes."""
    content: bytes | None = field(repr=False)
    """What it holds; None for one that would be created."""
    places: tuple[Place, ...]
    notes: tuple[str, ...] = ()
    """One sentence for each thing that could not be read or followed."""
    unread: bool = False
    """True when nothing of it could be read, so that whether it has places is not known."""
