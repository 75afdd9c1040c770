"""What each codemod finds and leaves alone, beyond the examples of its page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codemods.given import MOVES, PACKAGES, after, companion, places, sure
from venvoy.codemods import moved_paths, python_by_name
from venvoy.codemods.marking import applied
from venvoy.codemods.python_files import python_places, rewritten
from venvoy.model.codemod import Changed, Skipped, Unchanged
from venvoy.model.companion import Confidence, Relocation

CERTAIN, LIKELY, REPORTED = Confidence.CERTAIN, Confidence.LIKELY, Confidence.REPORTED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("A = '/app/deps/x'\n", [CERTAIN], id="a path alone"),
        pytest.param("A = '/app/deps:/x'\n", [LIKELY], id="one of several"),
        pytest.param("A = 'see /app/deps'\n", [LIKELY], id="within a sentence"),
        pytest.param("A = f'/app/deps/{b}'\n", [CERTAIN], id="whole before what is not known"),
        pytest.param("A = f'/usr/local/lib/python{v}/site-packages'\n", [LIKELY], id="a version that is not known"),
        pytest.param("A = f'{root}/app/deps'\n", [], id="behind what is not known"),
        pytest.param("A = '/root/.local'\n", [LIKELY], id="a user base alone"),
        pytest.param("A = '/root/.local/share/x'\n", [], id="what programs keep in a user base"),
        pytest.param("A = '/root/.local/lib/python3.9/site-packages'\n", [], id="another version"),
        pytest.param("A = '/usr/local/bin/gunicorn'\n", [CERTAIN], id="a script that moves"),
        pytest.param("A = '/usr/local/bin/node'\n", [REPORTED], id="a program that may be anybody's"),
        pytest.param("A = '/usr/local/bin/python3.9'\n", [], id="a Python of another version"),
        pytest.param("import os\nA = os.path.join('/app', 'deps', b)\n", [CERTAIN], id="joined arguments"),
        pytest.param("import os\nA = os.path.join('/app',  # c\n 'deps')\n", [REPORTED], id="a comment in between"),
        pytest.param("import os\nA = os.path.join('/app', \"deps\")\n", [REPORTED], id="other quotes"),
        pytest.param("from pathlib import Path\nA = Path('/app') / 'deps'\n", [REPORTED], id="a division"),
        pytest.param("def join(*a): ...\nA = join('/app', 'deps')\n", [], id="somebody else's join"),
        pytest.param("'''/app/deps'''\ndef f():\n    '/app/deps'\n", [], id="docstrings"),
        pytest.param("A = '\\n/app/deps'\n", [], id="behind an escape"),
    ],
)
def test_paths(text: str, expected: list[Confidence]) -> None:
    """How sure a path is depends on where it stands."""
    assert expected == sure(text)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("os.system('/usr/local/bin/gunicorn shop.wsgi')", CERTAIN, id="os.system"),
        pytest.param("subprocess.run('/usr/local/bin/python -m shop', shell=True)", CERTAIN, id="with a shell"),
        pytest.param("subprocess.run('/usr/local/bin/gunicorn shop.wsgi')", LIKELY, id="without a shell"),
        pytest.param("subprocess.run('x', '/usr/local/bin/gunicorn y', shell=True)", LIKELY, id="another argument"),
        pytest.param("os.system('exec /usr/local/bin/gunicorn shop.wsgi')", LIKELY, id="not the first word"),
        pytest.param("os.system('/usr/local/bin/gunicorn;ls')", LIKELY, id="not a whole word"),
        pytest.param("print('/usr/local/bin/gunicorn shop.wsgi')", LIKELY, id="no command"),
    ],
)
def test_the_program_of_a_command_for_the_shell(value: str, expected: Confidence) -> None:
    """What a command begins with is started, so it is as certain as a path alone."""
    assert [expected] == sure(f"import os, subprocess\n{value}\n")


@pytest.mark.parametrize(
    ("value", "doubt"),
    [
        ("'see /app/deps'", "It stands inside of a longer text, so look whether it is meant."),
        (
            "f'/usr/local/lib/python{v}/site-packages'",
            "The number of the version is only known when the program runs.",
        ),
        ("'/root/.local'", "What the program looks for below it cannot be told."),
        ("expanduser('~/.local/bin/celery')", "Whose home directory this is depends on who runs it."),
        ("'/app/deps/x'", ""),
    ],
)
def test_a_path_that_is_only_likely_says_why(value: str, doubt: str) -> None:
    """Who has to look at a place learns what there is to doubt; a certain one has no doubt."""
    (place,) = places(f"A = {value}\n")

    assert doubt == place.message.partition("after the migration.")[2].strip()


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        pytest.param("subprocess.run(['python', 'x'])", [LIKELY], id="a bare name"),
        pytest.param("subprocess.run(args=['python', 'x'])", [LIKELY], id="by keyword"),
        pytest.param("subprocess.run(('/usr/local/bin/python3.12', 'x'))", [CERTAIN], id="a path in a tuple"),
        pytest.param("subprocess.run(['python'] + rest)", [LIKELY], id="a sum"),
        pytest.param("subprocess.run(['python', *rest])", [LIKELY], id="with what is not known"),
        pytest.param("subprocess.run('python x', shell=True)", [REPORTED], id="a shell"),
        pytest.param("subprocess.run('cd /x && python x', shell=True)", [REPORTED], id="a chain in a shell"),
        pytest.param("subprocess.run('python x', shell=maybe)", [], id="a shell that is not known"),
        pytest.param("subprocess.run(['python'], executable='/x')", [], id="another executable"),
        pytest.param("subprocess.run(['pip', 'install', 'x'])", [REPORTED], id="pip installs"),
        pytest.param("subprocess.run([e, '-m', 'pip', 'install', 'x'])", [REPORTED], id="pip as a module"),
        pytest.param("os.system('pip install x')", [REPORTED], id="pip in a shell"),
        pytest.param("os.system('python x')", [REPORTED], id="os.system"),
        pytest.param("os.spawnlp(os.P_WAIT, 'python', 'python', 'x')", [LIKELY], id="spawn"),
        pytest.param("os.execvp('python3', ['python3', 'x'])", [LIKELY], id="exec"),
        pytest.param("subprocess.run(['bash', '-c', 'python x'])", [], id="a shell of its own"),
        pytest.param("subprocess.run(['python3.9', 'x'])", [], id="another version"),
        pytest.param("other.run(['python', 'x'])", [], id="somebody else's run"),
    ],
)
def test_launches(call: str, expected: list[Confidence]) -> None:
    """What is started decides, not what it looks like."""
    assert expected == sure(f"import os\nimport subprocess\n\n{call}\n")


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        pytest.param("import os, subprocess\n", "import os, subprocess\nimport sys\n", id="below what sorts before"),
        pytest.param("import subprocess\nimport time\n", "import subprocess\nimport sys\nimport time\n", id="between"),
        pytest.param("import subprocess\nimport sys as s\n", "import subprocess\nimport sys as s\n", id="under a name"),
        pytest.param("# who\nimport subprocess\n", "# who\nimport subprocess\nimport sys\n", id="below a comment"),
        pytest.param(
            "'''Doc.'''\nif x:\n    import subprocess\n",
            "'''Doc.'''\n\nimport sys\nif x:\n    import subprocess\n",
            id="below a docstring",
        ),
        pytest.param(
            "from subprocess import run\nimport subprocess\n",
            "import sys\nfrom subprocess import run\nimport subprocess\n",
            id="before the first from",
        ),
    ],
)
def test_where_sys_is_imported(head: str, expected: str) -> None:
    """Where a person would have put it, and only where it is missing."""
    name = "s" if " as s" in head else "sys"

    assert f"{expected}subprocess.run([{name}.executable])\n" == after(f"{head}subprocess.run(['python'])\n")


@pytest.mark.parametrize("bound", ["sys = 1\n", "def f(sys): ...\n", "for sys in a: ...\n", "from six import sys\n"])
def test_no_rewrite_where_sys_is_something_else(bound: str) -> None:
    """A name that is taken is left to whoever took it."""
    assert [REPORTED] == sure(f"import subprocess\n{bound}subprocess.run(['python'])\n")


def test_shadowed_modules_are_not_meant() -> None:
    """A parameter called like a module is not the module."""
    assert [] == sure("import subprocess\ndef f(subprocess):\n    subprocess.run(['python'])\n")


OLD = "/usr/local/lib/python3.12/site-packages"


@pytest.mark.parametrize(
    ("line", "value", "expected"),
    [
        ("from os.path import join as j", "j('/usr/local/lib', 'python3.12', 'site-packages')", "old-path-in-python"),
        ("from pathlib import Path as P", "P('/usr/local/lib/python3.12') / 'site-packages'", "old-path-in-python"),
        ("from pathlib import Path as P", "P('/usr/local/bin') / 'gunicorn'", "old-path-in-python"),
        ("from sys import path as where", f"where.append('{OLD}')", "search-path-in-python"),
        ("from site import addsitedir as add", f"add('{OLD}')", "search-path-in-python"),
        ("from os import putenv as put", f"put('PYTHONPATH', '{OLD}')", "search-path-in-python"),
    ],
)
def test_names_that_an_import_gives(line: str, value: str, expected: str) -> None:
    """What a thing is called in this file does not decide what it is."""
    assert [(expected, CERTAIN)] == [(place.page, place.confidence) for place in places(f"{line}\n{value}\n")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A = '/usr/local/bin/python3'\n", [CERTAIN]),
        ("#!/usr/local/bin/python\n", [CERTAIN]),
        ("import subprocess\nsubprocess.run(['/usr/local/bin/python', 'x'])\n", [CERTAIN]),
        ("A = '/usr/local/bin/gunicorn'\n", []),
    ],
)
def test_an_interpreter_that_loses_its_packages(text: str, expected: list[Confidence]) -> None:
    """Of a directory that only its Python is left for, nothing else moves."""
    moves = Relocation("/opt/venv", (("/deps", PACKAGES),), interpreters=("/usr/local/bin",), minor="3.12")

    assert expected == sure(text, moves=moves)


@pytest.mark.parametrize(
    ("value", "expected", "confidence"),
    [
        ("'/usr/local' '/lib/python3.12/site-packages'", "'/opt/venv' '/lib/python3.12/site-packages'", CERTAIN),
        ("'/usr/local/lib/' + 'python3.12/site-packages'", "'/opt/venv/lib/' + 'python3.12/site-packages'", CERTAIN),
        ("'/usr/local/lib/python' + v + '/site-packages'", "'/opt/venv/lib/python' + v + '/site-packages'", LIKELY),
        ("'/usr/local/lib/python%d.%d/site-packages' % v", "'/opt/venv/lib/python%d.%d/site-packages' % v", LIKELY),
        (
            "'/usr/local/lib/python{}/site-packages'.format(v)",
            "'/opt/venv/lib/python{}/site-packages'.format(v)",
            LIKELY,
        ),
        ("glob('/usr/local/lib/python3.*/site-packages')", "glob('/opt/venv/lib/python3.*/site-packages')", LIKELY),
        (
            "join('/usr/local/lib', 'python' + v, 'site-packages')",
            "join('/opt/venv/lib', 'python' + v, 'site-packages')",
            LIKELY,
        ),
        (
            "join('/usr/local/lib/' + 'python3.12', 'site-packages')",
            "join('/opt/venv/lib/' + 'python3.12', 'site-packages')",
            CERTAIN,
        ),
        (
            "join('/usr/local/lib/python3.12' + '/site-packages', 'x')",
            "join('/opt/venv/lib/python3.12' + '/site-packages', 'x')",
            CERTAIN,
        ),
        ("expanduser('~/.local/bin/celery')", "expanduser('/opt/venv/bin/celery')", LIKELY),
    ],
)
def test_paths_that_are_put_together(value: str, expected: str, confidence: Confidence) -> None:
    """However a path is spelled, one place is told, and only what differs is written anew."""
    head = "from os.path import join\nA = "

    assert f"{head}{expected}\n" == after(f"{head}{value}\n")
    assert [confidence] == sure(f"{head}{value}\n")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("ROOT + '/root/.local/bin/gunicorn'", []),
        ("'/var/log' + '/root/.local/bin/gunicorn'", []),
        ("'/root/.local/bin/gunicorn' + '.orig'", [REPORTED]),
        ("'/usr/local/bin/gunicorn' + x", []),
        ("'PATH=' + '/root/.local/bin/gunicorn'", [LIKELY]),
        ("'/root' + '/.local/lib/python%s.%s/site-packages' % v", [REPORTED]),
        ("'/root' + '/.local/lib/python{}/site-packages'.format(v)", [REPORTED]),
        ("['x'] + ['/root/.local/bin/gunicorn']", [CERTAIN]),
        ("'%s' % '/root/.local/bin/gunicorn'", [CERTAIN]),
    ],
)
def test_parts_of_a_path_are_judged_as_a_whole(value: str, expected: list[Confidence]) -> None:
    """What stands before or behind a literal in a sum may make another path of it."""
    assert expected == sure(f"A = {value}\n")


@pytest.mark.parametrize(
    "value", ["x + '/usr/lib'", "'/usr/' 'local' + v", "'~/.local/share/x'", "'/usr/local/lib/' + v"]
)
def test_other_paths_that_are_put_together(value: str) -> None:
    """What only begins like a path of the old layout is none."""
    assert [] == sure(f"A = {value}\n")


def test_a_variable_that_is_added_to() -> None:
    """A search path that grows is a search path: what reads it ends where the variable is gone."""
    text = f"import os\nos.environ['PYTHONPATH'] += ':{OLD}'\n"

    assert [("search-path-in-python", REPORTED), ("search-path-in-python", LIKELY)] == [
        (place.page, place.confidence) for place in places(text)
    ]


def test_each_place_can_be_taken_alone() -> None:
    """Whichever places are accepted, the import that they share is there once."""
    text = "import subprocess\nsubprocess.run(['python'])\nsubprocess.run(['python3'])\n"
    one, other = places(text)

    assert (1, 1, 1) == tuple(
        applied(text.encode(), chosen).count(b"import sys\n") for chosen in ((one,), (other,), (one, other))
    )


def test_a_variable_that_is_gone() -> None:
    """What reads it ends in a KeyError, or gets None; what has a default goes on."""
    text = "import os\nos.environ['PYTHONPATH']\nos.getenv('PYTHONPATH')\nos.environ.get('PYTHONPATH', '')\n"

    assert [("KeyError", REPORTED), ("None", REPORTED)] == [
        (place.message.rpartition(" ")[2].rstrip("."), place.confidence) for place in places(text)
    ]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("gunicorn.conf.py", "old-path-in-settings"),
        ("shop/wsgi.py", "old-path-in-settings"),
        ("a.py", "old-path-in-python"),
    ],
)
def test_settings_of_servers(path: str, expected: str) -> None:
    """A setting is told as one where a server reads the file."""
    assert [expected] == [place.page for place in places("pythonpath = '/app/deps'\n", path)]


def test_activate_this_is_reported() -> None:
    """The standard library's environments have no such file."""
    assert [REPORTED] == sure("exec(open('/opt/venv/bin/activate_this.py').read())\n", "wsgi.py")


