"""What is read of a project from its manifests and its directories."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venvoy.model.project import EntryPoint, Layout, Project, Said
from venvoy.repository.setup_cfg import read_setup_cfg
from venvoy.repository.setup_py import read_setup_py
from venvoy.repository.survey import survey
from venvoy.repository.toml import read_toml


def lay(root: Path, files: dict[str, str]) -> Path:
    """Write *files* below *root* and return it."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def project(root: Path, files: dict[str, str]) -> Project:
    """Return the project that *files* are read as."""
    found = survey(lay(root, files | {"Dockerfile": ""}), ("Dockerfile",)).project
    assert found is not None
    return found


def test_the_standard_table(tmp_path: Path) -> None:
    """Each value has the line that it stands in."""
    text = (
        '[build-system]\nbuild-backend = "hatchling.build"\n'
        '[project]\nname = "shop"\nversion = "1.0"\nrequires-python = ">=3.11"\n'
        'dependencies = [\n  "flask>=3",\n  "redis",\n]\n'
        '[project.scripts]\nshop = "shop.cli:main"\n"shop-worker" = "shop.worker:run [extra]"\n'
        '[project.gui-scripts]\nshop-window = "shop.window:main"\n'
    )

    found = project(tmp_path, {"pyproject.toml": text, "src/shop/__init__.py": "", "setup.py": "setup(name='other')"})

    file = "pyproject.toml"
    assert (
        Project(
            name=Said("shop", file, 4),
            version=Said("1.0", file, 5),
            requires_python=Said(">=3.11", file, 6),
            backend="hatchling.build",
            dependencies=(Said("flask>=3", file, 8), Said("redis", file, 9)),
            scripts=(
                EntryPoint("shop", "shop.cli:main", file, 12),
                EntryPoint("shop-worker", "shop.worker:run", file, 13),
                EntryPoint("shop-window", "shop.window:main", file, 15),
            ),
            layout=Layout.SRC,
            roots=("src",),
            packages=("shop",),
        )
        == found
    )


def test_poetry(tmp_path: Path) -> None:
    """Before the standard's table, Poetry had its own for the same."""
    text = (
        '[tool.poetry]\nname = "shop"\npackages = [{include = "shop", from = "lib"}]\n'
        '[tool.poetry.dependencies]\npython = "^3.10"\n'
        '[tool.poetry.scripts]\nshop = "shop:main"\nold = {reference = "bin/old", type = "file"}\n'
        'new = {reference = "shop:new", type = "console"}\n'
    )

    found = project(tmp_path, {"pyproject.toml": text})

    file = "pyproject.toml"
    assert (Said("^3.10", file, 5), ("lib",), ("shop",)) == (found.requires_python, found.roots, found.packages)
    assert (EntryPoint("shop", "shop:main", file, 7), EntryPoint("new", "shop:new", file, 9)) == found.scripts


SETUP_CFG = """\
[metadata]
name = shop
version = attr: shop.__version__

[options]
python-requires = >=3.8
packages = find:
package_dir =
    =src
install_requires =
    # the web
    flask>=2
    redis; python_version < "3.9"
py_modules = one, two

[options.entry_points]
console_scripts =
    shop = shop.cli:main
    worker = shop.worker:run
"""


def test_setup_cfg(tmp_path: Path) -> None:
    """Values with their lines; what setuptools would work out is said."""
    found = project(tmp_path, {"setup.cfg": SETUP_CFG, "src/shop/__init__.py": ""})

    assert (
        Project(
            name=Said("shop", "setup.cfg", 2),
            requires_python=Said(">=3.8", "setup.cfg", 6),
            dependencies=(
                Said("flask>=2", "setup.cfg", 12),
                Said('redis; python_version < "3.9"', "setup.cfg", 13),
            ),
            scripts=(
                EntryPoint("shop", "shop.cli:main", "setup.cfg", 18),
                EntryPoint("worker", "shop.worker:run", "setup.cfg", 19),
            ),
            layout=Layout.SRC,
            roots=("src",),
            packages=("shop",),
            modules=("one", "two"),
            listed_modules=("one", "two"),
            not_known=("setup.cfg, line 3: version is not known without running the build.",),
        )
        == found
    )


SETUP_PY = """\
import os
from setuptools import setup, find_packages
NAME = "shop"
BASE = ["flask>=2"]
changed = ["x"]
changed.append("y")
setup(
    name=NAME,
    version=open("VERSION").read(),
    python_requires=">=" + "3.8",
    packages=find_packages(where="lib"),
    install_requires=[*BASE, "redis"] + ["six"],
    entry_points={
        "console_scripts": [
            "shop = shop.cli:main",
            NAME + "-worker=shop.worker:run",
        ],
    },
    py_modules=changed,
)
"""


