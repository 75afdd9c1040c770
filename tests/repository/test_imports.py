"""The import graph: what is reached, and how it was asked for; held against what Python itself imports."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judging import judged, write

from venvoy.model.imports import Manner, Origin
from venvoy.model.isolation import Standing

START = 'CMD ["python", "main.py"]'


def reached(place: Path, files: dict[str, str], start: str = START) -> dict[str, Manner]:
    """Return the modules that are reached, with how each is asked for first."""
    return {module.name: module.manner for module in judged(place, files, start).graph.modules}


@pytest.mark.parametrize(
    ("source", "manner"),
    [
        ("import shop.web", Manner.PLAIN),
        ("from shop import web", Manner.PLAIN),
        ("def late():\n    from shop.web import app", Manner.PLAIN),
        ("try:\n    import shop.web\nexcept (KeyError, ImportError):\n    pass", Manner.GUARDED),
        ("try:\n    import shop.web\nexcept KeyError:\n    pass", Manner.PLAIN),
        ("import importlib\nimportlib.import_module('shop.web')", Manner.DYNAMIC),
        ("from importlib import import_module as get\nget('shop.web')", Manner.DYNAMIC),
        ("__import__('shop.web')", Manner.DYNAMIC),
        ("import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.web')", Manner.NAMED),
        ("APP = 'shop.web:app'", Manner.NAMED),
        ("LABEL = 'shop.web.App'", Manner.NAMED),
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import shop.web", None),
        ("TITLE = 'shop.web is closed'", None),
        ("import other.web", None),
    ],
)
def test_how_a_module_is_asked_for(source: str, manner: Manner | None, tmp_path: Path) -> None:
    """An import for types only never happens, and a text counts when it is a name and nothing else."""
    found = reached(tmp_path, {"main.py": source, "shop/__init__.py": "", "shop/web.py": ""})

    assert manner == found.get("shop.web")


def test_relative_imports_cycles_and_namespaces(tmp_path: Path) -> None:
    """Each module is reached once, by whoever asks first."""
    files = {
        "main.py": "import shop.web.views\n",
        "shop/__init__.py": "from . import models\n",
        "shop/models.py": "from .web import views\n",
        "shop/web/views.py": "from .. import models\nfrom ..models import thing\nfrom . import forms\n",
        "shop/web/forms.py": "",
        "shop/unused.py": "",
    }
    modules = {one.name: one for one in judged(tmp_path, files, START).graph.modules}

    assert {"__main__", "shop", "shop.models", "shop.web", "shop.web.views", "shop.web.forms"} == set(modules)
    assert Origin("main.py", 1) == modules["shop.web"].asked_by
    assert (False, True) == (modules["shop.models"].namespace, modules["shop.web.views"].namespace)


@pytest.mark.parametrize("line", ["import redis", "import json", "import sys", "from redis import Redis"])
def test_a_directory_is_no_package_of_somebody_else(line: str, tmp_path: Path) -> None:
    """Python takes a package from anywhere on its path before a directory without __init__.py."""
    files = {"main.py": line, "redis/redis.conf": "", "json/one.json": "{}", "sys.py": ""}

    assert {"__main__"} == set(reached(tmp_path, files))


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    """Where another module is within reach, nobody can tell what it imports."""
    found = judged(tmp_path, {"main.py": "print 'two'\n", "other.py": ""}, START)

    assert Standing.UNKNOWN == found.standing
    assert found.graph.unread[0].startswith("main.py, line 1, is not followed: ")


@st.composite
def trees(draw: st.DrawFn) -> dict[str, str]:
    """Draw packages, some without __init__.py, whose modules import each other in every way."""
    names = draw(st.lists(st.sampled_from(["ant", "bee", "cat", "dog"]), min_size=1, unique=True))
    modules = [name for name in names if draw(st.booleans())]
    packages = [name for name in names if name not in modules]
    inside = {package: draw(st.lists(st.sampled_from(["one", "two"]), min_size=1, unique=True)) for package in packages}
    absolute = [*modules, *(f"{package}.{inner}" for package, inners in inside.items() for inner in inners)]
    plain = st.sampled_from([f"import {name}" for name in absolute])
    lines = st.lists(plain, max_size=2).map("\n".join)
    files = {"main.py": draw(lines)} | {f"{name}.py": draw(lines) for name in modules}
    for package, inners in inside.items():
        if draw(st.booleans()):
            files[f"{package}/__init__.py"] = draw(lines | st.just(f"from . import {inners[0]}"))
        for inner in inners:
            near = st.just(f"from . import {inners[-1]}") | st.just(f"from .{inners[0]} import __name__ as a")
            files[f"{package}/{inner}.py"] = draw(lines | near)
    return files


PRINTS = "\nimport sys, json\nprint(json.dumps([n for n, m in sys.modules.items() if str(getattr(m, '__path__', None)"
PRINTS += " and list(m.__path__)[0] or getattr(m, '__file__', '')).startswith(sys.path[0])]))\n"


@settings(max_examples=30, deadline=None)
@given(trees())
def test_it_is_what_python_imports(files: dict[str, str]) -> None:
    """No more and no less, and -I is offered exactly where a Python with -I starts the same script."""
    with TemporaryDirectory() as name:
        place = Path(name).resolve()
        found = judged(place, files, START)
        write(place, {"main.py": files["main.py"] + PRINTS})
        plain, isolated = (
            subprocess.run([sys.executable, *flags, place / "main.py"], capture_output=True, check=False, cwd=place)
            for flags in ((), ("-I",))
        )

    assert 0 == plain.returncode, plain.stderr
    assert {module.name for module in found.graph.modules} == {*json.loads(plain.stdout), "__main__"}
    assert found.offered == (isolated.returncode == 0)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=80) | st.binary(max_size=80).map(lambda one: one.decode("latin-1")))
def test_any_text_is_read_or_named(source: str) -> None:
    """A file of a stranger never stops it."""
    with TemporaryDirectory() as name:
        found = judged(Path(name), {"main.py": source}, START)

    assert "__main__" == found.graph.modules[0].name
