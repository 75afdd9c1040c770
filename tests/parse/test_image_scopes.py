"""What a base image sets before the first instruction."""

from __future__ import annotations

import pytest

from venvoy.model.dockerfile import Dockerfile
from venvoy.model.environment import Scope, Surroundings, Value
from venvoy.parse.dockerfile import read
from venvoy.parse.environment import surroundings, variables
from venvoy.parse.image_scopes import DEFAULT_PATH

PYTHON_PATH = f"/usr/local/bin:{DEFAULT_PATH}"
UNSEEN = frozenset({"base image"})


def around(text: str) -> Surroundings:
    """Return the surroundings of the Dockerfile *text*."""
    found = read(text.encode(), "Dockerfile")
    assert isinstance(found, Dockerfile), found
    return surroundings(found)


def last(text: str) -> Scope:
    """Return the scope at the end of the last stage."""
    return around(text).final[-1]


def on(names: str, text: str | None) -> Value:
    """Return a value that rests on *names*."""
    return Value(text, frozenset(names.split()))


@pytest.mark.parametrize(
    ("reference", "path"),
    [
        ("python:3.12-slim", Value(PYTHON_PATH)),
        ("python:3", Value(PYTHON_PATH)),
        ("ghcr.io/astral-sh/uv:python3.12-alpine", Value(PYTHON_PATH)),
        ("ghcr.io/astral-sh/uv:0.5", Value(DEFAULT_PATH)),
        ("debian:12", Value(DEFAULT_PATH)),
        ("ubuntu", Value(DEFAULT_PATH)),
        ("alpine", Value(DEFAULT_PATH)),
        ("scratch", Value(DEFAULT_PATH)),
        ("mycompany/base", Value(DEFAULT_PATH, UNSEEN)),
        ("localhost:5000/python:3.12", Value(PYTHON_PATH, UNSEEN)),
        ("public.ecr.aws/lambda/python:3.12", Value("/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin", UNSEEN)),
        ("mcr.microsoft.com/windows/nanoserver:1809", Value(None, UNSEEN)),
    ],
)
def test_path_begins_as_the_image_has_it(reference: str, path: Value) -> None:
    """PATH is certain where the family fixes it, and a guess that says so where not."""
    assert path == last(f"FROM {reference}\n").env["PATH"]


def test_a_tag_from_an_argument_leaves_path_certain() -> None:
    """Every Python image has the same PATH, whichever version is chosen; a chosen image may have another."""
    assert Value(PYTHON_PATH) == last("ARG V=3.12\nFROM python:$V\n").env["PATH"]
    assert Value(PYTHON_PATH) == last("ARG V\nFROM python:$V\n").env["PATH"]
    assert Value(PYTHON_PATH) == last("ARG R=docker.io\nFROM ${R}/library/python:3.12\n").env["PATH"]
    assert on("I", PYTHON_PATH) == last("ARG I=python:3.12\nFROM $I\n").env["PATH"]


def test_path_is_prepended_to_what_the_image_has() -> None:
    """``$PATH`` in an ENV is the image's."""
    assert Value(f"/opt/venv/bin:{PYTHON_PATH}") == last("FROM python:3.12\nENV PATH=/opt/venv/bin:$PATH\n").env["PATH"]
    assert Value(f"/x:{DEFAULT_PATH}", UNSEEN) == last("FROM mine/base\nENV PATH /x:$PATH\n").env["PATH"]


def test_an_unknown_image_may_set_anything() -> None:
    """What nothing sets is unset on a known image, and unknown on one that is not."""
    assert Value(":/a") == last("FROM python:3.12\nENV A=$PYTHONPATH:/a\n").env["A"]
    assert Value(None, UNSEEN) == last("FROM mine/base\nENV A=$PYTHONPATH:/a\n").env["A"]
    found = around("FROM mine/base\n")
    assert Value(None, UNSEEN) == variables(found.final[0], found.bases[0])("HOME")
    found = around("FROM debian\n")
    assert variables(found.final[0], found.bases[0])("HOME") is None


def test_python_images_tell_their_variables_but_not_all_values() -> None:
    """What changes with each release of an image rests on the image."""
    env = last("FROM python:3.12\n").env
    assert (Value(None, UNSEEN), Value("C.UTF-8", UNSEEN)) == (env["PYTHON_VERSION"], env["LANG"])
    env = last("ARG I=python:3.12\nFROM $I\n").env
    assert Value(None, UNSEEN | {"I"}) == env["PYTHON_VERSION"]


@pytest.mark.parametrize(
    ("reference", "user", "workdir"),
    [
        ("registry.access.redhat.com/ubi9/python-312", "1001", "/opt/app-root/src"),
        ("registry.access.redhat.com/ubi9/ubi-minimal", "root", "/"),
        ("public.ecr.aws/lambda/python:3.12", "root", "/var/task"),
        ("mambaorg/micromamba:1.5", "mambauser", "/"),
        ("quay.io/jupyter/base-notebook", "jovyan", "/home/jovyan"),
        ("bitnami/python:3.11", "root", "/app"),
        ("mcr.microsoft.com/devcontainers/python:3.12", "root", "/"),
    ],
)
def test_images_that_may_change_say_so(reference: str, user: str, workdir: str) -> None:
    """User and directory of images that are not official are known, and rest on the image."""
    scope = last(f"FROM {reference}\n")
    assert (Value(user, UNSEEN), Value(workdir, UNSEEN)) == (scope.user, scope.workdir)
