"""Python source is a tree or a fault, whatever it is."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venvoy.parse.python_source import DEPTH_LIMIT, Fault, syntax_tree


def test_a_module_is_a_tree() -> None:
    """A declared encoding is followed, and an escape that means nothing warns nobody."""
    tree = syntax_tree('# coding: latin-1\nname = "caf\xe9 \\d"\n'.encode("latin-1"))

    assert isinstance(tree, ast.Module)
    assert "name = 'café \\\\d'" == ast.unparse(tree)


@pytest.mark.parametrize(
    ("source", "line"),
    [
        pytest.param(b"x = 1\nprint 'two'\n", 2, id="Python 2"),
        pytest.param(b"def f(:\n", 1, id="broken"),
        pytest.param(b"x = 1\0\n", 1, id="NUL"),
        pytest.param(b"# coding: nothing\n", 1, id="unknown encoding"),
        pytest.param(b"x = '\xff'\n", 1, id="no UTF-8"),
        pytest.param(b"x = 1\n" + b"(" * 100_000, 2, id="brackets"),
        pytest.param(b"-" * 100_000 + b"1", 1, id="signs"),
        pytest.param(b"\nx = a" + b".a" * DEPTH_LIMIT, 2, id="dots"),
        pytest.param(b"a" + b".a" * 100_000, 1, id="many dots"),
        pytest.param(b"if a: pass\n" + b"elif b: pass\n" * 10_000, 1, id="branches"),
    ],
)
def test_what_is_no_tree(source: bytes, line: int) -> None:
    """It has a line and a reason, and nothing is raised."""
    found = syntax_tree(source)

    assert isinstance(found, Fault)
    assert (line, True) == (found.line, bool(found.reason))


@given(st.binary() | st.text().map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_have_an_answer(source: bytes) -> None:
    """Whatever the bytes are."""
    assert isinstance(syntax_tree(source), ast.Module | Fault)
