""".dockerignore: what a COPY would carry, and what the rules of the builder already keep out."""

from __future__ import annotations

import pytest
from hypothesis import given as given_that
from hypothesis import strategies as st

from companions.given import GLOBAL, applied, image, relocation
from venvoy.companions.ignore_file import ignore_companion
from venvoy.companions.image import Image
from venvoy.model.companion import Companion, Confidence
from venvoy.parse.dockerignore import ignored

ALL = b"**/.venv\n**/venv\n**/__pycache__\n**/*.pyc\n"
LISTED = """\
FROM python:3.12-slim
WORKDIR /app
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY shop /app/shop
COPY web/dist /app/static
CMD ["gunicorn", "shop.wsgi"]
"""
NOTHING_COPIED = """\
FROM python:3.12-slim
RUN pip install flask
CMD ["flask", "run"]
"""


def beside(
    given: Image | None = None, files: dict[str, bytes] | None = None, listing: tuple[str, ...] = ()
) -> Companion | None:
    """Return the ignore file of an image, by default of one with ``COPY . .``."""
    return ignore_companion(given or image(), files or {}, listing)


def test_a_missing_file_is_made() -> None:
    """Where there is none, the new one has what the COPYs would carry; it can wait where nothing breaks."""
    one = beside()

    assert one is not None
    assert (".dockerignore", None) == (one.path, one.content)
    assert [("context-carries-venv", Confidence.LIKELY)] == [(p.page, p.confidence) for p in one.places]
    assert ALL == applied(None, one.places)


def test_an_environment_that_would_be_overwritten_is_certain() -> None:
    """A host's environment over the image's breaks it, so that the line is part of the migration."""
    one = beside(image(GLOBAL, relocation("/app/.venv")))

    assert one is not None
    assert [Confidence.CERTAIN] == [place.confidence for place in one.places]


def test_lines_are_added_behind_the_others() -> None:
    """The last pattern decides, so what is added holds; a missing line end is not."""
    one = beside(files={".dockerignore": b"# ours\r\n.git\r\n**/venv"})

    assert one is not None
    assert b"# ours\r\n.git\r\n**/venv\r\n**/.venv\r\n**/__pycache__\r\n**/*.pyc\r\n" == applied(
        one.content, one.places
    )


@pytest.mark.parametrize(
    ("content", "added"),
    [
        pytest.param(ALL, b"", id="all of it is there"),
        pytest.param(b".venv\nvenv\n**/__pycache__/\n**/*.pyc\n", b"", id="other notations"),
        pytest.param(b"*\n", b"", id="nothing is let in"),
        pytest.param(b"*\n!shop\n!*.txt\n", b"**/__pycache__\n**/*.pyc\n", id="names are let in"),
        pytest.param(b".*\n*.pyc\n", b"**/venv\n**/__pycache__\n**/*.pyc\n", id="only at the root"),
        pytest.param(b"**/*.pyc\n.venv\n!.venv/bin\nvenv\n", b"", id="let in by its owner"),
        pytest.param(b"\xef\xbb\xbf.venv\n/venv/\n**/__pycache__\n**/*.py[cod]\n", b"", id="with a byte order mark"),
    ],
)
def test_only_what_is_lacking_is_added(content: bytes, added: bytes) -> None:
    """Docker's own rules say what is kept out already."""
    one = beside(files={".dockerignore": content}, listing=("shop/wsgi.py",))

    assert content + added == (content if one is None else applied(one.content, one.places))


@pytest.mark.parametrize(
    ("listing", "lacking"),
    [
        pytest.param((), b"", id="nothing is known of the directories"),
        pytest.param(("web/dist/x.js",), b"", id="no Python"),
        pytest.param(("shop/wsgi.py", "web/dist/x.js"), ALL, id="Python in one of them"),
        pytest.param(("shop/wsgi.py", "shop/venv/tool.py"), ALL.replace(b"**/venv\n", b""), id="source by that name"),
    ],
)
def test_only_directories_with_python_matter(listing: tuple[str, ...], lacking: bytes) -> None:
    """A COPY of assets carries no environment, and what the repository tracks is meant to be there."""
    one = beside(image(LISTED), listing=listing)

    assert lacking == (b"" if one is None else applied(None, one.places))


