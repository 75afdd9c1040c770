"""What a build may import of an application, and what it had better only look for."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judging import judged

from venvoy.model.isolation import EntryCheck
from venvoy.repository.harmless import first_deed

PROJECT = (
    '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n'
    '[project]\nname = "shop"\nversion = "1"\n[tool.hatch.build.targets.wheel]\npackages = ["shop"]\n'
)
INSTALLED = "FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nRUN pip install flask .\n"
MODULE = 'CMD ["python", "-m", "shop"]'
SERVED = 'CMD ["python", "-m", "gunicorn", "shop.web:app"]'


def checked(place: Path, files: dict[str, str], start: str = MODULE, rest: str = INSTALLED) -> EntryCheck | None:
    """Return how what starts is checked, in an image that installs the package ``shop``."""
    return judged(place, {"pyproject.toml": PROJECT, "shop/__init__.py": "", **files}, start, rest).check


HARMLESS = """\
from __future__ import annotations

import logging
import os
import re
from dataclasses import dataclass, field
from pathlib import Path

import click
from fastapi import APIRouter, Depends, FastAPI
from flask import Blueprint, Flask
from flask_sqlalchemy import SQLAlchemy

log = logging.getLogger(__name__)
HERE = Path(__file__).resolve().parent
PORT = int(os.environ.get("PORT", "8000"))
MODE = os.environ.get("MODE", "plain").lower().split(",")
WEIGHT = float(os.getenv("WEIGHT", 1))
FIRST = ("a", "b")[0]
ONE, TWO = 1, 2
WORD = re.compile(r"\\w+")
NAMES = {name.strip().lower(): [n for n in range(3)] for name in ("a", f"{PORT}")}
app = Flask(__name__)
app.config["MODE"] = MODE or "plain"
api = FastAPI(title="shop", dependencies=[Depends(lambda: None)])
router = APIRouter(prefix="/v1")
api.include_router(router)
db = SQLAlchemy()
app.register_blueprint(Blueprint("x", __name__))
os.environ.setdefault("MODE", "x")

try:
    import uvloop
except ImportError:
    uvloop = None


@dataclass(frozen=True)
class Basket(dict):
    \"\"\"Things.\"\"\"

    things: list[str] = field(default_factory=list)

    def total(self):
        return open("/x").read()


@app.route("/")
def index(size=PORT):
    return connect(os.environ["DATABASE"])


@click.command()
@click.option("--name", default="x")
def main(name):
    run(name)


if __name__ == "__main__":
    main()
