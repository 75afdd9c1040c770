"""Whose a module is."""

from __future__ import annotations

import pytest
from attrs import evolve

from venvoy.images.modules import provenance, shadowed
from venvoy.model.image import ImageConfig, NotProbed, SearchPath
from venvoy.model.provenance import ModuleKind, Provenance
from venvoy.reports.shadows import shadow_sentences
from venvoy.reports.whence import whence_text

from .given import OLD_SITE, PATH, SITE, VENV, Entry, Made, Program, after, link, package

LIBRARY = "/usr/local/lib/python3.12"
LOOKED = SearchPath(
    f"{VENV}/bin/python", "3.12.1", VENV, "/usr/local", OLD_SITE,
    ("", "/extra", LIBRARY, f"{LIBRARY}/lib-dynload", SITE), (LIBRARY, f"{LIBRARY}/lib-dynload", SITE),
    builtin=frozenset({"sys"}), library=(LIBRARY,),
)  # fmt: skip
FILES: dict[str, bytes | Entry | Program] = {
    **after(),
    **package("tax", "2", SITE, more="tax/rate.cpython-312-x86_64-linux-gnu.so,,\n"),
    f"{SITE}/tax/rate.cpython-312-x86_64-linux-gnu.so": b"",
    f"{SITE}/tax/rate.py": b"",
    f"{SITE}/space/part/__init__.py": b"",
    f"{LIBRARY}/json/__init__.py": b"",
    f"{LIBRARY}/lib-dynload/_json.cpython-312-x86_64-linux-gnu.so": b"",
    "/srv/shop.py": b"",
    "/extra/space/other.py": b"",
    "/extra/json": link("/nowhere"),
}


def asked(module: str) -> Provenance:
    """Return where *module* comes from in an image with an application in its working directory."""
    image = Made(FILES, ImageConfig(env={"PATH": PATH}, workdir="/srv"), LOOKED).image()
    found = provenance(image, module)
    assert isinstance(found, Provenance)
    return found


@pytest.mark.parametrize(
    ("module", "path", "origin", "kind", "owner"),
    [
        ("json", f"{LIBRARY}/json/__init__.py", "standard library", ModuleKind.PACKAGE, None),
        ("tax", f"{SITE}/tax/__init__.py", "virtual environment", ModuleKind.PACKAGE, "tax 2"),
        (
            "tax.rate",
            f"{SITE}/tax/rate.cpython-312-x86_64-linux-gnu.so",
            "virtual environment",
            ModuleKind.EXTENSION,
            "tax 2",
        ),
        ("space.other", "/extra/space/other.py", "PYTHONPATH or a .pth file", ModuleKind.MODULE, None),
    ],
)
def test_the_first_entry_that_has_it_provides_it(
    module: str, path: str, origin: str, kind: ModuleKind, owner: str | None
) -> None:
    """With its kind, and with whom it belongs to."""
    first = asked(module).places[0]

    assert (path, origin, kind, owner) == (first.path, first.origin, first.kind, first.owner)


def test_what_is_shadowed_is_told() -> None:
    """The application's own file wins over the package, and isolated mode sees it the other way."""
    found = asked("shop")

    assert ["/srv/shop.py", f"{SITE}/shop/__init__.py"] == [place.path for place in found.places]
    assert (
        "shop comes from /srv/shop.py\n"
        "    entry: working directory\n"
        "    module, recorded by no package\n"
        f"    shadows {SITE}/shop/__init__.py (of shop 1.0)\n"
        f"    with -I it comes from {SITE}/shop/__init__.py (of shop 1.0)\n"
    ) == whence_text(found, 100)


def test_an_image_tells_what_it_has_twice() -> None:
    """A module of two entries is told with the one that is taken; a namespace hides nothing, nor does a dead link."""
    image = Made(FILES, ImageConfig(env={"PATH": PATH}, workdir="/srv"), LOOKED).image()
    (found,) = shadowed(image)

    assert ("shop", "/srv/shop.py") == (found.module, found.taken.path)
    assert [
        f"shop comes from /srv/shop.py (working directory), and hides {SITE}/shop/__init__.py (virtual environment)."
    ] == list(shadow_sentences(evolve(image, shadowed=(found,))))


def test_an_image_that_was_not_asked_tells_nothing_of_what_it_has_twice() -> None:
    """Without the order of the entries nothing hides anything."""
    assert () == shadowed(Made(FILES).image())


def test_a_namespace_gives_way() -> None:
    """A directory without __init__ is taken only when no entry has anything better."""
    found = asked("space")

    assert [ModuleKind.NAMESPACE, ModuleKind.NAMESPACE] == [place.kind for place in found.places]


def test_a_built_in_module_is_nowhere() -> None:
    """The interpreter has it inside."""
    assert "sys is built into /opt/venv/bin/python; no directory is asked for it.\n" == whence_text(asked("sys"), 80)


def test_what_is_not_there_is_told() -> None:
    """And found by nobody."""
    assert not asked("nothing.at.all").found


def test_an_image_whose_python_does_not_answer_tells_nothing() -> None:
    """Nothing is guessed from files alone."""
    assert NotProbed("It was made up.") == provenance(Made(FILES).image(), "json")
