"""What would make an application installable, and why that is not offered where it is not surely right."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judging import COPIED, judged, write

from venvoy import migration
from venvoy.model.analysis import Analysis
from venvoy.model.isolation import Standing
from venvoy.repository.offering import MOST_MODULES
from venvoy.repository.own_places import leaves_package, named_by_itself

SHOP = {"shop/__init__.py": "", "shop/__main__.py": "from shop import web\n", "shop/web.py": "import flask\n"}
IN_SRC = {f"src/{name}": content for name, content in SHOP.items()}
MODULE, SCRIPT = 'CMD ["python", "-m", "shop"]', 'CMD ["python", "run.py"]'
FLAT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "shop"
version = "0.0.0"
# What it needs is installed by the Dockerfile: a list here would be a second one.

[tool.hatch.build.targets.wheel]
packages = ["shop"]
ignore-vcs = true # what is copied is installed, whatever .gitignore says
"""


@pytest.mark.parametrize(
    ("files", "start", "sources"),
    [
        pytest.param(SHOP, MODULE, ("shop",), id="one package at the root"),
        pytest.param({"shop/__main__.py": ""}, MODULE, ("shop",), id="a package without an __init__.py"),
        pytest.param(
            {**SHOP, "conf.py": "", "run.py": "import conf, shop\n"}, SCRIPT, ("shop", "conf.py"), id="and a module"
        ),
        pytest.param({"conf.py": "", "run.py": "import conf\n"}, SCRIPT, ("conf.py",), id="a module beside a script"),
        pytest.param(IN_SRC, f"WORKDIR /app/src\n{MODULE}", ("src/shop",), id="src as the working directory"),
        pytest.param(IN_SRC, f"ENV PYTHONPATH=src\n{MODULE}", ("src/shop",), id="src on PYTHONPATH"),
        pytest.param({**SHOP, "tests/test_shop.py": "", "docs/conf.py": ""}, MODULE, ("shop",), id="beside its tests"),
    ],
)
def test_what_is_plain_is_offered(files: dict[str, str], start: str, sources: tuple[str, ...], tmp_path: Path) -> None:
    """The offer holds exactly what would be lost, and with it everything is found."""
    found = judged(tmp_path, files, start)

    assert found.project is not None, found.why_no_project
    assert found.installed is not None
    assert sources == found.project.sources
    assert (Standing.LOSES, Standing.WORKS) == (found.standing, found.installed.standing)
    assert "" == found.why_no_project
    assert found.paths == found.installed.paths


@pytest.mark.parametrize(
    ("files", "start", "why"),
    [
        pytest.param({"pyproject.toml": FLAT}, MODULE, "[project] already", id="a project"),
        pytest.param({"pyproject.toml": "[tool.poetry]\n"}, MODULE, "by poetry", id="Poetry's own way"),
        pytest.param({"pyproject.toml": "[tool.uv]\npackage = false\n"}, MODULE, "by uv", id="uv's own way"),
        pytest.param({"pyproject.toml": "[build-system]\nrequires = []\n"}, MODULE, "[build-system]", id="a backend"),
        pytest.param({"pyproject.toml": "[broken"}, MODULE, "cannot be read", id="no TOML"),
        pytest.param({"setup.py": "from setuptools import setup\nsetup()\n"}, MODULE, "setup.py says", id="setup.py"),
        pytest.param({"pdm.lock": ""}, MODULE, "pdm.lock says", id="a lock file"),
        pytest.param({"cart/__init__.py": ""}, MODULE, "Which belong together?", id="two packages"),
        pytest.param({"shop/web.py": "import json5, tests.data", "tests/data.py": ""}, MODULE, "tests", id="its tests"),
        pytest.param({"shop/web.py": "import calendar", "calendar.py": ""}, MODULE, "standard library", id="a shadow"),
        pytest.param({"shop/web.py": "import flask", "flask.py": ""}, MODULE, "a requirement, too", id="a requirement"),
        pytest.param(
            {"shop/web.py": "from pathlib import Path\nBASE = Path(__file__).parent.parent\n"},
            MODULE,
            "shop/web.py, line 2, goes from __file__",
            id="out of the package",
        ),
        pytest.param(
            {"app.py": "import flask\napp = flask.Flask(__name__)\n", "run.py": "import app", "templates/a.html": ""},
            SCRIPT,
            "app.py, line 2, names the module by which templates is found",
            id="templates beside a module",
        ),
        pytest.param(
            {"shop/web.py": "import dotenv\ndotenv.load_dotenv()\n", ".env": "A=1"}, MODULE, "looks for .env", id=".env"
        ),
        pytest.param({".dockerignore": "*.toml"}, MODULE, ".dockerignore keeps", id="kept out of the context"),
        pytest.param(
            {"run.py": "\n".join(f"import m{n}" for n in range(9)), **{f"m{n}.py": "" for n in range(9)}},
            SCRIPT,
            f"{MOST_MODULES + 4} modules",
            id="many modules",
        ),
        pytest.param({"shop/web.py": "oops("}, MODULE, "shop/web.py, line 1, is not followed", id="a broken module"),
    ],
)
def test_what_is_not_plain_is_not_offered(files: dict[str, str], start: str, why: str, tmp_path: Path) -> None:
    """The reason names what says something else, or the file and line that might not work."""
    found = judged(tmp_path, {**SHOP, **files}, start)

    assert found.project is None
    assert found.installed is None
    assert why in found.why_no_project


