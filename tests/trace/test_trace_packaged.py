"""The Python that a package manager brings, and what is installed for it."""

from __future__ import annotations

import pytest

from migrating import analysed
from venvoy.trace.installers.distribution import library_of, python_of
from venvoy.trace.packaged import PackagedPython
from venvoy.trace.view import View


def packaged(text: str, stage: int = 0) -> PackagedPython | None:
    """Return the packaged Python of a stage."""
    analysis = analysed(text)
    return View(analysis.dockerfile, analysis.surroundings, analysis.trace).packaged(stage)


@pytest.mark.parametrize(
    ("manager", "package", "python", "library"),
    [
        ("apt", "python3", "python3", False),
        ("apt", "python3-pip", "python3", False),
        ("apt", "python3.12-venv", "python3.12", False),
        ("apt", "python-is-python3", "python3", False),
        ("apt", "python3-numpy", "python3", True),
        ("apt", "python3-tk", "python3", False),
        ("apt", "libpython3-dev", None, False),
        ("apt", "git", None, False),
        ("apk", "python3", "python3", False),
        ("apk", "py3-pip", "python3", False),
        ("apk", "py3-yaml", "python3", True),
        ("apk", "pytest", None, False),
        ("dnf", "python3.11-pip", "python3.11", False),
        ("dnf", "python39", "python3.9", False),
        ("dnf", "python3-devel", "python3", False),
        ("dnf", "python3-requests", "python3", True),
        ("dnf", "python3-3.9.18", None, False),
    ],
)
def test_package_names_tell_what_they_bring(manager: str, package: str, python: str | None, *, library: bool) -> None:
    """Pythons and libraries are told apart by the naming rules of each distribution."""
    assert (python, library) == (python_of(package, manager), library_of(package, manager))


@pytest.mark.parametrize(
    ("text", "interpreters"),
    [
        (
            "FROM debian:12\nRUN apt-get -qq -o A::B=1 install -y python3-pip=23.0.1 git\n",
            ("python3",),
        ),
        ("FROM node:20\nRUN apt install -t stable python3.12:amd64 python3-pip/stable\n", ("python3.12", "python3")),
        ("FROM alpine\nRUN apk add --no-cache -t deps gcc && apk add 'python3>3.9'\n", ("python3",)),
        ("FROM fedora\nRUN dnf -y install python3.x86_64\n", ("python3",)),
        ("FROM debian\nENV P='git python3'\nRUN apt-get install -y $P\n", ("python3",)),
    ],
)
def test_every_spelling_of_an_install_command_is_read(text: str, interpreters: tuple[str, ...]) -> None:
    """Options with values, versions, releases, architectures and variables hide no Python."""
    found = packaged(text)

    assert found is not None
    assert interpreters == found.interpreters


@pytest.mark.parametrize(
    "text",
    [
        "FROM python:3.12\nRUN apt-get install -y python3-numpy\n",
        "FROM debian:12\nRUN apt-get install -y git\n",
        "FROM debian:12\nRUN apt-get remove -y python3\n",
        "FROM registry.access.redhat.com/ubi9/python-312\nRUN dnf install -y python3-pip\n",
    ],
)
def test_a_python_of_the_image_itself_is_not_packaged(text: str) -> None:
    """Beside an image's own Python a packaged one is another interpreter, and no Python is none."""
    assert packaged(text) is None


def test_a_packaged_python_is_inherited() -> None:
    """A stage has what the stage below it was given."""
    text = "FROM ubuntu:24.04 AS a\nRUN apt-get install -y python3-pip\nFROM a\nRUN apt-get install -y python3-gi\n"
    found = packaged(text, 1)

    assert found is not None
    assert ["python3-gi"] == [name for _, name in found.libraries]
    assert ("3.12", True) == (found.minor, found.guarded)


@pytest.mark.parametrize(
    ("base", "command", "root", "packages"),
    [
        ("debian:bookworm", "apt-get install -y", "/usr/local", "/usr/local/lib/python3.11/dist-packages"),
        ("alpine:3.20", "apk add", "/usr", "/usr/lib/python3.12/site-packages"),
        ("fedora:41", "dnf install -y", "/usr/local", "/usr/local/lib/python*/site-packages"),
    ],
)
def test_each_distribution_has_a_site_of_its_own(base: str, command: str, root: str, packages: str) -> None:
    """Pip of Debian, Alpine and Fedora writes to different places, none of them beside the image's interpreter."""
    trace = analysed(f"FROM {base}\nRUN {command} python3 python3-pip\nRUN pip3 install flask\n").trace

    assert (root, packages) == (trace.installs[0].site.root.text, trace.installs[0].site.packages)
    assert "/usr/bin/python3" == trace.stages[0].launch.python


@pytest.mark.parametrize(
    ("before", "command", "lifted"),
    [
        ("", "pip3 install --break-system-packages flask", "--break-system-packages"),
        ("ENV PIP_BREAK_SYSTEM_PACKAGES=1\n", "pip3 install flask", "PIP_BREAK_SYSTEM_PACKAGES"),
        ("", "PIP_BREAK_SYSTEM_PACKAGES=true pip3 install flask", "PIP_BREAK_SYSTEM_PACKAGES"),
        ("ENV UV_BREAK_SYSTEM_PACKAGES=1\n", "uv pip install --system flask", "UV_BREAK_SYSTEM_PACKAGES"),
        ("ENV UV_BREAK_SYSTEM_PACKAGES=1\n", "pip3 install flask", ""),
        (
            "RUN pip3 config set global.break-system-packages true\n",
            "pip3 install a",
            "pip config break-system-packages",
        ),
        ("RUN rm -f /usr/lib/python3*/EXTERNALLY-MANAGED\n", "pip3 install flask", "EXTERNALLY-MANAGED"),
        ("RUN find / -name EXTERNALLY-MANAGED -delete\n", "pip3 install flask", "EXTERNALLY-MANAGED"),
        ("RUN echo EXTERNALLY-MANAGED\n", "pip3 install flask", ""),
    ],
)
def test_what_lifts_the_guard_is_known(before: str, command: str, lifted: str) -> None:
    """Flag, variable, setting and removed marker are one thing in four spellings."""
    trace = analysed(f"FROM debian:12\nRUN apt-get install -y python3-pip\n{before}RUN {command}\n").trace

    assert lifted == trace.installs[0].lifted


@pytest.mark.parametrize(
    ("installed", "interpreter", "package"),
    [
        ("python3 python3-pip", "python3", "python3-venv"),
        ("python3-pip python3-venv", "python3", None),
        ("python3-full python3-pip", "python3", None),
        ("python3-pip python3.11-venv", "python3", None),
        ("python3.13 python3.13-dev", "python3.13", "python3.13-venv"),
        ("python3.13-full", "python3.13", None),
    ],
)
def test_debian_packages_venv_apart(installed: str, interpreter: str, package: str | None) -> None:
    """What ``-m venv`` still needs is named after the interpreter, and only where it is not there."""
    found = packaged(f"FROM debian:bookworm\nRUN apt-get install -y {installed}\n")

    assert found is not None
    assert package == found.venv_package(interpreter)
