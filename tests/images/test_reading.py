"""What the files of an image say."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import pytest

from venvoy.images.reading.contents import contents
from venvoy.images.reading.elf import needs
from venvoy.images.reading.tree import Tree
from venvoy.model.image import ConsoleScript, ImageContents, LibraryNeed

from .given import OLD_SITE, PATH, PYTHON, SITE, VENV, Files, Program, after, archive, before, directory, link, package

DPKG = (
    b"Package: libpq5\nStatus: install ok installed\nVersion: 15.1\n\n"
    b"Package: gone\nStatus: deinstall ok config-files\n"
)


def read(files: Files) -> ImageContents:
    """Return the contents of an image of *files*."""
    return contents(archive(files), {"PATH": PATH})


@pytest.mark.parametrize(
    "site",
    [
        pytest.param(OLD_SITE, id="user site"),
        pytest.param(SITE, id="environment"),
        pytest.param("/usr/lib/python3/dist-packages", id="a distribution's own"),
        pytest.param("/deps", id="--target"),
        pytest.param("/srv/app/vendor", id="anywhere"),
    ],
)
def test_distributions_are_found_wherever_they_are(site: str) -> None:
    """A distribution is where its metadata is, on sys.path or not."""
    found = read(package("Zope.Interface", "5.4", site, requires=("six>=1",)))

    assert [("zope-interface", "5.4", site, ("six>=1",))] == [
        (one.name, one.version, one.site, one.requires) for one in found.distributions
    ]


def test_what_an_installer_carries_inside_is_not_installed() -> None:
    """The packages that setuptools vendors are a part of it."""
    assert () == read(package("packaging", "23.0", f"{SITE}/setuptools/_vendor")).distributions


def test_distributions_of_old_times_are_found() -> None:
    """An egg-info is a directory, or a file of its own."""
    files: Files = {
        f"{SITE}/old-1.0.egg-info": b"Metadata-Version: 1.0\nName: old\nVersion: 1.0\n",
        f"{SITE}/older.egg-info/PKG-INFO": b"Name: older\nVersion: 0.9\n",
    }

    assert [("old", "1.0"), ("older", "0.9")] == [(one.name, one.version) for one in read(files).distributions]


EGG = f"{SITE}/old_shop-1.0-py3.12.egg"
ABOUT = {
    "EGG-INFO/PKG-INFO": b"Name: old-shop\nVersion: 1.0\n",
    "EGG-INFO/requires.txt": b"six>=1\n\n[db:python_version < '3']\nold-db\n\n[:os_name == 'nt']\nwin\n",
    "EGG-INFO/entry_points.txt": b"[console_scripts]\nold = old_shop.cli:main\n",
    "old_shop/__init__.py": b"",
}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip archive of *files*."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return whole.getvalue()


@pytest.mark.parametrize(
    "egg",
    [
        pytest.param({f"{EGG}/{name}": content for name, content in ABOUT.items()}, id="directory"),
        pytest.param({EGG: zipped(ABOUT)}, id="zip"),
    ],
)
def test_an_egg_is_a_distribution(egg: Files) -> None:
    """With name, version, needs and scripts, whichever of its two forms setup.py install gave it."""
    script = f"{VENV}/bin/old"
    found = read({**PYTHON, **egg, script: Program(b"#!/usr/local/bin/python\n")})
    (one,) = found.distributions

    assert ("old-shop", "1.0", EGG) == (one.name, one.version, one.site)
    assert ("six>=1", "old-db ; (python_version < '3') and extra == 'db'", "win ; (os_name == 'nt')") == one.requires
    assert set(egg) <= one.files
    assert [(script, "old_shop.cli", "")] == [(one.path, one.module, one.fault) for one in found.scripts]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"no archive", id="text"),
        pytest.param(zipped(ABOUT)[:-30], id="cut"),
        pytest.param(zipped(ABOUT).replace(b"PK\x03\x04", b"PK\x03\x05"), id="damaged"),
        pytest.param(zipped({"EGG-INFO/PKG-INFO": b"\n" * (5 << 20)}), id="a text that unpacks to too much"),
        pytest.param(zipped({"EGG-INFO/other": b""}), id="without metadata"),
    ],
)
def test_what_is_called_an_egg_and_is_none_is_a_file(content: bytes) -> None:
    """It ends nothing, and no distribution is made up."""
    found = read({EGG: content})

    assert () == found.distributions
    assert EGG in found.files


@pytest.mark.parametrize(
    ("first_line", "fault"),
    [
        pytest.param(b"#!/usr/local/bin/python3.12\n", "", id="alive"),
        pytest.param(b"#!/usr/bin/env python\n", "", id="env"),
        pytest.param(b"#!/bin/sh\n'''exec' \"/usr/local/bin/python\" \"$0\" \"$@\"\n' '''\n", "", id="long"),
        pytest.param(
            b"#!/gone/bin/python\n", "Its first line names /gone/bin/python, which is not in the image.", id="dead"
        ),
        pytest.param(
            b"#!/bin/sh\n'''exec' /gone/python \"$0\"\n",
            "Its first line names /gone/python, which is not in the image.",
            id="long and dead",
        ),
        pytest.param(
            b"#!/usr/bin/env python9\n", "Its first line asks env for python9, which is not on PATH.", id="env in vain"
        ),
        pytest.param(b"\x7fELF", "", id="no script"),
    ],
)
def test_a_script_lives_when_its_first_line_leads_to_a_program(first_line: bytes, fault: str) -> None:
    """The interpreter of a console script has to be in the image, by any way that installers write it."""
    files = before(**{"/root/.local/bin/shop": Program(first_line)})

    (script,) = read(files).scripts

    assert fault == script.fault


def test_a_script_that_is_not_there_is_told() -> None:
    """An entry point without a file is a promise that is not kept."""
    files = before(**{"/root/.local/bin/shop": None})

    fault = "No file of that name lies where it was installed."
    assert (ConsoleScript("shop", "shop", None, fault=fault, module="shop"),) == read(files).scripts


def test_an_environment_is_weighed() -> None:
    """Its overhead is what no package but pip recorded."""
    (venv,) = read(after()).venvs

    assert (VENV, "3.12.1", True, False) == (venv.path, venv.version, venv.pip, venv.system_site)
    assert venv.size > venv.packages > 0


def test_links_are_followed_and_circles_are_not() -> None:
    """A path is looked for as a kernel does: through directories that are links, and not for ever."""
    files: Files = {
        "/usr/lib/libx.so.1": b"",
        "/usr": directory(),
        "/usr/lib": directory(),
        "/lib": link("usr/lib"),
        "/a": link("/b"),
        "/b": link("a"),
        "/up": link("../../usr/lib"),
    }
    tree = Tree(archive(files).files)

    assert ["/usr/lib/libx.so.1", "/usr/lib/libx.so.1", None, None] == [
        tree.real(path) for path in ("/lib/libx.so.1", "/up/libx.so.1", "/a/x", "/usr/lib/none")
    ]


def test_the_library_that_a_module_needs_is_looked_for() -> None:
    """A real extension module needs the C library; an image without any lacks it, and one with it does not."""
    spec = find_spec("tree_sitter._binding")
    assert spec is not None
    module = Path(str(spec.origin))
    files = {**PYTHON, **package("shop", "1", SITE), f"{SITE}/shop/native.so": module.read_bytes()}
    need = needs(module.open("rb"))
    assert need is not None
    libc = next(library for library in need.libraries if library.startswith("libc."))

    assert LibraryNeed(f"{SITE}/shop/native.so", libc) in read(files).missing
    assert libc not in {one.library for one in read({**files, f"/usr/lib/{libc}": b""}).missing}


@pytest.mark.parametrize("content", [b"\x7fELF", b"\x7fELF" + bytes(300), b"\x7fELF\x02\x01\x01" + b"\xff" * 500])
def test_a_damaged_library_is_noted(content: bytes) -> None:
    """What only begins like a library ends no comparison, and lacks nothing."""
    found = read({**package("shop", "1", SITE), f"{SITE}/shop/native.so": content})

    assert (f"{SITE}/shop/native.so could not be read as a shared library.",) == found.notes
    assert () == found.missing


def test_system_packages_and_their_files_are_known() -> None:
    """Dpkg's lists tell what is installed, and whose a file is, also behind a link."""
    found = read(
        {
            "/var/lib/dpkg/status": DPKG,
            "/var/lib/dpkg/info/libpq5:amd64.list": b"/.\n/lib/libpq.so.5\n",
            "/usr": directory(),
            "/usr/lib": directory(),
            "/usr/lib/libpq.so.5": b"",
            "/lib": link("usr/lib"),
        }
    )

    assert {"libpq5": "15.1"} == found.system_packages
    assert "libpq5" == found.system_files["/usr/lib/libpq.so.5"]


def test_alpine_packages_are_known() -> None:
    """So does apk's database."""
    found = read({"/lib/apk/db/installed": b"P:musl\nV:1.2\nF:lib\nR:ld-musl-x86_64.so.1\n\nP:zlib\nV:1.3\n"})

    assert {"musl": "1.2", "zlib": "1.3"} == found.system_packages
    assert {"/lib/ld-musl-x86_64.so.1": "musl"} == found.system_files


def test_compilers_are_found_by_their_programs() -> None:
    """Debian names them by triplet and version, too."""
    files: Files = {
        f"/usr/bin/{name}": Program() for name in ("gcc", "x86_64-linux-gnu-g++-12", "make", "gccgo", "cat")
    }

    assert ("/usr/bin/gcc", "/usr/bin/make", "/usr/bin/x86_64-linux-gnu-g++-12") == read(files).compilers