@pytest.mark.parametrize(
    ("content", "line"),
    [
        pytest.param(b"A = '/app/deps'\nprint 'x'\n", 2, id="Python 2"),
        pytest.param(b"A = '/app/deps'\ndef f(:\n", 2, id="a syntax error"),
        pytest.param(b"A = '/app/deps'\n" + b"(" * 3000, 2, id="too deep"),
        pytest.param(b"A = '/app/deps'\nB = 1" + b"+1" * 900, 2, id="too long a chain"),
        pytest.param(b"A = '/app/deps'\nB = " + b"'b' " * 2000, None, id="too deep for libcst alone"),
        pytest.param(b"A = '/app/deps'\0", 1, id="a zero byte"),
        pytest.param(b"A = '/app/deps\xff'", 1, id="no text"),
        pytest.param(b"A = '/app/deps'\rB = 1\r", None, id="line ends that would not be kept"),
    ],
)
def test_what_cannot_be_read_is_skipped(content: bytes, line: int | None) -> None:
    """It is left alone, and where reading ended is said."""
    found = python_places(content, "module.py", MOVES)

    assert isinstance(found, Skipped)
    assert line in {found.line, None} or found.line == 1


def test_bytes_outside_of_the_edits_stay() -> None:
    """Byte order mark, line ends, tabs, form feeds and the missing last line end are the owner's."""
    content = b"\xef\xbb\xbfdef f():\r\n\treturn '/app/deps'  # \xc3\xa9\r\n\x0c\r\nX = [ 1,2 ]\r\n"
    content += b"B='\xc3\xa9'; A = \"/app/deps\""
    expected = content.replace(b"/app/deps", PACKAGES.encode())

    assert expected == applied(content, companion(content).places)


