"""What the tests of the codemods are given: one migration, and a file in it."""

from __future__ import annotations

from venvoy.codemods.marking import applied
from venvoy.codemods.python_files import python_places
from venvoy.model.companion import Companion, Confidence, Place, Relocation

PACKAGES = "/opt/venv/lib/python3.12/site-packages"
MOVES = Relocation(
    venv="/opt/venv",
    moved=(
        ("/usr/local/lib/python3.12/site-packages", PACKAGES),
        ("/root/.local", "/opt/venv"),
        ("/app/deps", PACKAGES),
    ),
    scripts=(("/usr/local/bin", "/opt/venv/bin"), ("/root/.local/bin", "/opt/venv/bin")),
    names=frozenset({"gunicorn", "celery"}),
    minor="3.12",
    variables=frozenset({"PYTHONPATH"}),
)


def companion(content: bytes | str, path: str = "module.py", moves: Relocation = MOVES) -> Companion:
    """Return what is found in a file that has to be readable."""
    found = python_places(content.encode() if isinstance(content, str) else content, path, moves)
    assert isinstance(found, Companion), found
    return found


def places(content: bytes | str, path: str = "module.py", moves: Relocation = MOVES) -> tuple[Place, ...]:
    """Return the places of a file."""
    return companion(content, path, moves).places


def after(content: str, path: str = "module.py", moves: Relocation = MOVES) -> str:
    """Return the file with everything written that can be."""
    return applied(content.encode(), places(content, path, moves)).decode()


def sure(content: str, path: str = "module.py", moves: Relocation = MOVES) -> list[Confidence]:
    """Return the confidence of each place of a file."""
    return [place.confidence for place in places(content, path, moves)]
