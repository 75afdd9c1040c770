"""A migrated image, and files beside it, for the tests of what lies beside a Dockerfile."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from attrs import evolve

from migrating import accepting, analysed
from venvoy.companions.image import Image
from venvoy.model.companion import Companion, Confidence, Place, Relocation
from venvoy.model.plan import Choices, Edit
from venvoy.model.repository import Repository

GLOBAL = """\
FROM python:3.12-slim
WORKDIR /app
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY entrypoint.sh /entrypoint.sh
COPY . .
ENTRYPOINT ["/entrypoint.sh"]
CMD ["gunicorn", "shop.wsgi"]
"""
USER = """\
FROM python:3.12-slim
WORKDIR /app
COPY requirements.txt .
RUN pip install --user -r requirements.txt
ENV PATH=/root/.local/bin:$PATH
COPY . .
CMD ["gunicorn", "shop.wsgi"]
"""
LIBRARY = "lib/python3.12/site-packages"


def relocation(venv: str = "/opt/venv", *, user: bool = False) -> Relocation:
    """Return what the migration of GLOBAL, or of USER, moves."""
    old = "/root/.local" if user else "/usr/local"
    return Relocation(
        venv=venv,
        moved=((f"{old}/{LIBRARY}", f"{venv}/{LIBRARY}"),),
        scripts=((f"{old}/bin", f"{venv}/bin"),),
        interpreters=("/usr/local/bin",) if user else (),
        minor="3.12",
        workdirs=("/app",),
    )


@cache
def image(
    dockerfile: str = GLOBAL,
    moves: Relocation | None = None,
    *,
    path: str = "Dockerfile",
    context: str = "",
    ignored: tuple[str, ...] | None = None,
) -> Image:
    """Return *dockerfile* with everything accepted, as the image that it makes."""
    moves = moves or relocation(user="--user" in dockerfile)
    before = evolve(analysed(dockerfile, path), repository=Repository(dockerignore=ignored))
    after = analysed(accepting(before, Choices(venv=moves.venv)).after, path)
    return Image(before, after, moves, path, context)


def applied(content: bytes | None, places: Iterable[Place]) -> bytes:
    """Return what the edits of *places* make of a file."""
    edits: list[Edit] = sorted((edit for place in places for edit in place.edits), key=lambda edit: edit.span)
    after, at = [], 0
    for edit in edits:
        assert at <= edit.span.start, "edits overlap"
        after += [(content or b"")[at : edit.span.start], edit.replacement]
        at = edit.span.end
    return b"".join(after) + (content or b"")[at:]


def told(companion: Companion) -> list[tuple[str, int, Confidence]]:
    """Return page, line and confidence of each place."""
    return [(place.page, place.lines.first, place.confidence) for place in companion.places]