"""


IMPORTS = HARMLESS[: HARMLESS.index("log = ")]


def test_what_only_defines_does_nothing() -> None:
    """Imports, constants, constructors of frameworks, functions and classes; what a function does is not done."""
    assert None is first_deed(ast.parse(HARMLESS))


@pytest.mark.parametrize(
    ("source", "line", "deed"),
    [
        ("import os\nKEY = os.environ['KEY']\n", 2, "wants environ['KEY'] to be there"),
        ("from os import environ\nif environ['KEY']:\n    pass\n", 2, "wants environ['KEY']"),
        ("import sys\nNAME = sys.argv[1]\n", 2, "wants argv[1]"),
        ("import os\nPORT = int(os.environ.get('PORT'))\n", 2, "goes on with os.environ.get('PORT')"),
        ("import os\nPORT = int(os.getenv('PORT'))\n", 2, "goes on with os.getenv('PORT')"),
        ("TEXT = open('x').read()\n", 1, "calls open('x').read"),
        ("from pathlib import Path\nTEXT = Path('x').read_text()\n", 2, "calls Path('x').read_text"),
        ("import requests\nr = requests.get('https://example.com')\n", 2, "calls requests.get"),
        ("import redis\nr = redis.Redis(host='db')\n", 2, "calls redis.Redis"),
        ("from .config import Settings\nsettings = Settings()\n", 2, "calls Settings"),
        ("from . import create_app\napp = create_app()\n", 2, "calls create_app"),
        ("from flask_sqlalchemy import SQLAlchemy\ndb = SQLAlchemy(app)\n", 2, "calls SQLAlchemy"),
        ("from django.db import models\n", 1, "imports django.db, which wants settings"),
        ("from flask import current_app\nX = current_app.config\n", 2, "goes by current_app"),
        ("with connect() as c:\n    pass\n", 1, "has a statement (with)"),
        ("while True:\n    pass\n", 1, "has a statement (while)"),
        ("for one in load():\n    pass\n", 1, "calls load"),
        ("raise SystemExit\n", 1, "may raise"),
        ("import sys\nsys.exit(1)\n", 2, "calls sys.exit"),
        ("@register\ndef f():\n    pass\n", 1, "is decorated with register"),
        ("@app.route(path())\ndef f():\n    pass\n", 1, "calls path"),
        ("def f(x=load()):\n    pass\n", 1, "calls load"),
        ("class A(metaclass=M):\n    pass\n", 1, "makes A by a metaclass"),
        ("class A(base()):\n    pass\n", 1, "calls base"),
        ("class A:\n    x = load()\n", 2, "calls load"),
        ("x = {}\nx[load()] = 1\n", 2, "calls load"),
        ("x = [load() for _ in range(3)]\n", 1, "calls load"),
        ("x = f'{load()}'\n", 1, "calls load"),
        ("import logging\nlogging.basicConfig(filename='/var/log/x')\n", 2, "calls logging.basicConfig"),
        ("if __name__ != '__main__':\n    main()\n", 2, "calls main"),
        ("try:\n    pass\nexcept ValueError:\n    load()\n", 4, "calls load"),
        ("import os\nx: int = os.environ['A']\n", 2, "wants environ['A']"),
        ("import os\nTOKEN = os.environ.get('TOKEN')\n", 2, "goes on with os.environ.get('TOKEN')"),
        ("import os\nTOKEN = os.environ.get('TOKEN', None)\n", 2, "goes on with os.environ.get('TOKEN', None)"),
        ("import os\nTOKEN = os.environ.get('TOKEN', '')\n", 2, "goes on with os.environ.get('TOKEN', '')"),
        ("import os\nPORT = os.getenv('PORT', 1)\nX = ':' + PORT\n", 2, "goes on with os.getenv('PORT', 1)"),
        ("import os\nHOSTS = os.environ.get('HOSTS').split(',')\n", 2, "goes on with os.environ.get('HOSTS')"),
        ("import os\nX = 'x' + os.environ.get('H')\n", 2, "goes on with os.environ.get('H')"),
        ("import os\nD = os.getenv('D')\nif D.startswith('p'):\n    X = 1\n", 2, "goes on with os.getenv('D')"),
        ("import os\nP = os.getenv('P')\nN = int(P)\n", 2, "goes on with os.getenv('P')"),
        ("import os\nP = os.getenv('P', 'x')\nN = int(P)\n", 3, "calls int"),
        ("import os\nN = int(os.getenv('P', 'x'))\n", 2, "calls int"),
        ("import os\nX = os.environ.get('N') > 3\n", 2, "goes on with os.environ.get('N')"),
        ("import os\nfor h in os.getenv('H'):\n    pass\n", 2, "goes on with os.getenv('H')"),
        ("import os\nX = 1 / int(os.getenv('N', '0'))\n", 2, "divides by int"),
        ("import os\nA, B = os.getenv('N', 'a').split(':')\n", 2, "takes (A, B) out of"),
        ("import os\nX = {a: b for a, b in os.getenv('N', 'a').split(',')}\n", 2, "takes (a, b) out of"),
        ("import os\nX = dict(a.split('=') for a in os.getenv('N', 'a').split(','))\n", 2, "calls dict"),
        ("import os\nX = os.getenv('N', 'a').split(',')[1]\n", 2, "wants os.getenv('N', 'a').split(',')[1]"),
        ("X = {}['a']\n", 1, "wants {}['a']"),
        ("X = [1][1]\n", 1, "wants [1][1]"),
        ("X = max([])\n", 1, "calls max"),
        ("from pathlib import Path\nX = Path('/x').resolve(strict=True)\n", 2, "calls Path('/x').resolve"),
        ("from pathlib import Path\nX = Path('/x').resolve(True)\n", 2, "calls Path('/x').resolve"),
        ("import rest_framework.serializers\n", 1, "imports rest_framework.serializers, which wants settings"),
        ("from django_filters import FilterSet\n", 1, "imports django_filters, which wants settings"),
        ("from corsheaders.middleware import X\n", 1, "imports corsheaders.middleware, which wants settings"),
        ("import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'x')\n", 2, "calls os.environ.setdefault"),
        ("from shop import cache\ncache.set('a', 1)\n", 2, "calls cache.set"),
        ("from shop import cache\nfor key in cache.keys():\n    pass\n", 2, "calls cache.keys"),
        ("from .fields import field\nX = field('a')\n", 2, "calls field"),
        ("from shop import *\nX = list('a')\n", 2, "calls list"),
        ("def int(x): ...\nX = int('1')\n", 2, "calls int"),
        ("def f(x: load()): ...\n", 1, "calls load"),
        ("X = sorted([1], key=load)\n", 1, "calls sorted"),
        ("@retry.always\ndef f():\n    pass\n", 1, "is decorated with retry.always"),
    ],
)
def test_what_does_more_is_told(source: str, line: int, deed: str) -> None:
    """The first thing that is not known to be harmless, with its line; what is not known is not harmless."""
    found = first_deed(ast.parse(source))

    assert found is not None
    assert line == found[0]
    assert found[1].startswith(deed)


@given(
    st.sampled_from(HARMLESS[len(IMPORTS) :].split("\n\n")),
    st.sampled_from(["load()", "open('x')", "os.environ['X']", "f(1)[0]"]),
)
def test_nothing_hides_what_it_stands_beside(block: str, deed: str) -> None:
    """Whatever stands before it, a deed is found on its line."""
    try:
        tree = ast.parse(f"{IMPORTS}{block}\n\nX = {deed}\n")
    except SyntaxError:
        return
    found = first_deed(tree)

    assert found is not None
    assert f"{IMPORTS}{block}".count("\n") + 3 == found[0]


def test_a_module_that_only_defines_is_imported(tmp_path: Path) -> None:
    """The one that the server names, and the reason says that nothing on the way does more."""
    found = checked(tmp_path, {"shop/web.py": "from flask import Flask\nfrom shop import views\napp = Flask('x')\n",
                               "shop/views.py": "def f():\n    from shop import broken\n",
                               "shop/broken.py": "open('x')\n"}, SERVED)  # fmt: skip

    assert found is not None
    assert (("shop.web",), True) == (found.modules, found.imports)
    assert "shop.web can be imported in a build" in found.why


@pytest.mark.parametrize(
    ("files", "start", "modules", "why"),
    [
        pytest.param(
            {"shop/web.py": "import os\nKEY = os.environ['KEY']\n"},
            SERVED,
            ("shop.web",),
            "shop.web is only looked for, as shop/web.py, line 2, wants environ['KEY'] to be there.",
            id="a variable",
        ),
        pytest.param(
            {"shop/web.py": "from . import db\n", "shop/db.py": "import redis\nr = redis.Redis()\n"},
            SERVED,
            ("shop.web",),
            "shop.web is only looked for, as shop/db.py, line 2, calls redis.Redis",
            id="further on",
        ),
        pytest.param(
            {"shop/__init__.py": "open('x')\n", "shop/web.py": "app = 1\n"},
            SERVED,
            ("shop",),
            "shop is only looked for, as shop/__init__.py, line 1, calls open",
            id="in the package, whose submodules cannot be looked for without it",
        ),
        pytest.param(
            {"shop/__main__.py": "from shop.web import run\nrun()\n", "shop/web.py": "def run(): ...\n"},
            MODULE,
            ("shop.__main__",),
            "shop.__main__ is only looked for, as shop/__main__.py, line 2, calls run",
            id="a program",
        ),
        pytest.param(
            {"run.py": "import shop.web\nshop.web.run()\n", "shop/web.py": "open('x')\n"},
            'CMD ["python", "run.py"]',
            ("shop.web",),
            "shop/web.py, line 1, calls open",
            id="what a script imports",
        ),
    ],
)
def test_what_does_more_is_only_looked_for(
    files: dict[str, str], start: str, modules: tuple[str, ...], why: str, tmp_path: Path
) -> None:
    """The file and the line that speak against the import are told."""
    found = checked(tmp_path, files, start)

    assert found is not None
    assert (modules, False) == (found.modules, found.imports)
    assert why in found.why


@pytest.mark.parametrize(
    ("files", "start", "rest"),
    [
        pytest.param({}, MODULE, INSTALLED.replace("flask .", "flask -e ."), id="a pointer to the source"),
        pytest.param(
            {"shop/__main__.py": ""}, MODULE, INSTALLED.replace("flask .", "flask"), id="in the directory alone"
        ),
        pytest.param({}, 'CMD ["python", "-m", "http.server"]', INSTALLED, id="somebody else's module"),
        pytest.param({"run.py": "import flask\n"}, 'CMD ["python", "run.py"]', INSTALLED, id="a script alone"),
        pytest.param(
            {"shop/__main__.py": "import importlib, sys\nimportlib.import_module(sys.argv[1])\n"},
            MODULE,
            INSTALLED,
            id="a name that is computed",
        ),
    ],
)
def test_what_the_environment_does_not_surely_hold_is_not_checked(
    files: dict[str, str], start: str, rest: str, tmp_path: Path
) -> None:
    """A build would fail for what works in the end."""
    assert None is checked(tmp_path, files, start, rest)
