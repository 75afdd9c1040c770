"""What is installed: what pip check would tell of it, and eggs."""

from __future__ import annotations

import pytest
from attrs import evolve

from venvoy.images.comparing.requirements import broken
from venvoy.model.comparison import Subject

from .given import (
    IN_VENV,
    NEW,
    OLD,
    OLD_SITE,
    PATH,
    REWRITE,
    SITE,
    Made,
    Program,
    after,
    before,
    held,
    package,
    surprises,
)


def test_a_requirement_that_is_not_fulfilled_any_more_is_a_surprise() -> None:
    """What 'pip check' would say is read from metadata."""
    old = {**before(), **package("tax", "2", OLD_SITE, requires=("shop>=1",))}
    new = {
        **after(),
        **package("tax", "2", SITE, requires=("shop>=2", "none; python_version < '3'", "odd; extra == 'x'")),
    }

    assert [(Subject.REQUIREMENT, "tax")] == surprises(Made(old, OLD), Made(new, NEW))


@pytest.mark.parametrize(
    ("tag", "fits"),
    [
        ("cp311-cp311-manylinux_2_17_x86_64", False),
        ("cp312-cp312-manylinux_2_17_x86_64", True),
        ("cp39-abi3-manylinux_2_17_x86_64", True),
        ("py2.py3-none-any", True),
        ("pp39-pypy39_pp73-linux_x86_64", True),
        ("odd", True),
    ],
)
def test_a_wheel_for_another_python_is_a_complaint(tag: str, fits: bool) -> None:
    """What pip check calls not supported; what nobody can tell is no complaint."""
    wheel = {f"{SITE}/shop-1.0.dist-info/WHEEL": f"Wheel-Version: 1.0\nTag: {tag}\n".encode()}
    found = broken(Made({**after(), **wheel}, NEW, IN_VENV).image())

    assert (frozenset() if fits else {("shop", f"is built for {tag}")}) == found


@pytest.mark.parametrize(
    ("need", "complaint"),
    [
        ("shop>=2", "needs shop>=2, and there is 1.0"),
        ("shop>=1", None),
        ("none", "lacks none"),
        ("none ; python_version < '3'", None),
        ("none ; python_version ~= 'odd'", None),
        ("none ; platform_machine == 'x86_64'", 'lacks none; platform_machine == "x86_64"'),
        ("not a requirement", None),
    ],
)
def test_every_need_is_held_against_what_is_there(need: str, complaint: str | None) -> None:
    """As pip check tells it; what it does not understand is no complaint."""
    found = broken(Made({**after(), **package("tax", "2", SITE, requires=(need,))}, NEW, IN_VENV).image())

    assert (frozenset() if complaint is None else {("tax", complaint)}) == found


def test_an_egg_that_became_a_wheel_only_moved() -> None:
    """And the list of eggs beside it is told as sys.path."""
    site = "/usr/local/lib/python3.12/site-packages"
    egg = f"{site}/shop-1.0-py3.12.egg"
    files = {path: what for path, what in before().items() if "/root/.local" not in path} | {
        f"{egg}/EGG-INFO/PKG-INFO": b"Name: shop\nVersion: 1.0\n",
        f"{egg}/EGG-INFO/entry_points.txt": b"[console_scripts]\nshop = shop:main\n",
        f"{egg}/shop/__init__.py": b"",
        f"{site}/easy-install.pth": b"./shop-1.0-py3.12.egg\n",
        "/usr/local/bin/shop": Program(b"#!/usr/local/bin/python\n"),
    }
    found = held(Made(files, evolve(OLD, env={"PATH": PATH})), REWRITE)

    assert () == found.surprises
    assert (egg, SITE) in [(one.before, one.after) for one in found.differences]
