"""The distributions' own package managers, which may bring a Python, or packages for it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from venvoy.trace.invocation import Invocation

MANAGERS: Mapping[str, str] = {
    "apt-get": "apt", "apt": "apt", "aptitude": "apt", "apt-fast": "apt", "install_packages": "apt",
    "apk": "apk", "dnf": "dnf", "dnf5": "dnf", "microdnf": "dnf", "yum": "dnf", "tdnf": "dnf",
    "zypper": "zypper",
}  # fmt: skip
"""Program → the manager that it is a front end of."""

# Options with a value in the next word (apt-get(8), apk(8), dnf(8)).
_WITH_VALUE: Mapping[str, frozenset[str]] = {
    "apt": frozenset({"-t", "--target-release", "--default-release", "-o", "--option", "-c", "--config-file", "-a"}),
    "apk": frozenset({"-t", "--virtual", "-X", "--repository", "-p", "--root", "--keys-dir", "--repositories-file"}),
    "dnf": frozenset({"--repo", "--repoid", "--enablerepo", "--disablerepo", "-x", "--exclude", "--releasever", "-c"}),
    "zypper": frozenset({"-r", "--repo", "-t", "--type"}),
}
_INSTALLING = {"install", "add", "in", "reinstall"}


def system_packages(run: Invocation) -> tuple[str, ...]:
    """Return the names of the packages that apt, apk or dnf is asked to install; empty for any other command."""
    manager = MANAGERS.get(run.program)
    if manager is None:
        return ()
    words: list[str] = []
    takes_value = False
    for value in run.values:
        if takes_value:
            takes_value = False
        elif value is not None and value.startswith("-"):
            takes_value = value in _WITH_VALUE[manager]
        elif value is not None:
            words.append(value)
    if run.program != "install_packages":
        if not words or words[0] not in _INSTALLING:
            return ()
        words = words[1:]
    return tuple(dict.fromkeys(package_name(word) for word in words))


def package_name(word: str) -> str:
    """Return the name in a word of an install command: without version, release and architecture."""
    return re.split(r"[=~<>/@]|:(?:any|native|amd64|arm64|i386|armhf)$|\.(?:x86_64|aarch64|noarch)$", word, maxsplit=1)[
        0
    ]


# Packages of a Python's own: it comes with them, or they belong to its standard library or to building and installing.
_OWN = (
    "pip|venv|virtualenv|setuptools|setuptools-whl|pip-whl|wheel|dev|devel|distutils|lib2to3|minimal|full|stdlib|libs"
    "|doc|examples|dbg|debug|gdbm|tk|tkinter|idle|pkg-resources|pyc|poetry|pipx|build|installer|all|all-dev|apt|nopie"
    "|software-properties|launchpadlib|dnf|rpm|libdnf|hawkey|libselinux|test|tests|rpm-macros"
)
_APT = re.compile(rf"^(?P<python>python3(?:\.\d+)?)(?:-(?:(?P<own>{_OWN})|(?P<library>[a-z][\w.+-]*)))?$")
_APK = re.compile(rf"^(?:(?P<python>python3)(?:-(?:{_OWN}))?|py3-(?:(?P<own>{_OWN})|(?P<library>[a-z][\w.+-]*)))$")
_DNF = re.compile(r"^(?P<minor>python3\.?\d+)(?P<rest>-.*)?$")
_BESIDE = {"python-is-python3", "pipx", "virtualenv", "pipenv", "python3-full"}
"""Packages of other names that depend on the distribution's python3 (apt)."""


def python_of(package: str, manager: str) -> str | None:
    """Return the interpreter that a package brings, ``python3`` or ``python3.12``; None for any other package."""
    if manager == "dnf" and (found := _DNF.match(package)):
        # RHEL 8 writes python39, RHEL 9 and Fedora python3.9; the program is called python3.9 in both.
        digits = found["minor"].removeprefix("python3").lstrip(".")
        return f"python3.{digits}"
    if manager == "apt" and package in _BESIDE:
        return "python3"
    match = _pattern(manager).match(package)
    return None if match is None else (match["python"] or "python3")


def library_of(package: str, manager: str) -> bool:
    """Return True for a package with modules that an application may import: ``python3-numpy``, ``py3-yaml``."""
    match = _pattern(manager).match(package)
    return match is not None and match["library"] is not None and package not in _BESIDE


def _pattern(manager: str) -> re.Pattern[str]:
    return _APK if manager == "apk" else _APT