def test_setup_py(tmp_path: Path) -> None:
    """Literals, and names that stand for one; all else is said to be computed, with its line."""
    found = project(tmp_path, {"setup.py": SETUP_PY, "lib/shop/cli.py": ""})

    file = "setup.py"
    assert (
        Project(
            name=Said("shop", file, 3),
            requires_python=Said(">=3.8", file, 10),
            dependencies=(Said("flask>=2", file, 4), Said("redis", file, 12), Said("six", file, 12)),
            scripts=(
                EntryPoint("shop", "shop.cli:main", file, 15),
                EntryPoint("shop-worker", "shop.worker:run", file, 3),
            ),
            layout=Layout.SRC,
            roots=("lib",),
            packages=("shop",),
            not_known=(
                "setup.py, line 9: version is computed, so it is not known statically.",
                "setup.py, line 19: py_modules is computed, so it is not known statically.",
            ),
        )
        == found
    )


@pytest.mark.parametrize(
    ("source", "scripts"),
    [
        pytest.param('setup(entry_points="[console_scripts]\\na = b:c\\n[x]\\nd = e:f\\n")', ["a"], id="one text"),
        pytest.param("import setuptools\nsetuptools.setup(entry_points={'gui_scripts': 'a=b:c'})", ["a"], id="a line"),
        pytest.param("if True:\n    setup(**{'entry_points': {'console_scripts': ['a = b:c']}})", ["a"], id="unpacked"),
        pytest.param("K = dict(name='x')\nsetup(**K)", [], id="computed"),
        pytest.param("setup(entry_points=None)", [], id="nothing"),
        pytest.param("setup(entry_points=['a = b:c'])", [], id="no groups"),
    ],
)
def test_entry_points_of_setup_py(source: str, scripts: list[str]) -> None:
    """They are written in several ways."""
    assert scripts == [script.name for script in read_setup_py(source.encode()).scripts or ()]


@pytest.mark.parametrize(
    ("source", "note"),
    [
        ("print 'x'\n", "setup.py, line 1: it is not read: it is no Python 3 that can be read"),
        ("import setuptools\n", "setup.py, line 1: there is no call of setup(), so nothing of it is known."),
        ("setup()\n\nsetup()\n", "setup.py, line 3: setup() is called more than once, so nothing of it is known."),
        ("setup(**shared())", "setup.py, line 1: what ** brings is computed, so it is not known statically."),
        ("setup(packages=find_packages(base))", "setup.py, line 1: where packages are looked for is computed"),
    ],
)
def test_a_setup_py_that_does_not_say(source: str, note: str) -> None:
    """The line and the reason are said."""
    (found,) = read_setup_py(source.encode()).not_known

    assert found.startswith(note)


def test_names_for_lists_of_lists_come_to_an_end() -> None:
    """Thirty lines that would come to more than any memory holds are computed, and so is a name for itself."""
    doubled = "".join(f"a{n + 1} = [a{n}, a{n}]\n" for n in range(40))

    for source in (f"a0 = ['x']\n{doubled}setup(install_requires=a40)", "a = a\nsetup(name=a)"):
        assert 1 == len(read_setup_py(source.encode()).not_known)


def test_the_argument_of_setup_overrules_the_option(tmp_path: Path) -> None:
    """And [project] overrules both, but for what it leaves open."""
    both = {"setup.py": "from setuptools import setup\nsetup(name='one', version='1')", "setup.cfg": SETUP_CFG}
    older = project(tmp_path, both)
    newer = project(tmp_path, both | {"pyproject.toml": '[project]\nname = "three"\ndynamic = ["version"]\n'})

    assert (Said("one", "setup.py", 2), Said(">=3.8", "setup.cfg", 6)) == (older.name, older.requires_python)
    assert (Said("three", "pyproject.toml", 2), Said("1", "setup.py", 2), None) == (
        newer.name,
        newer.version,
        newer.requires_python,
    )


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(["app/main.py", "manage.py", "tests/test_x.py"], ("", ["app"], ["manage"]), id="flat"),
        pytest.param(["src/shop/cart/model.py", "setup.py"], ("src", ["shop"], []), id="namespace"),
        pytest.param(["src/main.py"], ("src", [], ["main"]), id="modules below src"),
        pytest.param(["src/__init__.py", "src/main.py", "run.py"], ("", [], ["run"]), id="src is a package"),
        pytest.param(["src/app.js", "shop/__init__.py"], ("", ["shop"], []), id="src of something else"),
        pytest.param(["README"], ("", [], []), id="no Python"),
    ],
)
def test_layouts(files: list[str], expected: tuple[str, list[str], list[str]], tmp_path: Path) -> None:
    """Where nothing is declared, the directories tell."""
    found = project(tmp_path, dict.fromkeys(files, ""))

    assert expected == (found.roots[0], list(found.packages), list(found.modules))