def test_a_layout_of_its_own_is_not_offered(tmp_path: Path) -> None:
    """Modules that lie neither at the root nor in src would need a project that somebody thinks about."""
    files = {f"backend/{name}": content for name, content in SHOP.items()}
    rest = "FROM python:3.12-slim\nWORKDIR /app\nRUN pip install flask\nCOPY backend /app\n"

    assert "backend/shop/__init__.py lies neither" in judged(tmp_path, files, MODULE, rest).why_no_project


def test_a_new_file_has_just_what_it_takes(tmp_path: Path) -> None:
    """Name, version, and where the package is; nothing that is not known."""
    offer = judged(tmp_path, SHOP, MODULE).project

    assert offer is not None
    assert (None, FLAT.encode()) == (offer.before, offer.after)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("end", ["", "\n", "\n\n"])
def test_what_is_there_keeps_its_bytes(newline: str, end: str, tmp_path: Path) -> None:
    """Tables of tools, their comments and their line ends stay; the new ones stand behind them."""
    before = f"# ours\n[tool.ruff]\nline-length = 100 # wide{end}".replace("\n", newline).encode()
    write(tmp_path, {"requirements.txt": "flask\n", **SHOP})
    (tmp_path / "pyproject.toml").write_bytes(before)
    analysis = migration.analyse(f"{COPIED}{MODULE}\n".encode(), str(tmp_path / "Dockerfile"), tmp_path)
    assert isinstance(analysis, Analysis)

    offer = migration.isolation(analysis).project

    assert offer is not None
    assert before == offer.before == offer.after[: len(before)]
    assert offer.after.count(b"\r\n") == (offer.after.count(b"\n") if newline == "\r\n" else 0)
    assert tomllib.loads(FLAT) | {"tool": {"ruff": {"line-length": 100}, **tomllib.loads(FLAT)["tool"]}} == (
        tomllib.loads(offer.after.decode())
    )


def test_tables_that_end_in_one_line_are_left_alone(tmp_path: Path) -> None:
    """An inline table takes no other behind it: nothing is offered that TOML would refuse."""
    found = judged(tmp_path, {**SHOP, "pyproject.toml": "tool = {ruff = {}}\n"}, MODULE)

    assert "has no place for another table" in found.why_no_project


def test_a_link_is_not_written_through(tmp_path: Path) -> None:
    """A pyproject.toml that lies elsewhere belongs to somebody else."""
    (tmp_path / "other.toml").write_text("[tool.ruff]\n")
    (tmp_path / "pyproject.toml").symlink_to("other.toml")

    assert "pyproject.toml is a symbolic link." == judged(tmp_path, SHOP, MODULE).why_no_project


@pytest.mark.parametrize(
    ("source", "inside", "line"),
    [
        ("HERE = Path(__file__).parent / 'data.csv'\n", 1, None),
        ("HERE = Path(__file__).parent / 'data.csv'\n", 0, 1),
        ("import os\nTOP = os.path.dirname(os.path.dirname(__file__))\n", 1, 2),
        ("TOP = Path(__file__).resolve().parents[1]\n", 1, 1),
        ("TOP = Path(__file__).resolve().parents[1]\n", 2, None),
        ("TOP = Path(__file__).resolve().parents[n]\n", 9, 1),
        ("HERE = Path(__file__).parent\nTOP = HERE.parent\n", 1, 1),
        ("TOP = os.path.join(os.path.dirname(__file__), '..', 'data')\n", 1, 1),
        ("TOP = os.path.join(os.path.dirname(__file__), os.pardir)\n", 1, 1),
        ("DATA = Path(__file__).with_name('data.csv')\n", 0, 1),
        ("print(__file__)\n", 0, None),
        ("TOP = node.parent.parent.parent\n", 0, None),
    ],
)
def test_the_way_out_of_a_package(source: str, inside: int, line: int | None) -> None:
    """As many steps up as there are directories stay in the package; one more does not."""
    assert line == leaves_package(ast.parse(source), inside)


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("app = Flask(__name__)\n", 1),
        ("\nbp = flask.Blueprint('x', __name__)\n", 2),
        ("log = logging.getLogger(__name__)\n", None),
        ("if __name__ == '__main__':\n    main()\n", None),
    ],
)
def test_a_module_that_tells_its_name(source: str, line: int | None) -> None:
    """A framework that is told the name looks beside the module; a logger does not."""
    assert line == named_by_itself(ast.parse(source))


@given(
    st.lists(st.sampled_from(["parent", "name", "resolve()", "parents[0]", "parents[2]"]), max_size=6),
    st.integers(0, 6),
)
def test_a_step_more_is_never_nearer(steps: list[str], inside: int) -> None:
    """Whoever stays in the package with all of the steps stays in it with fewer of them, or in a deeper one."""
    way = ".".join(["Path(__file__)", *steps])
    found = leaves_package(ast.parse(way), inside)

    if found is None:
        assert None is leaves_package(ast.parse(".".join(way.split(".")[:-1]) or way), inside)
        assert None is leaves_package(ast.parse(way), inside + 1)
    else:
        assert 1 == found == leaves_package(ast.parse(f"{way}.parent"), inside)


def test_a_judge_remembers_the_file_it_was_asked_about_last(tmp_path: Path) -> None:
    """Plans of the same file are judged once; another file, or the same read anew, is judged for itself."""
    write(tmp_path, {"requirements.txt": "flask\n", **SHOP})
    text = f"{COPIED}{MODULE}\n".encode()
    first, again = (migration.analyse(text, str(tmp_path / "Dockerfile"), tmp_path) for _ in range(2))
    assert isinstance(first, Analysis)
    assert isinstance(again, Analysis)
    judge = migration.Judge()

    told = judge(first)

    assert told is judge(first)
    assert told is not judge(again)
    assert told == judge(again)
