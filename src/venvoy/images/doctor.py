"""What is known about the last words of a build that failed.

The symptoms are those of the pages of ``venvoy explain`` and of the tools' own messages: pip and Debian (PEP 668,
ensurepip), BuildKit (missing mounts), and the dynamic loader.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from attrs import frozen


@frozen
class Symptom:
    """A message, and what to do about it."""

    pattern: re.Pattern[str]
    advice: str


def _symptom(pattern: str, advice: str) -> Symptom:
    return Symptom(re.compile(pattern, re.IGNORECASE), advice)


SYMPTOMS = (
    _symptom(
        r"externally-managed-environment",
        "This Python belongs to the distribution (PEP 668): install into a virtual environment.",
    ),
    _symptom(
        r"ensurepip is not available",
        "Debian and Ubuntu package the venv module apart: add python3-venv to the packages of the build stage.",
    ),
    _symptom(
        r"Could not find an activated virtualenv",
        "PIP_REQUIRE_VIRTUALENV is set, and this pip is none of an environment's: put its bin directory first on PATH.",
    ),
    _symptom(
        r"Can not perform a '--user' install",
        "Inside of a virtual environment there is no user site: take --user (or PIP_USER) out.",
    ),
    _symptom(
        r"site-packages[\"']?:? not found",
        "A COPY names the minor version of a Python that the stage does not have.",
    ),
    _symptom(
        r"--mount option requires BuildKit",
        "RUN --mount needs BuildKit: install the buildx plug-in of the docker client.",
    ),
    _symptom(
        r"error while loading shared libraries|cannot open shared object file",
        "A shared library is missing in this stage: install the package that has it there.",
    ),
    _symptom(
        r"bad interpreter|required file not found",
        "The first line of a script names an interpreter that is not in this stage: build the environment at "
        "the path it is copied to.",
    ),
    _symptom(
        r"Failed building wheel|error: command '\S*(gcc|cc)\S*' failed|Unable to find .*gcc",
        "A package is compiled here: the stage that installs needs a compiler and the headers it asks for.",
    ),
    _symptom(
        r"no matching manifest|pull access denied|failed to resolve source|manifest unknown",
        "The base image is not there, or not for this platform, or asks for a login.",
    ),
    _symptom(
        r"Temporary failure in name resolution|Could not resolve|NewConnectionError",
        "The build could not reach the network: see --network, proxies, and the engine's DNS.",
    ),
)


def diagnose(log: Sequence[str]) -> str | None:
    """Return what is known about the last thing in *log* that is recognised; None when nothing is."""
    for line in reversed(log):
        for symptom in SYMPTOMS:
            if symptom.pattern.search(line):
                return symptom.advice
    return None
