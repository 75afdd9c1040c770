"""What a start imports, and how it is timed."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve

from venvoy.images import starting
from venvoy.images.compare import Measured
from venvoy.images.main_modules import main_modules
from venvoy.model.comparison import Comparison, SameVerdict, Subject

from .conftest import Workbench, pair
from .given import IN_VENV, NEW, SITE, Files, Made, Program, after, package


def started(files: Files, *words: str, entrypoint: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return what an image of *files* that starts with *words* is asked to import."""
    image = Made({**after(), **files}, evolve(NEW, command=words, entrypoint=entrypoint), IN_VENV).image()
    return main_modules(image, image)


def wheel(name: str, *files: str, site: str = SITE) -> dict[str, bytes]:
    """Return a distribution that installed *files*, and no package of its own name."""
    at = f"{site}/{name}-1.dist-info"
    record = "".join(f"{file},,\n" for file in files)
    return {f"{at}/METADATA": f"Name: {name}\nVersion: 1\n".encode(), f"{at}/RECORD": record.encode()}


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (("serve", "shop.wsgi"), "waiter.app.run"),
        (("/opt/venv/bin/serve",), "waiter.app.run"),
        (("sh", "-c", "exec serve --bind 0.0.0.0:80"), "waiter.app.run"),
        (("sh", "-c", "echo 'not closed; serve"), "waiter.app.run"),
        (("python", "-m", "waiter", "--port", "80"), "waiter"),
        (("python", "-m", "of_the_application"), "shop"),
        (("python", "-m"), "shop"),
        (("python", "main.py"), "shop"),
        ((), "shop"),
    ],
)
def test_the_module_of_the_entry_point_comes_first(words: tuple[str, ...], first: str) -> None:
    """That of a console script, or one that -m names and a distribution brought; else there is none."""
    points = b"[console_scripts]\nserve = waiter.app.run:main [extra]\n"
    waiter = {
        **package("waiter", "1", SITE, scripts=("serve",)),
        f"{SITE}/waiter-1.dist-info/entry_points.txt": points,
        "/opt/venv/bin/serve": Program(b"#!/opt/venv/bin/python\n"),
    }

    found = started(waiter, *words)

    assert (first, {"shop", "waiter"}) == (found[0], set(found) - {"waiter.app.run"})
    assert found == started(waiter, entrypoint=words)


@pytest.mark.parametrize(
    ("files", "modules"),
    [
        pytest.param(("yaml/__init__.py", "_yaml/__init__.py"), {"yaml"}, id="private"),
        pytest.param(("odd/__init__.py", "other/__init__.py"), {"odd"}, id="its own name"),
        pytest.param(("bs4/__init__.py", "bs4/builder/__init__.py", "tests/__init__.py"), {"bs4"}, id="tests beside"),
        pytest.param(("google/cloud/storage/__init__.py",), {"google.cloud.storage"}, id="namespace"),
        pytest.param(("six.py",), {"six"}, id="module"),
        pytest.param(
            ("ujson.cpython-312-x86_64-linux-gnu.so", "z.abi3.so", "y.so"), {"ujson", "z", "y"}, id="extension"
        ),
        pytest.param(("../../../bin/odd", "odd.pth", "a b.py", "x-y/__init__.py"), set(), id="nothing to import"),
        pytest.param(("os;x.py", "__init__.py"), set(), id="no name"),
    ],
)
def test_a_distribution_is_imported_by_what_it_installed(files: tuple[str, ...], modules: set[str]) -> None:
    """Its public modules, or the one that is called as it is; what is no name of a module is never asked for."""
    assert modules == set(started(wheel("odd", *files))) - {"shop"}


def test_only_what_nobody_needs_is_imported() -> None:
    """And no tool that installs, and nothing that Python does not see."""
    files = {
        **package("tax", "1", SITE, requires=("rate>=1", "never; python_version < '3'")),
        **package("rate", "1", SITE),
        **package("never", "1", SITE),
        **package("poetry", "1", SITE),
        **package("unseen", "1", "/elsewhere"),
    }

    assert ("never", "shop", "tax") == started(files)


def test_both_have_to_have_it() -> None:
    """What is gone is told as a package."""
    one, other = (Made({**after(), **package(name, "1", SITE)}, NEW, IN_VENV).image() for name in ("tax", "rate"))

    assert ("shop",) == main_modules(one, other)


SYSTEM = "/usr/local/lib/python3.12/site-packages"
FILE = 'FROM python:3.12-slim\nCOPY image /\nCMD ["python", "-m", "whole"]\n'
PLANTED = f"""\
RUN echo 'raise ValueError("[red]no[/]")' > {SYSTEM}/raising/__init__.py
RUN echo 'import time; time.sleep(100)' > {SYSTEM}/sleeping/__init__.py
RUN echo 'import os; os._exit(3)' > {SYSTEM}/leaving/__init__.py
"""


def context(place: Path) -> Path:
    """Put packages below *place*: some that can be imported, and one that never can."""
    files = {path: b"" for name in ("whole", "raising", "sleeping", "leaving") for path in package(name, "1", SYSTEM)}
    for name in ("whole", "raising", "sleeping", "leaving", "broken"):
        files |= package(name, "1", SYSTEM)
    files[f"{SYSTEM}/broken/__init__.py"] = b"import sys; sys.exit('it never worked')"
    for path, content in files.items():
        file = place / "image" / path.removeprefix("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return place


@pytest.mark.engine
@pytest.mark.xdist_group("images")
def test_what_cannot_be_imported_any_more_is_named(
    workbench: Workbench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether it raises, never ends, or takes the interpreter with it; what never worked is a note."""
    monkeypatch.setattr(starting, "SECONDS", 5.0)
    of = pair(context(tmp_path), FILE, FILE + PLANTED)
    with workbench.place(of, measured=Measured.ALL) as place:
        found = place.compare(2)

    assert isinstance(found, Comparison)
    assert [
        ("leaving", "ended the interpreter with 3"),
        ("raising", "ValueError: [red]no[/]"),
        ("sleeping", "did not end"),
    ] == [(one.name, one.after) for one in found.surprises if one.subject is Subject.IMPORT]
    assert SameVerdict.DIFFERS is found.verdict
    assert ["broken cannot be imported in either image"] == [
        note[:41] for note in found.notes if note.startswith("broken")
    ]
    (start,) = [one for one in found.measures if one.name == "start-up"]
    assert ("milliseconds", 2, True) == (start.unit, start.runs, "imports whole:" in start.how)
    assert start.before > 0 < start.after
