"""Which names of system packages are certain on which base."""

from __future__ import annotations

import pytest

from venvoy.model.environment import Value
from venvoy.parse.bases import base_of
from venvoy.rewrite.runtime_names import is_build_only, releases, runtime_names


def names(image: str, package: str) -> tuple[str, ...] | None:
    """Return what stands for *package* on *image*."""
    return runtime_names(base_of(image, Value(image)), apk=False).get(package)


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        ("python:3.12-slim-bookworm", ("bookworm",)),
        ("python:3.12-slim", ("bookworm", "trixie")),
        ("python:3.10", ("bookworm", "trixie")),
        ("python:3.10.4-slim", ("bullseye", "bookworm", "trixie")),
        ("python:3.12.1-slim", ("bookworm", "trixie")),
        ("python:3.9.2-slim", ("buster", "bullseye", "bookworm", "trixie")),
        ("python:3.9-slim@sha256:0000000000000000", ("buster", "bullseye", "bookworm", "trixie")),
        ("python:3.7-slim", ("bullseye", "bookworm", "trixie")),
        ("python:slim", ("bullseye", "bookworm", "trixie")),
        ("python:3.12-alpine", ()),
        ("debian:12-slim", ("bookworm",)),
        ("debian:stable-slim", ("bookworm", "trixie")),
        ("debian:sid", ()),
        ("debian:stretch", ()),
        ("ubuntu:22.04", ("jammy",)),
        ("ubuntu:focal", ("focal",)),
        ("ubuntu:latest", ("jammy", "noble")),
        ("ghcr.io/astral-sh/uv:python3.12-bookworm-slim", ("bookworm",)),
        ("registry.example/team/image:1", ()),
    ],
)
def test_the_releases_that_a_name_may_mean(image: str, expected: tuple[str, ...]) -> None:
    """A tag that floats may be on the last two; one that is pinned stays on the release of its day."""
    assert expected == releases(base_of(image, Value(image)))


@pytest.mark.parametrize(
    ("package", "bullseye", "bookworm", "trixie", "floating"),
    [
        ("libffi-dev", "libffi7", "libffi8", "libffi8", "libffi8"),
        ("libssl-dev", "libssl1.1", "libssl3", "libssl3t64", None),
        ("libtiff-dev", "libtiff5", "libtiff6", "libtiff6", "libtiff6"),
        ("libldap2-dev", "libldap-2.4-2", "libldap-2.5-0", "libldap2", None),
        ("libpq-dev", "libpq5", "libpq5", "libpq5", "libpq5"),
        ("libgdal-dev", "libgdal28", "libgdal32", "libgdal36", None),
        ("default-libmysqlclient-dev", "libmariadb3", "libmariadb3", "libmariadb3", "libmariadb3"),
        ("unixodbc-dev", "libodbc1", "libodbc2 libodbccr2 libodbcinst2", "libodbc2 libodbccr2 libodbcinst2",
         "libodbc2 libodbccr2 libodbcinst2"),
    ],
)  # fmt: skip
def test_names_follow_the_release(
    package: str, bullseye: str, bookworm: str, trixie: str, floating: str | None
) -> None:
    """A name is used where all releases that the image may be on have it."""
    found = [names(f"python:3.12-slim-{release}", package) for release in ("bullseye", "bookworm", "trixie")]
    known = names("python:3.12-slim", package)
    assert ([bullseye, bookworm, trixie], floating) == (
        [" ".join(value or ()) for value in found],
        None if known is None else " ".join(known),
    )


@pytest.mark.parametrize(
    ("image", "package", "expected"),
    [
        ("ubuntu:20.04", "libssl-dev", ("libssl1.1",)),
        ("ubuntu:22.04", "libssl-dev", ("libssl3",)),
        ("ubuntu:24.04", "libssl-dev", ("libssl3t64",)),
        ("ubuntu:24.04", "libjpeg-dev", ("libjpeg-turbo8",)),
        ("ubuntu:24.04", "default-libmysqlclient-dev", ("libmysqlclient21",)),
        ("ubuntu:24.04", "libgdal-dev", None),
        ("python:3.12-slim-bookworm", "rapidjson-dev", ()),
        ("python:3.12-slim-bookworm", "libopencv-dev", None),
    ],
)
def test_other_names(image: str, package: str, expected: tuple[str, ...] | None) -> None:
    """Ubuntu has names of its own; headers alone stand for nothing; what is not listed is not known."""
    assert expected == names(image, package)


def test_alpine_has_its_own_names() -> None:
    """Apk knows packages by other names than apt."""
    base = base_of("python:3.12-alpine", Value("python:3.12-alpine"))
    assert ("libpq",) == runtime_names(base, apk=True)["postgresql-dev"]


@pytest.mark.parametrize(
    ("package", "apk", "expected"),
    [("gcc", False, True), ("g++-12", False, True), ("musl-dev", True, True), ("musl-dev", False, False),
     ("curl", False, False), ("libgcc-s1", False, False)],
)  # fmt: skip
def test_what_only_builds(package: str, apk: bool, expected: bool) -> None:
    """Compilers and their like, by the name that the distribution gives them."""
    assert expected == is_build_only(package, apk=apk)
