"""What the last stage lacks, and which package would bring it."""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import pytest
from attrs import evolve

from venvoy.images.comparing.surroundings import certificate_differences, locale_differences
from venvoy.images.lacking import additions_after, additions_to, building_stage, shipping_stage
from venvoy.images.reading.archive import LOCALE_ARCHIVE
from venvoy.images.reading.elf import needs
from venvoy.model.build import Addition, BuildFailed
from venvoy.model.comparison import Expectations, Judgement, Subject
from venvoy.model.dockerfile import Dockerfile
from venvoy.model.image import Image, ImageContents
from venvoy.parse.dockerfile import read

from .given import EXPECTED, NEW, OLD, OLD_SITE, SITE, VENV, Files, Made, after, before, directory, held

LIBRARY = "/usr/lib/x86_64-linux-gnu/libq.so.6"
OWNED = {LIBRARY: b"", "/var/lib/dpkg/info/libq6:amd64.list": f"{LIBRARY}\n".encode()}
CERTIFICATES = {"/etc/ssl/certs/ca-certificates.crt": b"-----BEGIN"}
STATUS = {"/var/lib/dpkg/status": b"Package: ca-certificates\nStatus: install ok installed\nVersion: 1\n"}


def module() -> bytes:
    """Return an extension module that needs ``libq.so.6``."""
    spec = find_spec("tree_sitter._binding")
    assert spec is not None
    return Path(str(spec.origin)).read_bytes().replace(b"libc.so.6\0", b"libq.so.6\0")


def others() -> Files:
    """Return the libraries that `module` needs beside that one."""
    need = needs(io.BytesIO(module()))
    assert need is not None
    return {f"/usr/lib/{name}": b"" for name in need.libraries if name != "libq.so.6"}


def images(old: Files, new: Files) -> tuple[Image, Image]:
    """Return two images that have *old* and *new* beside what is always there."""
    every = others()
    return Made({**before(), **every, **old}, OLD).image(), Made({**after(), **every, **new}, NEW).image()


def contents(files: Files) -> ImageContents:
    """Return what is in a stage of *files*."""
    return Made({**before(), **files}).image().contents


def never() -> ImageContents | None:
    """Fail: the stage that builds is not to be asked."""
    raise AssertionError


def test_the_original_tells_which_package_has_a_library() -> None:
    """Then nothing more has to be built."""
    pair = images({**OWNED, f"{OLD_SITE}/shop/native.so": module()}, {f"{SITE}/shop/native.so": module()})
    (found,) = additions_to(*pair, "web", never)

    assert ("libq6", "web") == (found.package, found.stage)
    assert f"libq.so.6 is in it; {SITE}/shop/native.so needs it." == found.why


def test_the_stage_that_builds_is_asked_when_both_lack_it() -> None:
    """It compiled against the library; what no package owns there is not proposed."""
    pair = images({f"{OLD_SITE}/shop/native.so": module()}, {f"{SITE}/shop/native.so": module()})

    assert ["libq6"] == [one.package for one in additions_to(*pair, None, lambda: contents(OWNED))]
    assert () == additions_to(*pair, None, lambda: contents({LIBRARY: b""}))
    assert () == additions_to(*pair, None, lambda: None)


def test_a_library_that_came_is_no_surprise() -> None:
    """The original lacked it, and could not start what needs it."""
    old = {**before(), f"{OLD_SITE}/shop/native.so": module()}
    new = {**after(), f"{SITE}/shop/native.so": module(), LIBRARY: b""}
    added = evolve(EXPECTED, added=("libq6",))
    found = held(Made(old, OLD), Made(new, NEW), added)

    libraries = [one for one in found.differences if one.subject is Subject.LIBRARY]
    assert [("libq.so.6", LIBRARY, Judgement.EXPECTED)] == [(d.name, d.after, d.judgement) for d in libraries]


@pytest.mark.parametrize(
    ("line", "package"),
    [
        ("#9 1.2 ImportError: libq.so.6: cannot open shared object file: No such file or directory", "libq6"),
        ("Error loading shared library libq.so.6: No such file or directory (needed by /opt/x.so)", "libq6"),
        ("ImportError: libother.so.6: cannot open shared object file: No such file or directory", None),
        ("libq.so.6 was not found", None),
    ],
)
def test_a_build_that_cannot_load_a_library_tells_its_name(line: str, package: str | None) -> None:
    """The loaders' own words are read, those of glibc and of musl."""
    failed = BuildFailed("after", "it failed", None, 3, None, 1.0, ("before", line, line))
    found = additions_after(failed, contents({}), None, lambda: contents(OWNED))

    why = "libq.so.6 is in it; the build could not load it."
    assert ((Addition(package, None, why),) if package else ()) == found