@pytest.mark.parametrize(
    ("table", "roots", "packages"),
    [
        ('[tool.setuptools.packages.find]\nwhere = ["lib"]', ("lib",), ()),
        ('[tool.setuptools]\npackages = ["a", "a.b"]\npackage-dir = {"" = "./src/"}', ("src",), ("a",)),
        ('[tool.hatch.build.targets.wheel]\npackages = ["lib/shop"]', ("lib",), ("shop",)),
        ('[tool.pdm.build]\npackage-dir = "lib"', ("lib",), ()),
        ('[build-system]\nbuild-backend = "uv_build"\n[tool.uv.build-backend]\nmodule-name = "a.b"', ("src",), ("a",)),
        ("[tool.hatch.build]\npackages = 3\n[tool.poetry]\npackages = [3, {include = 7}]", ("",), ()),
    ],
)
def test_layouts_of_build_backends(
    table: str, roots: tuple[str, ...], packages: tuple[str, ...], tmp_path: Path
) -> None:
    """Each of them has a table of its own for it."""
    found = project(tmp_path, {"pyproject.toml": table + "\n"})

    assert (roots, packages) == (found.roots, found.packages)


def test_a_root_outside_is_not_looked_at(tmp_path: Path) -> None:
    """What lies beside a repository is somebody else's."""
    lay(tmp_path, {"other/secret.py": ""})
    text = '[tool.setuptools.packages.find]\nwhere = ["../other", "/etc", "a\\u0000"]\n'

    found = project(tmp_path / "root", {"pyproject.toml": text})

    assert (("etc",), ()) == (found.roots, found.modules)


def test_a_setup_py_that_is_a_pipe(tmp_path: Path) -> None:
    """It is a note, not a wait; text in another encoding than UTF-8 is read by its mark."""
    (tmp_path / "setup.cfg").write_bytes("[metadata]\nname = shop\n".encode("utf-16"))
    os.mkfifo(tmp_path / "setup.py")

    found = project(tmp_path, {})

    assert (("setup.py is not read: this is a named pipe.",), Said("shop", "setup.cfg", 2)) == (
        found.not_known,
        found.name,
    )


@pytest.mark.parametrize("text", ["a." * 20_000 + "a = 1", "a = " + "1" * 10_000, "a = " + "{a = " * 5_000, "a = 1\0"])
def test_hostile_toml_is_a_reason(text: str) -> None:
    """Neither a traceback nor a minute."""
    assert isinstance(read_toml(text), str)


INI = st.text(alphabet="[]=:;#\n \tabc-_%{}\"'options.metadata", max_size=200)


@given(st.text() | INI)
def test_any_setup_cfg_has_an_answer(text: str) -> None:
    """Nothing is raised, and every line that is told is one of the file."""
    found = read_setup_cfg(text + "\n[options]\ninstall_requires =\n a\n b\n")

    lines = [said.line for said in found.dependencies or ()]
    assert all(1 <= line <= text.count("\n") + 5 for line in lines)


EXPRESSIONS = st.recursive(
    st.sampled_from(["'x'", "a", "3", "None", "f()", "b'y'", "f'{a}'"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.tuples(inner, inner).map(" + ".join),
        inner.map(lambda item: f"[*{item}]"),
        inner.map(lambda item: f"{{'console_scripts': {item}}}"),
        inner.map(lambda item: f"{{**{item}}}"),
        inner.map(lambda item: f"find_packages({item})"),
    ),
    max_leaves=8,
)


@given(
    name=st.sampled_from(["name", "entry_points", "packages", "package_dir", "install_requires", "py_modules"]),
    value=EXPRESSIONS,
    constant=EXPRESSIONS,
)
def test_any_setup_py_has_an_answer(name: str, value: str, constant: str) -> None:
    """Nothing is raised, whatever is computed."""
    found = read_setup_py(f"a = {constant}\nsetup({name}={value})\n".encode())

    assert all(note.startswith("setup.py, line ") for note in found.not_known)


TOML = st.recursive(
    st.sampled_from(["1", "'x'", "true", "[]", "{}", '"a:b"']),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        inner.map(lambda item: f"{{include = {item}, from = {item}}}"),
    ),
    max_leaves=5,
)
TABLES = (
    "project", "project.scripts", "build-system", "tool.poetry", "tool.poetry.scripts", "tool.setuptools",
    "tool.setuptools.packages.find", "tool.hatch.build", "tool.pdm.build", "tool.uv.build-backend", "tool.uv",
)  # fmt: skip
KEYS = (
    "name", "dependencies", "requires-python", "dynamic", "packages", "where", "package-dir", "build-backend",
    "module-name", "module-root", "default-groups",
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(TABLES), st.dictionaries(st.sampled_from(KEYS), TOML, max_size=4), max_size=4))
def test_any_pyproject_has_an_answer(
    tmp_path_factory: pytest.TempPathFactory, tables: dict[str, dict[str, str]]
) -> None:
    """Valid TOML that says something else than the standards is nobody's traceback."""
    text = "".join(
        f"[{name}]\n" + "".join(f"{key} = {value}\n" for key, value in rows.items()) for name, rows in tables.items()
    )
    root = tmp_path_factory.mktemp("root")

    found = project(root, {"pyproject.toml": text})

    assert all(1 <= said.line <= text.count("\n") + 1 for said in found.dependencies)
