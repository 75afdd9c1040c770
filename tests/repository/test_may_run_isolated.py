"""May it run isolated? The judgement, with its reason and what it would take."""

from __future__ import annotations

from pathlib import Path

import pytest
from judging import judged

from migrating import analysed
from venvoy import migration
from venvoy.model.isolation import Measure, Standing
from venvoy.reports.isolation import isolation_text

SHOP = {
    "shop/__init__.py": "",
    "shop/__main__.py": "from shop import web\n",
    "shop/web.py": "import flask\n",
    "shop/pages/__init__.py": "",
    "shop/pages/home.py": "",
}
PROJECT = '[project]\nname = "shop"\nversion = "1"\n[build-system]\nrequires = ["x"]\nbuild-backend = "{}"\n'
SETUPTOOLS, HATCHLING = PROJECT.format("setuptools.build_meta"), PROJECT.format("hatchling.build")
BASE = "FROM python:3.12-slim\nWORKDIR /app\n"
COPIED = f"{BASE}COPY . .\nRUN pip install flask\n"
INSTALLED = f"{BASE}COPY . .\nRUN pip install .\n"
MODULE, SCRIPT = 'CMD ["python", "-m", "shop"]', 'CMD ["python", "run.py"]'


@pytest.mark.parametrize(
    ("rest", "start", "more", "standing", "measure"),
    [
        (COPIED, MODULE, {}, Standing.LOSES, Measure.INSTALL),
        (INSTALLED, MODULE, {"pyproject.toml": HATCHLING}, Standing.WORKS, Measure.NOTHING),
        (INSTALLED, MODULE, {"pyproject.toml": SETUPTOOLS}, Standing.WORKS, Measure.NOTHING),
        (INSTALLED, SCRIPT, {"pyproject.toml": HATCHLING, "run.py": "import conf", "conf.py": ""}, Standing.LOSES,
         Measure.LEAVE),
        (INSTALLED, SCRIPT, {"pyproject.toml": HATCHLING, "run.py": "import shop.web"}, Standing.WORKS,
         Measure.NOTHING),
        (INSTALLED, SCRIPT, {"setup.py": "from setuptools import setup\nsetup(name='shop', packages=['shop'])\n",
         "run.py": "import shop.pages.home"}, Standing.LOSES, Measure.INSTALL),
        (COPIED, SCRIPT, {"run.py": "import importlib, sys\nimportlib.import_module(sys.argv[1])"}, Standing.UNKNOWN,
         Measure.LEAVE),
        (COPIED, SCRIPT, {"run.py": "import sys\nsys.path.append('lib')\nimport thing"}, Standing.UNKNOWN,
         Measure.LEAVE),
        (COPIED, SCRIPT, {"run.py": "import flask"}, Standing.WORKS, Measure.NOTHING),
        (COPIED, SCRIPT, {"run.py": "SETTINGS = 'shop.web'"}, Standing.LOSES, Measure.INSTALL),
        (f"{COPIED}ENV FLASK_APP=shop.web:app\n", SCRIPT, {"run.py": ""}, Standing.LOSES, Measure.INSTALL),
        (f"{COPIED}ENV PYTHONPATH=/app\n", 'CMD ["python", "/opt/run.py"]', {}, Standing.UNKNOWN, Measure.LEAVE),
        (f"{COPIED}ENV PYTHONPATH=/lib\n", SCRIPT, {"run.py": ""}, Standing.UNKNOWN, Measure.SAFE_PATH),
        (f"{COPIED}COPY run.py /opt/\nENV PYTHONPATH=/app\n", 'CMD ["python", "/opt/run.py"]',
         {"run.py": "import shop"}, Standing.LOSES, Measure.SAFE_PATH),
        (COPIED, 'CMD ["python", "-c", "import shop"]', {}, Standing.LOSES, Measure.INSTALL),
        (COPIED, "CMD python -m shop", {}, Standing.LOSES, Measure.INSTALL),
        (COPIED, "CMD python $NAME", {}, Standing.UNKNOWN, Measure.LEAVE),
        (COPIED, 'CMD ["python", "-I", "-m", "shop"]', {}, Standing.NOT_PYTHON, Measure.NOTHING),
        (COPIED, 'CMD ["gunicorn", "shop.web:app"]', {}, Standing.NOT_PYTHON, Measure.NOTHING),
        (COPIED, 'CMD ["python", "-m", "gunicorn", "shop.web:app"]', {}, Standing.WORKS, Measure.NOTHING),
        (COPIED, 'ENTRYPOINT ["python"]\nCMD ["-m", "shop"]', {}, Standing.LOSES, Measure.INSTALL),
        (f"{BASE}RUN pip install flask && git clone x .\n{'COPY requirements.txt .'}\n", MODULE, {}, Standing.UNKNOWN,
         Measure.LEAVE),
        (f"{BASE}COPY --from=somebody/image /app /app\nCOPY requirements.txt .\nRUN pip install flask\n", MODULE, {},
         Standing.UNKNOWN, Measure.LEAVE),
        (f"FROM python:3.12 AS b\nCOPY shop /src/shop\n{BASE}RUN pip install flask\nCOPY --from=b /src /app\n", MODULE,
         {}, Standing.LOSES, Measure.INSTALL),
        (f"{BASE}RUN pip install flask\nCOPY requirements.txt s*p ./\n", MODULE, {}, Standing.UNKNOWN, Measure.LEAVE),
    ],
)  # fmt: skip
def test_the_judgement(
    rest: str, start: str, more: dict[str, str], standing: Standing, measure: Measure, tmp_path: Path
) -> None:
    """Works where everything reached is installed; unknown where something cannot be told; else what is lost."""
    found = judged(tmp_path, {**SHOP, **more}, start, rest)

    assert (standing, measure) == (found.standing, found.measure), found.why
    assert (standing is Standing.LOSES) == bool(found.lost)
    assert found.offered == (standing is Standing.WORKS)
    assert found.why.endswith(".")


