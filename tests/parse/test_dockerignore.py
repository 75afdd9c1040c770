"""What a .dockerignore keeps out, held against what a builder left out of its context."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venvoy.parse.dockerignore import covers, ignored

FILES = (
    ".env",
    ".venv/bin/python",
    ".venv/pyvenv.cfg",
    "a/b/c.txt",
    "app/.venv/pyvenv.cfg",
    "app/main.py",
    "docs/[a].md",
    "docs/a.md",
    "venv/bin/python",
    "x.venv/y",
)
HOSTS = [".venv/bin/python", ".venv/pyvenv.cfg"]


@pytest.mark.parametrize(
    ("patterns", "out"),
    [
        ([], []),
        ([".venv"], HOSTS),
        (["/.venv/"], HOSTS),
        (["./.venv"], HOSTS),
        (["app/../.venv"], HOSTS),
        ([".venv/*"], HOSTS),
        ([".venv/**"], HOSTS),
        ([".venv/bin"], HOSTS[:1]),
        (["?venv"], HOSTS),
        (["[.v]venv"], HOSTS),
        (["**/.venv"], [*HOSTS, "app/.venv/pyvenv.cfg"]),
        (["**.venv"], [*HOSTS, "app/.venv/pyvenv.cfg"]),
        (["*/.venv"], ["app/.venv/pyvenv.cfg"]),
        (["*.venv"], [*HOSTS, "x.venv/y"]),
        (["*venv*"], [*HOSTS, "venv/bin/python", "x.venv/y"]),
        (["**/bin"], [HOSTS[0], "venv/bin/python"]),
        ([".*"], [".env", *HOSTS]),
        (["."], []),
        (["/"], []),
        (["a**"], ["a/b/c.txt", "app/.venv/pyvenv.cfg", "app/main.py"]),
        (["a/**/c.txt"], ["a/b/c.txt"]),
        ([r"docs/\[a\].md"], ["docs/[a].md"]),
        (["docs/[[]a].md"], ["docs/[a].md"]),
        (["docs/[a].md"], ["docs/a.md"]),
        (["*", "!.venv"], [name for name in FILES if not name.startswith(".venv")]),
        ([".venv", "!.venv/bin"], HOSTS[1:]),
        (["!.venv", ".venv"], HOSTS),
        (["app", "!app/main.py"], ["app/.venv/pyvenv.cfg"]),
        (["**", "!venv"], [name for name in FILES if not name.startswith("venv")]),
    ],
)  # fmt: skip
def test_what_is_kept_out(patterns: list[str], out: list[str]) -> None:
    """The same files stay outside as a build with BuildKit left outside."""
    assert out == [name for name in FILES if ignored(name, patterns)]


def test_a_pattern_that_is_none_keeps_everything_out() -> None:
    """A builder refuses the file; nothing is said of what lies in the context then."""
    assert ignored("main.py", ["[z-a]"])


def test_many_stars_take_no_time() -> None:
    """All ways through a pattern are followed at once."""
    assert not ignored("a" * 200, ["*a" * 100 + "b"])
    assert not ignored("/".join("a" * 2000), ["**/a**/b", "**/" * 100 + "b", "*a**/b"])


@given(patterns=st.lists(st.text(alphabet="*?![]\\/.-^venab ")), path=st.text(alphabet="./venab", min_size=1))
def test_no_pattern_is_too_strange(patterns: list[str], path: str) -> None:
    """Whatever a stranger wrote into the file, there is an answer."""
    assert ignored(path, patterns) in {True, False}


@given(
    pattern=st.text(alphabet="*?[]\\/.^venab", max_size=8),
    path=st.text(alphabet="./venab\n", min_size=1, max_size=12).filter(lambda path: "//" not in path),
)
def test_both_ways_to_match_agree(pattern: str, path: str) -> None:
    """A regular expression, and all ways followed at once, say the same of every pattern."""
    assert covers(pattern, path) == covers(pattern, path, expressed=False)