def test_other_encodings_are_kept() -> None:
    """What a file declares is what its bytes stay in."""
    content = "# -*- coding: latin-1 -*-\nA = 'é', '/app/deps', 'ß'\n".encode("latin-1")

    assert content.replace(b"/app/deps", PACKAGES.encode()) == applied(content, companion(content).places)


def test_outcomes_are_values() -> None:
    """One codemod on one text: changed, unchanged or skipped."""
    assert isinstance(rewritten(moved_paths.find, "A = '/app/deps'\n", MOVES), Changed)
    assert Unchanged() == rewritten(moved_paths.find, "A = 1\n", MOVES)
    assert isinstance(rewritten(python_by_name.find, "import os\nos.system('python x')\n", MOVES), Unchanged)
    assert isinstance(rewritten(moved_paths.find, "print 1\n", MOVES), Skipped)


PATHS = st.sampled_from(
    ["/app/deps", "/root/.local/bin/x", "/usr/local/bin/python", "/usr/local/lib/python3.12/site-packages/a", "/x", "é"]
)
WORDS = st.sampled_from(["python", "pip", "/usr/local/bin/python3", "python3.12", "git"])
STATEMENTS = st.one_of(
    st.builds("A = {!r}".format, PATHS),
    st.builds("A = f'{{a}}{}/{{b}}'".format, PATHS),
    st.builds("os.path.join('/app', 'deps', {!r})".format, PATHS),
    st.builds("subprocess.run([{!r}, {!r}])".format, WORDS, PATHS),
    st.builds("os.execvp({0!r}, [{0!r}, {1!r}])".format, WORDS, PATHS),
    st.builds("os.system({!r})".format, st.builds("{} {}".format, WORDS, PATHS)),
    st.builds("sys.path.insert(0, {!r})".format, PATHS),
    st.builds("os.environ['PYTHONPATH'] = {!r} + b".format, PATHS),
    st.builds("def f(sys=None):\n\treturn {!r}".format, PATHS),
    st.just("if a: pass"),
    st.just('"""Text."""'),
)
HEADS = st.sampled_from(
    ["", "import sys\n", "#!/usr/local/bin/python\n", '"""Doc."""\nfrom __future__ import annotations\n']
)


@given(
    head=HEADS,
    imports=st.sampled_from(["import os, subprocess\n", "import os\nimport subprocess\nimport time\n"]),
    statements=st.lists(STATEMENTS, max_size=8),
    end=st.sampled_from(["\n", "\r\n"]),
    last=st.booleans(),
)
def test_generated_modules(head: str, imports: str, statements: list[str], end: str, last: bool) -> None:
    """What comes out is Python, nothing is left to rewrite in it, and each line without an edit is as it was."""
    text = (head + imports + "\n".join(statements) + "\n" * last).replace("\n", end)
    found = places(text)
    rewritten_text = applied(text.encode(), found).decode()
    compile(rewritten_text, "module.py", "exec")
    touched = {line for place in found if place.edits for line in range(place.lines.first, place.lines.last + 1)}
    lines, left = text.splitlines(keepends=True), rewritten_text.splitlines(keepends=True)
    if len(left) > len(lines):
        left.remove(f"import sys{end}")

    assert [] == [place for place in places(rewritten_text) if place.edits]
    assert len(lines) == len(left)
    assert [] == [
        at for at, pair in enumerate(zip(lines, left, strict=True), 1) if len({*pair}) > 1 and at not in touched
    ]
