"""Shortcuts that only a distribution's own Python has."""

from __future__ import annotations

import pytest

from migrating import analysed, findings

APT = "RUN apt-get install -y python3-pip\n"
FLAG = "RUN pip3 install --break-system-packages flask\n"


def found(text: str) -> list[str]:
    """Return the shortcuts and lines of what is found."""
    return [f"{item.shortcut}:{item.lines.first}" for item in findings(analysed(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"FROM debian:bookworm\n{APT}{FLAG}", ["break-system-packages:3"]),
        (f"FROM node:20\n{APT}{FLAG}", ["break-system-packages:3"]),
        (f"FROM debian:bullseye\n{APT}{FLAG}", ["global-install:3"]),
        (f"FROM ubuntu:22.04\n{APT}{FLAG}", ["global-install:3"]),
        (f"FROM alpine:3.18\nRUN apk add py3-pip\n{FLAG}", ["global-install:3"]),
        (f"FROM alpine:3.19\nRUN apk add py3-pip\n{FLAG}", ["break-system-packages:3"]),
        (f"FROM fedora:41\nRUN dnf install -y python3-pip\n{FLAG}", ["global-install:3"]),
        (f"FROM python:3.12\n{FLAG}", ["global-install:2"]),
        (f"FROM debian:bookworm\n{APT}RUN pip3 install --break-system-packages uv\n", []),
        (f"FROM debian:bookworm\n{APT}RUN pip3 install --user --break-system-packages a\n", ["user-install:3"]),
        (
            f"FROM debian:bookworm\n{APT}RUN uv pip install --system --break-system-packages a\n",
            ["break-system-packages:3"],
        ),
        (f"FROM debian:bookworm\n{APT}RUN uv pip install --system a\n", ["uv-system:3"]),
    ],
)
def test_a_guard_that_is_passed_is_one_finding(text: str, expected: list[str]) -> None:
    """It takes the place of the general finding, and only where there is a guard to pass."""
    assert expected == found(text)


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        (f"FROM debian:bookworm\n{APT}RUN pip3 install flask\n", True),
        (f"FROM ubuntu:24.04\n{APT}RUN pip3 install flask\n", True),
        (f"FROM ubuntu:22.04\n{APT}RUN pip3 install flask\n", False),
        (f"FROM debian\n{APT}RUN pip3 install flask\n", False),
        (f"ARG V=24.04\nFROM ubuntu:$V\n{APT}RUN pip3 install flask\n", False),
    ],
)
def test_a_build_that_stops_at_the_guard_is_told(text: str, *, refused: bool) -> None:
    """Where pip surely refuses, the finding says so; where that depends on a tag, it says nothing of it."""
    message = findings(analysed(text))[0].message

    assert refused is message.endswith("pip refuses that: externally-managed-environment.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"FROM debian:11\nRUN apt install -y python3-pip python3-yaml\n{FLAG}",
            ["apt-and-pip-mixed:2", "global-install:3"],
        ),
        (f"FROM debian:11\n{APT}{FLAG}RUN apt install -y python3-gi\n", ["global-install:3", "apt-and-pip-mixed:4"]),
        ("FROM debian:11\nRUN apt install -y python3-flask python3-yaml\n", []),
        (f"FROM debian:11\nRUN apt install -y python3-pip python3-tk python3-dev\n{FLAG}", ["global-install:3"]),
        (f"FROM python:3.12\nRUN apt install -y python3-yaml\n{FLAG}", ["global-install:3"]),
        (
            (
                f"FROM debian:11 AS a\n{APT}{FLAG}FROM debian:11\nRUN apt install -y python3-gi\n"
                "COPY --from=a /usr/local/lib/python3.9/dist-packages /usr/local/lib/python3.9/dist-packages\n"
            ),
            ["global-install:3", "apt-and-pip-mixed:5", "copied-site-packages:6"],
        ),
    ],
)
def test_libraries_beside_pips_are_found_where_they_meet(text: str, expected: list[str]) -> None:
    """Two managers for one Python, in one stage or brought together by a COPY; not beside an image's own Python."""
    assert expected == found(text)