def test_certificates_that_are_gone_are_a_surprise() -> None:
    """Their package is proposed when it brought them; elsewhere they have to be copied."""
    (gone,) = certificate_differences(*images({**CERTIFICATES, **STATUS}, {}))
    (copied,) = certificate_differences(*images(CERTIFICATES, {}))

    assert "the package ca-certificates brings them" in gone.why
    assert "they have to be copied" in copied.why
    assert ["ca-certificates"] == [
        one.package for one in additions_to(*images({**CERTIFICATES, **STATUS}, {}), None, never)
    ]
    assert () == additions_to(*images(CERTIFICATES, {}), None, never)
    assert [] == list(certificate_differences(*images(CERTIFICATES, CERTIFICATES)))


def locale_archive(*names: str) -> bytes:
    """Return the head of an archive of locales."""
    strings = b"\0".join(name.encode() for name in names) + b"\0"
    return struct.pack("<14I", 0xDE020109, 1, 56, 0, 0, 56, len(strings), len(strings), *[0] * 6) + strings


@pytest.mark.parametrize(
    ("env", "old", "new", "gone"),
    [
        ({"LANG": "de_DE.UTF-8"}, {LOCALE_ARCHIVE: locale_archive("de_DE.utf8")}, {}, True),
        ({"LC_ALL": "de_DE.UTF-8", "LANG": "C"}, {"/usr/lib/locale/de_DE.utf8": directory()}, {}, True),
        ({"LANG": "de_DE.UTF-8"}, {LOCALE_ARCHIVE: locale_archive("fr_FR.utf8")}, {}, False),
        ({"LANG": "de_DE.UTF-8"}, {LOCALE_ARCHIVE: b"\x09"}, {}, False),
        (
            {"LANG": "de_DE@euro"},
            {LOCALE_ARCHIVE: locale_archive("de_DE@euro")},
            {"/usr/lib/locale/de_DE@euro": directory()},
            False,
        ),
        (
            {"LANG": "de_DE.UTF-8"},
            {"/usr/lib/locale/de_DE.utf8": directory()},
            {"/lib/ld-musl-x86_64.so.1": b""},
            False,
        ),
        ({"LANG": "C.UTF-8"}, {"/usr/lib/locale/C.utf8": directory()}, {}, False),
        ({"LANG": ""}, {"/usr/lib/locale/de_DE.utf8": directory()}, {}, False),
    ],
)
def test_a_locale_that_is_named_has_to_be_there(env: Mapping[str, str], old: Files, new: Files, gone: bool) -> None:
    """When the original has it; those that the C library or Python brings need no files."""
    pair = tuple(evolve(one, config=evolve(one.config, env={**one.config.env, **env})) for one in images(old, new))

    assert gone == bool([one for one in locale_differences(*pair) if one.subject is Subject.LOCALE])
    assert () == additions_to(*pair, None, never)


def test_the_package_of_a_locale_is_proposed() -> None:
    """When its files are a package's, and are not made when the image is."""
    place = "/usr/lib/locale/de_DE.utf8"
    owned = {place: directory(), "/var/lib/dpkg/info/locales-de.list": f"{place}\n".encode()}
    pair = tuple(evolve(one, config=evolve(one.config, env={"LANG": "de_DE.UTF-8"})) for one in images(owned, {}))

    assert ["locales-de"] == [one.package for one in additions_to(*pair, None, never)]


STAGES = f"""\
FROM python:3.12 AS tools
FROM python:3.12 AS Build
RUN python -m venv {VENV}
FROM python:3.12-slim AS web
COPY --from=tools /usr/bin/tool /usr/bin/
COPY --from=ghcr.io/astral-sh/uv /uv /usr/bin/
COPY --from=Build {VENV} {VENV}
FROM python:3.12-slim
COPY --from=0 /x /x
"""


@pytest.mark.parametrize(
    ("target", "stage", "ships"), [("web", "Build", "web"), (None, "0", None), ("tools", None, "tools")]
)
def test_the_stage_that_the_environment_comes_from_is_asked(
    target: str | None, stage: str | None, ships: str | None
) -> None:
    """Or else the first one that something is copied from; an image from elsewhere is none."""
    dockerfile = read(STAGES.encode(), "Dockerfile")
    assert isinstance(dockerfile, Dockerfile)

    assert stage == building_stage(dockerfile, target, Expectations(venvs=frozenset({VENV})))
    assert ships == shipping_stage(dockerfile, target).name
