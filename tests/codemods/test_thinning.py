"""What is left out of a large file before libcst reads it: nothing that any codemod would find, or be misled by."""

from __future__ import annotations

import ast
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from venvoy.codemods import python_files, thinning
from venvoy.codemods.sieve import needles
from venvoy.codemods.source import Source, read
from venvoy.codemods.thinning import telling, thinned
from venvoy.model.companion import Companion, Relocation

MOVES = Relocation(
    venv="/opt/venv",
    moved=(("/usr/local/lib/python3.12/site-packages", "/opt/venv/lib/python3.12/site-packages"),),
    scripts=(("/usr/local/bin", "/opt/venv/bin"),),
    variables=frozenset({"PYTHONPATH"}),
    minor="3.12",
)
STATEMENTS = (
    "import os\n",
    "import subprocess\n",
    "import sys as system\n",
    "from os.path import join\n",
    "PLACE = '/usr/local/bin/gunicorn'\n",
    "def plain(a, b=1):\n    '''Nothing.'''\n    return [x for x in a if x > b]\n",
    "@decorated\n@twice(1,\n       2)\nasync def waits():\n    await other()\n",
    "def starts():\n    subprocess.run(['python', 'job.py'])\n",
    "def joins():\n    return os.path.join('/usr/local', 'bin', 'celery')\n",
    "def reads():\n\n    return os.environ['PYTHONPATH']\n",
    "def takes(sys):\n    return sys\n",
    "def names(system):\n    return system\n",
    "def sets():\n    global subprocess\n    subprocess = None\n",
    "def subprocess():\n    return 1\n",
    (
        'class Holds:\n    x = 1\n\n    def a(self):\n        return \'ä\' + """\n  text\n"""\n\n    def b(self):\n'
        "        return '/usr/local/bin/flask'\n"
    ),
    "class Plain:\n    '''Text.'''\n    def a(self): return 1\n    b = 2\n",
    "class Odd: pass\n",
    "if True:\n    def inside():\n        return 1\nelse:\n    x = '/usr/local/bin/python'\n",
    "x = 1  # a comment\n\n\n",
    "\tdef".strip() + " tabs():\n\treturn 1\n\t# the end\n",
)


def _found(content: bytes, monkeypatch: pytest.MonkeyPatch, limit: int) -> Companion:
    with monkeypatch.context() as patch:
        patch.setattr("venvoy.codemods.source.LARGE", limit)
        found = python_files.python_places(content, "module.py", MOVES)
    assert isinstance(found, Companion)
    return found


@settings(max_examples=150)
@given(parts=st.lists(st.sampled_from(STATEMENTS), min_size=1, max_size=9), ends=st.sampled_from(("\n", "\r\n")))
def test_the_same_is_found_as_in_the_whole(parts: list[str], ends: str) -> None:
    """Every place with its bytes, confidence and sentences, whatever is beside it."""
    content = "".join(parts).replace("\n", ends).encode()
    with pytest.MonkeyPatch.context() as patch:
        whole, thin = _found(content, patch, len(content) + 1), _found(content, patch, 0)

    assert whole == thin


@given(parts=st.lists(st.sampled_from(STATEMENTS), min_size=1, max_size=9))
def test_every_byte_keeps_its_place(parts: list[str]) -> None:
    """What is not left out stands where it stood, and the whole is still Python."""
    content = "".join(parts).encode()
    thin = thinned(content, ast.parse(content), telling(content, needles(MOVES), MOVES))
    moved = [
        line[0]
        for line in re.finditer(rb"[^\n]*\n", thin)
        if re.fullmatch(rb"\s*\w+=0 *\n", line[0]) is None and content[line.start() : line.end()] != line[0]
    ]

    assert (len(content), []) == (len(thin), moved)
    assert isinstance(read(thin, ""), Source)


def test_of_a_large_file_next_to_nothing_is_left() -> None:
    """The definition that has a place in it, the first, and the names of the others."""
    functions = "".join(f"def f{n}(a):\n    if a:\n        return g({n})\n    return None\n\n\n" for n in range(2_000))
    content = f"import os\n\n\n{functions}PLACE = '/usr/local/bin/gunicorn'\n".encode()
    source = read(content, "", telling(content, needles(MOVES), MOVES))
    assert isinstance(source, Source)
    assert len(content) > thinning.LARGE

    assert 2_002 == len(source.module.body)
    assert "def f0(a):" in source.module.code
    assert "def f1(" not in source.module.code
    assert "f1=0" in source.module.code