def test_without_a_copy_nothing_is_carried() -> None:
    """A Dockerfile that takes nothing from its context needs no ignore file."""
    assert None is beside(image(NOTHING_COPIED))


def test_the_own_file_of_a_dockerfile_comes_first() -> None:
    """Where ``NAME.dockerignore`` lies beside a Dockerfile, the builder reads no other."""
    given = image(GLOBAL, relocation(), path="docker/web.Dockerfile")
    one = beside(given, {".dockerignore": ALL, "docker/web.Dockerfile.dockerignore": b".git\n"})

    assert one is not None
    assert "docker/web.Dockerfile.dockerignore" == one.path


def test_the_file_lies_at_the_root_of_the_context() -> None:
    """A context below the root of the repository has an ignore file of its own."""
    one = beside(image(GLOBAL, relocation(), path="api/Dockerfile", context="api"), {".dockerignore": ALL})

    assert one is not None
    assert "api/.dockerignore" == one.path


@pytest.mark.parametrize(("content", "why"), [(b"\0", "it is no text"), (b"a\n" * 200_000, "larger than 256 KiB")])
def test_what_cannot_be_read_is_noted(content: bytes, why: str) -> None:
    """A file that is no list of patterns is left alone."""
    one = beside(files={".dockerignore": content})

    assert one is not None
    assert ((), True) == (one.places, why in one.notes[0])


LINES = st.sampled_from(
    ["*", "**", "!shop", "!**", ".venv", "!.venv", "venv/", "**/*.pyc", "# x", "", "[", "!", "a b", "\xe9"]
)
PATHS = st.sampled_from(
    ["shop/a.py", "a.py", ".venv/x", "venv/bin/python", "x/__pycache__/a.pyc", "README.md", ".git/x"]
)


@given_that(lines=st.lists(LINES, max_size=6), path=PATHS)
def test_no_file_is_let_in(lines: list[str], path: str) -> None:
    """Whatever the patterns are, what they keep out stays out, and source that they let in stays in."""
    before = "\n".join(lines).encode()
    one = beside(files={".dockerignore": before})
    after = before if one is None else applied(before, one.places)
    old, new = (ignored(path, patterns(text)) for text in (before, after))

    assert new >= old
    assert new == old or any(name in path for name in (".venv", "venv", "__pycache__", ".pyc"))
    assert after.startswith(before)


def patterns(content: bytes) -> tuple[str, ...]:
    """Return the patterns of an ignore file."""
    lines = (line.strip() for line in content.decode().splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


@pytest.mark.parametrize(
    ("line", "added"),
    [
        ("COPY .venv /tools", b"**/venv\n**/__pycache__\n**/*.pyc\n"),
        ("COPY --from=x .venv /tools", ALL),
        ('ADD ["wheels/venv/", "cache.pyc", "/x/"]', b"**/.venv\n**/__pycache__\n"),
    ],
)
def test_what_a_copy_names_is_let_in(line: str, added: bytes) -> None:
    """A Dockerfile that asks for the environment of the machine by its name goes on getting it."""
    one = beside(image(GLOBAL.replace("ENTRYPOINT", f"{line}\nENTRYPOINT")))

    assert one is not None
    assert added == applied(None, one.places)


def test_what_another_dockerfile_names_is_let_in() -> None:
    """The context may be that of several, and none of them loses a file."""
    one = ignore_companion(image(), {}, (), ("build/.venv",))

    assert one is not None
    assert b"**/venv\n**/__pycache__\n**/*.pyc\n" == applied(None, one.places)
