"""What a migration moves, as the files beside the Dockerfile see it."""

from __future__ import annotations

import pytest

import corpus_cases as corpus
from migrating import accepting, analysed, lying_in, migrated
from venvoy.model.companion import Relocation
from venvoy.model.plan import Shape
from venvoy.model.project import EntryPoint, Project
from venvoy.model.repository import Repository
from venvoy.repository_migration import relocation
from venvoy.rewrite.relocating import relocation as compared

NEW = "/opt/venv/lib/python3.12/site-packages"
TO_USER = "RUN pip install --user flask\n"


def moved(content: str, venv: str = "/opt/venv") -> Relocation | None:
    """Return what moves when everything is accepted."""
    return relocation(analysed(content), migrated(content, venv=venv))


def test_the_system_site_goes_into_the_venv() -> None:
    """Packages and scripts have a new place, and so has the directory that the source is mounted to not."""
    found = moved("FROM python:3.12\nWORKDIR /app/\nCOPY . .\nRUN pip install gunicorn\nCMD gunicorn app\n")

    assert (
        Relocation(
            venv="/opt/venv",
            moved=(("/usr/local/lib/python3.12/site-packages", NEW),),
            scripts=(("/usr/local/bin", "/opt/venv/bin"),),
            minor="3.12",
            workdirs=("/app",),
        )
        == found
    )


def test_a_user_base_moves_as_a_whole() -> None:
    """The longest path stands first, so that the first that fits is the right one."""
    found = moved(f"FROM python:3.12\n{TO_USER}ENV PATH=/root/.local/bin:$PATH\nCMD flask run\n")

    assert found is not None
    old = "/root/.local/lib/python3.12/site-packages"
    assert ((old, NEW), ("/root/.local", "/opt/venv")) == found.moved
    assert (("/root/.local/bin", "/opt/venv/bin"),) == found.scripts
    assert (("/root/.local/bin", "/opt/venv/bin"), ("/usr/local/bin", "/opt/venv/bin")) == found.pythons


def test_a_target_directory_and_its_variable() -> None:
    """A --target directory has its modules at its top, and PYTHONPATH is no longer set for it."""
    found = moved("FROM python:3.12\nENV PYTHONPATH=/deps\nRUN pip install --target /deps flask\nCMD python x.py\n")

    assert found is not None
    assert (("/deps", NEW),) == found.moved
    assert frozenset({"PYTHONPATH"}) == found.variables


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(
            "FROM python:3.12\nRUN pip install --target /deps flask\nENV PYTHONPATH=/deps\n", ("/usr/local/bin",)
        ),
        pytest.param("FROM python:3.12\nRUN pip install flask\n", ()),
        pytest.param(
            "FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y python3-pip python3-venv\n"
            "RUN pip install --user --break-system-packages flask\n",
            (),
        ),
    ],
    ids=["target", "its own", "of a distribution"],
)
def test_an_interpreter_that_loses_its_packages(content: str, expected: tuple[str, ...]) -> None:
    """Where only packages move, the Python that found them is named; one that apt's packages belong to is not."""
    found = moved(f"{content}CMD python3 x.py\n")

    assert found is not None
    assert expected == found.interpreters


def test_a_variable_that_keeps_other_entries_is_not_dropped() -> None:
    """PYTHONPATH stays where it also names the source."""
    found = moved("FROM python:3.12\nENV PYTHONPATH=/deps:/src\nRUN pip install --target /deps flask\nCMD x\n")

    assert found is not None
    assert frozenset() == found.variables


def test_source_among_the_packages_stays() -> None:
    """Where an application is copied into the user base, only site-packages has moved."""
    found = moved(
        "FROM python:3.12 AS build\nENV PYTHONUSERBASE=/srv/app\nRUN pip install --user flask\n"
        "FROM python:3.12\nENV PYTHONUSERBASE=/srv/app PATH=/srv/app/bin:$PATH\n"
        "COPY --from=build /srv/app /srv/app\nWORKDIR /srv/app\nCOPY . .\nCMD flask run\n"
    )

    assert found is not None
    assert (("/srv/app/lib/python3.12/site-packages", NEW),) == found.moved


def test_a_version_that_is_not_known() -> None:
    """No directory is named that nobody can name; the scripts are."""
    found = moved("FROM python:latest\nRUN pip install flask\nCMD flask run\n")

    assert found is not None
    assert ((), (("/usr/local/bin", "/opt/venv/bin"),)) == (found.moved, found.scripts)


def test_a_site_that_another_target_keeps_has_not_moved() -> None:
    """Where one of two products stays as it is, its site-packages are still there."""
    content = f"FROM python:3.12 AS tool\nRUN pip install ruff\nCMD ruff\nFROM python:3.12\n{TO_USER}CMD flask run\n"
    analysis = analysed(content)
    only = tuple(f.id for f in analysis.review.findings if f.shortcut == "user-install")
    found = relocation(analysis, accepting(analysis, only=only))

    assert found is not None
    assert {"/root/.local/lib/python3.12/site-packages", "/root/.local"} == {old for old, _ in found.moved}


def test_nothing_accepted_moves_nothing() -> None:
    """A plan without a change has no relocation."""
    analysis = analysed(f"FROM python:3.12\n{TO_USER}CMD flask run\n")

    assert relocation(analysis, accepting(analysis, only=())) is None


@pytest.mark.parametrize("name", corpus.FOUND)
def test_every_rewrite_of_the_corpus(name: str) -> None:
    """Old paths are absolute and outside of the venv, new ones inside; a rewrite moves nothing against itself."""
    before = corpus.analysis(name)
    for rewrite in corpus.rewrites(name):
        found = relocation(before, rewrite.plan)
        if found is None:
            continue
        pairs = (*found.moved, *found.scripts)
        assert all(new == found.venv or new.startswith(f"{found.venv}/") for _, new in pairs)
        assert all(old.startswith("/") and not old.endswith("/") and "*" not in old + new for old, new in pairs)
        assert not any(old == found.venv or old.startswith(f"{found.venv}/") for old, _ in pairs)
        assert sorted(map(len, dict(found.moved)), reverse=True) == [len(old) for old, _ in found.moved]
        assert not any(path.endswith("/") for path in found.workdirs)
        after = analysed(rewrite.plan.after)
        assert compared(after, after) is None


def test_both_shapes_move_the_same() -> None:
    """Whether a stage is split or not, the files beside the Dockerfile see the same."""
    content = "FROM python:3.12\nWORKDIR /app\nCOPY . .\nRUN pip install gunicorn\nCMD gunicorn app\n"
    split, whole = (relocation(analysed(content), migrated(content, shape=shape)) for shape in Shape)

    assert split is not None
    assert split == whole


@pytest.mark.parametrize(
    ("install", "names"),
    [
        ("pip install .", {"shopctl"}),
        ("pip install -e ./[redis]", {"shopctl"}),
        ("pip install --prefix=/install . gunicorn", {"shopctl"}),
        ("pip install gunicorn", set()),
        ("pip install ./plugins", set()),
    ],
)
def test_the_scripts_of_the_project_itself(install: str, names: set[str]) -> None:
    """They move where the image installs the project, and are not spoken of where it does not."""
    project = Project(scripts=(EntryPoint("shopctl", "shop:main", "pyproject.toml", 4),))
    content = f"FROM python:3.12\nCOPY . /src\nWORKDIR /src\nRUN {install}\nCMD x\n"
    found = relocation(lying_in(Repository(root="/src", project=project), content), migrated(content))

    assert found is not None
    assert names == found.names
