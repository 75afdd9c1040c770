"""What is told of the project around a Dockerfile."""

from __future__ import annotations

import json

from attrs import evolve

from venvoy.model.finding import CheckResult
from venvoy.model.lock import Freshness, Lock, LockedPackage, Origin
from venvoy.model.project import EntryPoint, Group, Project, Said
from venvoy.model.repository import UNSEEN, Repository
from venvoy.model.repository_plan import RepositoryPlan
from venvoy.reports.check import around_text
from venvoy.reports.json import check_json
from venvoy.reports.project import project_json, project_text

FILE = "pyproject.toml"
LOCK = Lock(
    "poetry.lock",
    (
        LockedPackage("flask", "3.0.3", Origin.INDEX, True),
        LockedPackage("bare", "1", Origin.INDEX, False),
        LockedPackage("ours", None, Origin.GIT, False),
    ),
    Said(">=3.11", "poetry.lock", 9),
    Freshness.STALE,
    "it keeps the hash of another pyproject.toml than this one",
)
SHOP = Repository(
    root="/src/shop",
    project=Project(
        name=Said("shop", FILE, 2),
        version=Said("1.0", FILE, 3),
        requires_python=Said(">=3.11", FILE, 4),
        dependencies=tuple(Said(f"p{number}", FILE, 5) for number in range(10)),
        extras=(Group("db", (Said("psycopg", FILE, 7),)),),
        groups=(Group("dev", ()),),
        tested=(Said("3.11", "tox.ini", 2), Said("3.12", "noxfile.py", 3)),
        scripts=(EntryPoint("shop", "shop:main", FILE, 9),),
        roots=("src",),
        packages=("shop",),
        not_known=("setup.py, line 3: version is computed.",),
    ),
    locks=(LOCK, evolve(LOCK, path="uv.lock", packages=(), requires_python=None, freshness=Freshness.CURRENT, why="")),
    notes=("tox.ini is not read: \x1b[31mred.",),
)


def test_text() -> None:
    """Each fact with where it stands, in lines that fit, and nothing in it that steers a terminal."""
    assert (
        "\nThe project in /src/shop:\n"
        "    is called shop 1.0 (pyproject.toml:2)\n"
        "    asks for Python >=3.11 (pyproject.toml:4)\n"
        "    is tested with Python 3.11, 3.12 (tox.ini, noxfile.py)\n"
        "    needs p0, p1, p2, p3, p4, p5, p6, p7 and 2 more (pyproject.toml)\n"
        "    extra db: psycopg\n"
        "    group dev: nothing\n"
        "    installs the commands shop\n"
        "    has the import packages and modules shop in src\n"
        "    poetry.lock: 3 packages; for Python >=3.11; from elsewhere than an index\n"
        "      ours (git); without a hash bare; out of date, as it keeps the hash of\n"
        "      another pyproject.toml than this one\n"
        "    uv.lock: 0 packages; up to date\n"
        "    not read, or not known without running it:\n"
        "    - tox.ini is not read: \\x1b[31mred.\n"
        "    - setup.py, line 3: version is computed.\n"
    ) == project_text(SHOP)


def test_nothing_is_told_of_nothing() -> None:
    """A Dockerfile that came alone has no project, and one without any manifest nothing to tell of."""
    assert ["", ""] == [project_text(UNSEEN), project_text(Repository(root="/src", project=Project()))]


def test_what_belongs_to_a_project_is_told_there() -> None:
    """A note of a project is not told twice, though the plan names its file from the root of the repository on."""
    plan = RepositoryPlan((), (), notes=("shop/setup.py, line 3: version is computed.", "huge.yaml is not read: huge."))

    text = around_text(plan, (SHOP,))

    assert 1 == text.count("version is computed")
    assert text.endswith("\nNot read:\n    - huge.yaml is not read: huge.\n")


def test_json_has_the_promised_keys() -> None:
    """All of it, with lines; what is no UTF-8 is replaced."""
    odd = evolve(SHOP, notes=("\udc80 is not read",))
    document = json.loads(check_json(CheckResult(()), [(RepositoryPlan((), (), notes=("\udc80",)), (odd,))]))

    assert (["schema", "files", "errors", "beside", "projects", "not_read"], ["\ufffd"]) == (
        list(document),
        document["not_read"],
    )
    (project,) = document["projects"]
    assert [
        "root", "name", "version", "requires_python", "tested", "python_version", "runtime", "backend", "dependencies",
        "extras", "groups", "scripts", "layout", "roots", "packages", "modules", "locks", "not_read", "not_known",
    ] == list(project)  # fmt: skip
    assert {"text": "shop", "path": FILE, "line": 2} == project["name"]
    assert {"name": "db", "requirements": [{"text": "psycopg", "path": FILE, "line": 7}]} == project["extras"][0]
    assert ["path", "requires_python", "freshness", "why", "packages"] == list(project["locks"][0])
    assert {"name": "ours", "version": None, "origin": "git", "hashed": False} == project["locks"][0]["packages"][2]
    assert ["\ufffd is not read"] == project["not_read"]


def test_json_of_a_repository_without_a_project() -> None:
    """The keys stay the same."""
    assert project_json(Repository(root="/src")) == project_json(Repository(root="/src", project=Project()))