@pytest.mark.parametrize(("start", "said"), [("entrypoint.sh", True), ("gunicorn", False)])
def test_a_script_that_starts_is_not_followed(start: str, said: bool, tmp_path: Path) -> None:
    """It may start a Python, so that nothing is claimed of it but that it is none itself."""
    found = judged(tmp_path, SHOP, f'ENTRYPOINT ["/app/{start}"]\nCMD ["python", "-m", "shop"]')

    assert Standing.NOT_PYTHON == found.standing
    assert said == found.why.endswith(" What the script starts in its turn was not followed.")


def test_where_modules_lie_is_told_of_those_that_imports_lead_to(tmp_path: Path) -> None:
    """The source of an installed project is on no list of sys.path; what nobody imports is not counted."""
    installed = judged(tmp_path, {**SHOP, "pyproject.toml": HATCHLING}, MODULE, INSTALLED)
    lost = judged(tmp_path, SHOP, 'CMD ["python", "-c", "import shop.web"]')
    source = f"{BASE}COPY . src\nRUN pip install ./src\n"
    apart = judged(tmp_path, {f"src/{name}": text for name, text in SHOP.items()}, MODULE, source)

    assert "Modules of the repository that imports lead to, with their source in /app: 3.\n" in isolation_text(
        installed, "Dockerfile", 200
    )
    assert "with their source in /app: 2.\n" in isolation_text(lost, "Dockerfile", 200)
    assert "in /app/src/src: 3; an installed project takes them from there." in isolation_text(apart, "Dockerfile", 200)


def test_what_is_ignored_is_not_in_the_image(tmp_path: Path) -> None:
    """A module that .dockerignore keeps out is not what Python finds."""
    files = {"run.py": "import shop", ".dockerignore": "shop\n", **SHOP}

    assert ["__main__"] == [module.name for module in judged(tmp_path, files, SCRIPT, COPIED).graph.modules]


def test_what_python_would_not_read(tmp_path: Path) -> None:
    """Variables that Python itself looks at; the image's own are none of them."""
    rest = f"{COPIED}ENV PYTHONUNBUFFERED=1 PYTHON_PIP=1 PYTHONPATH=/lib SHOP=1\n"

    assert ("PYTHONPATH", "PYTHONUNBUFFERED") == judged(tmp_path, SHOP, MODULE, rest).relied_on


def test_where_python_would_look(tmp_path: Path) -> None:
    """Four times: the directory goes with -P, PYTHONPATH goes with -I."""
    found = judged(tmp_path, SHOP, MODULE, f"{COPIED}ENV PYTHONPATH=/lib\n")

    system, venv = "/usr/local/lib/python3.12", "/opt/venv/lib/python3.12/site-packages"
    assert {
        "today": ["/app", "/lib", system, f"{system}/site-packages"],
        "venv": ["/app", "/lib", system, venv],
        "venv and -P": ["/lib", system, venv],
        "venv and -I": [system, venv],
    } == {path.title: [entry.path for entry in path.entries] for path in found.paths}


def test_a_file_that_came_alone() -> None:
    """Only its owner can tell, and is asked."""
    found = migration.isolation(analysed(f"{COPIED}{MODULE}\n"))

    assert (Standing.UNSEEN, True) == (found.standing, found.offered)
