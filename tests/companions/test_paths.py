"""Paths of the old layout, found in any text."""

from __future__ import annotations

import pytest
from attrs import evolve
from hypothesis import given as given_that
from hypothesis import strategies as st

from companions.given import LIBRARY, relocation
from venvoy.companions.paths import old_paths
from venvoy.model.companion import Confidence

GLOBAL = relocation()
USER = evolve(
    relocation(user=True),
    moved=((f"/root/.local/{LIBRARY}", f"/opt/venv/{LIBRARY}"), ("/root/.local", "/opt/venv")),
)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("gunicorn shop.wsgi", id="bare names are found on PATH"),
        pytest.param("/usr/local/bin/pip list", id="pip is the interpreter's"),
        pytest.param("/usr/local/bin/docker-entrypoint.sh", id="a script of the image"),
        pytest.param("/usr/local/bin/tini --", id="a program that images bring along"),
        pytest.param("/usr/local/bin", id="the directory lives on"),
        pytest.param("/srv/usr/local/bin/python", id="the end of another path"),
        pytest.param("/usr/local/bin/python/x", id="a directory of that name"),
        pytest.param("/usr/local/lib/python3.12/site-packages/pip", id="what the interpreter brings"),
        pytest.param("/usr/local/lib/python3.12/site-packages-old", id="a longer name"),
        pytest.param("/usr/local/lib/python3.12/json", id="the standard library"),
        pytest.param("/usr/bin/env python", id="the system's programs"),
        pytest.param("/opt/venv/bin/python", id="the new layout"),
    ],
)
def test_what_stays_is_left_alone(text: str) -> None:
    """A path that means the same before and after a migration is no place."""
    assert () == old_paths(text.encode(), GLOBAL)


@pytest.mark.parametrize(
    ("text", "new"),
    [
        pytest.param("/usr/local/bin/gunicorn", "/opt/venv/bin/gunicorn", id="a known script"),
        pytest.param("/usr/local/bin/python", "/opt/venv/bin/python", id="the interpreter"),
        pytest.param("/usr/local/bin/python3", "/opt/venv/bin/python3", id="python3"),
        pytest.param("/usr/local/bin/python3.12", "/opt/venv/bin/python3.12", id="the minor version"),
        pytest.param(f"/usr/local/{LIBRARY}", f"/opt/venv/{LIBRARY}", id="packages"),
    ],
)
def test_what_moves_is_certain(text: str, new: str) -> None:
    """A program or a directory that surely moves is found with what takes its place."""
    (found,) = old_paths(f'run "{text}";'.encode(), GLOBAL)

    assert (text, new, Confidence.CERTAIN) == (found.text, found.new, found.confidence)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("/usr/local/bin/python3.11", "It names Python 3.11, and the image has 3.12."),
        ("/usr/local/lib/python3.11/site-packages", "It names Python 3.11, and the image has 3.12."),
        ("/usr/local/bin/shopctl", "Whether a package brings shopctl is not known."),
    ],
)
def test_what_is_not_known_is_reported(text: str, why: str) -> None:
    """Another version of Python, or a program of unknown origin, is said and not rewritten."""
    (found,) = old_paths(text.encode(), GLOBAL)

    assert (Confidence.REPORTED, why) == (found.confidence, found.why)


def test_known_names_leave_no_doubt() -> None:
    """The console scripts of the project itself surely move, beside those that everybody knows."""
    known = evolve(GLOBAL, names=frozenset({"shopctl"}))
    text = b"/usr/local/bin/shopctl /usr/local/bin/gunicorn /usr/local/bin/python"

    assert [("shopctl", Confidence.CERTAIN), ("gunicorn", Confidence.CERTAIN), ("python", Confidence.CERTAIN)] == [
        (found.program, found.confidence) for found in old_paths(text, known)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/root/.local/bin/any.", [("/root/.local/bin/any", "/opt/venv/bin/any", Confidence.CERTAIN)]),
        ("PATH=/root/.local/bin:$PATH", [("/root/.local/bin", "/opt/venv/bin", Confidence.CERTAIN)]),
        ("~/.local/bin/flask", [("~/.local/bin/flask", "/opt/venv/bin/flask", Confidence.LIKELY)]),
        ("chown -R app /root/.local", [("/root/.local", "/opt/venv", Confidence.LIKELY)]),
        ("/root/.local/share/uv", []),
        ("/root/.locale", []),
    ],
)
def test_below_a_user_base_only_what_installers_fill_moves(
    text: str, expected: list[tuple[str, str, Confidence]]
) -> None:
    """All scripts of a user base move, and its other files stay."""
    assert expected == [(found.text, found.new, found.confidence) for found in old_paths(text.encode(), USER)]


def test_a_path_that_needs_quotes_is_only_reported() -> None:
    """A path with a blank in it would need other quotes in each format."""
    (found,) = old_paths(b"/usr/local/bin/flask", relocation("/opt/my venv"))

    assert Confidence.REPORTED is found.confidence


WORDS = ("/usr/local/bin/", "python", "3.12", f"/usr/local/{LIBRARY}", "~/.local", "/root/.local", "/bin")
PIECES = st.sampled_from((*WORDS, *" :\"'\n$=/.-x\0é"))


@given_that(text=st.lists(PIECES).map("".join), moves=st.sampled_from([GLOBAL, USER]))
def test_places_are_in_order_and_true(text: str, moves: object) -> None:
    """Whatever the text, places do not overlap, say what stands there, and are gone once they are replaced."""
    assert isinstance(moves, type(GLOBAL))
    content = text.encode()
    found = old_paths(content, moves)
    ends = [0, *(old.end for old in found)]

    assert all(end <= old.start for end, old in zip(ends, found, strict=False))
    assert [old.text for old in found] == [content[old.start : old.end].decode() for old in found]
    replaced = content
    for old in reversed(found):
        replaced = replaced[: old.start] + old.new.encode() + replaced[old.end :]
    assert () == old_paths(replaced, moves)
