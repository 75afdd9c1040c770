"""The virtual environment of a distribution's own Python."""

from __future__ import annotations

import pytest

from migrating import migrated, text_after
from venvoy.model.plan import InstallerChoice, Shape

APT = "FROM debian:bookworm\nRUN apt-get install -y"
VENV = "ENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1\n"
MADE = f"RUN python3 -m venv /opt/venv\n{VENV}"


def in_place(text: str) -> str:
    """Return a rewrite that leaves the stages as they are."""
    return text_after(migrated(text, shape=Shape.IN_PLACE))


@pytest.mark.parametrize(
    ("packages", "longer"),
    [
        (" python3 python3-pip", " python3 python3-pip python3-venv"),
        (" python3-pip git", " python3-pip python3-venv git"),
        (" python3-wheel python3-pip", " python3-wheel python3-pip python3-venv"),
        (
            " \\\n      git \\\n      python3 \\\n      python3-pip \\\n      wget",
            " \\\n      git \\\n      python3 \\\n      python3-pip \\\n      python3-venv \\\n      wget",
        ),
        (" python3=3.11.2-1+b1 python3-pip", " python3=3.11.2-1+b1 python3-pip python3-venv"),
        (" python3-pip python3-venv", " python3-pip python3-venv"),
    ],
)
def test_the_missing_package_joins_the_list(packages: str, longer: str) -> None:
    """It stands behind its kin, on a line of its own where they do."""
    before = f"{APT}{packages}\nRUN pip3 install flask\n"

    assert f"{APT}{longer}\n{MADE}RUN pip3 install flask\n" == in_place(before)


@pytest.mark.parametrize(
    ("run", "changed"),
    [
        ("apt-get install -y python3-pip && pip3 install a", "X && python3 -m venv /opt/venv && pip3 install a"),
        (
            "apt-get install -y python3-pip \\\n && pip3 install a \\\n && rm -rf /x",
            "X \\\n && python3 -m venv /opt/venv \\\n && pip3 install a \\\n && rm -rf /x",
        ),
        (
            "apt-get install -y python3-pip && \\\n    pip3 install a",
            "X && \\\n    python3 -m venv /opt/venv && \\\n    pip3 install a",
        ),
        (
            "apt-get install -y python3-pip; python3 -m pip install a",
            "X; python3 -m venv /opt/venv && /opt/venv/bin/python3 -m pip install a",
        ),
        (
            "<<E\napt-get install -y python3-pip\npip3 install a\nE",
            "<<E\nX\npython3 -m venv /opt/venv\npip3 install a\nE",
        ),
    ],
)
def test_a_run_that_brings_both_makes_the_environment_between(run: str, changed: str) -> None:
    """The environment is made after the Python and before the first install, in the chain's own style."""
    longer = changed.replace("X", "apt-get install -y python3-pip python3-venv")

    assert f"FROM debian:bookworm\n{VENV}RUN {longer}\n" == in_place(f"FROM debian:bookworm\nRUN {run}\n")


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        ("RUN rm /usr/lib/python3*/EXTERNALLY-MANAGED\n", ""),
        ("RUN rm -f /usr/lib/python3.11/EXTERNALLY-MANAGED || true\n", ""),
        ("RUN rm /usr/lib/python3.11/EXTERNALLY-MANAGED && mkdir /x\n", "RUN mkdir /x\n"),
        ("RUN mkdir /x && rm /usr/lib/python3.11/EXTERNALLY-MANAGED || true && ls\n", "RUN mkdir /x && ls\n"),
        ("RUN mkdir /x; \\\n    rm /usr/lib/python3.11/EXTERNALLY-MANAGED; \\\n    ls\n", "RUN mkdir /x; \\\n    ls\n"),
        ("RUN pip3 config set global.break-system-packages true\n", ""),
        ("ENV PIP_BREAK_SYSTEM_PACKAGES=1\n", ""),
        ("ENV A=b PIP_BREAK_SYSTEM_PACKAGES=1\n", "ENV A=b\n"),
    ],
)
def test_what_lifts_the_guard_goes(lines: str, left: str) -> None:
    """In a virtual environment there is no guard to lift, so the system's own may stay."""
    before = f"{APT} python3-pip python3-venv\n{lines}RUN pip3 install flask\n"

    assert f"{APT} python3-pip python3-venv\n{left}{MADE}RUN pip3 install flask\n" == in_place(before)


@pytest.mark.parametrize(
    "lines", ["RUN rm /usr/lib/python3*/EXTERNALLY-MANAGED\n", "ENV PIP_BREAK_SYSTEM_PACKAGES=1\n"]
)
def test_what_a_tool_still_needs_stays(lines: str) -> None:
    """A tool that is installed beside the environment meets the guard as before."""
    before = f"{APT} python3-pip\n{lines}RUN pip3 install pip-tools\nRUN pip3 install flask\n"

    assert lines in in_place(before)


def test_a_removal_that_takes_more_along_stays() -> None:
    """Of a command that removes other files too, only the owner knows what may go."""
    before = f"{APT} python3-pip\nRUN rm /usr/lib/python3.11/EXTERNALLY-MANAGED /etc/x\nRUN pip3 install flask\n"
    plan = migrated(before)

    assert "EXTERNALLY-MANAGED /etc/x" in text_after(plan)


@pytest.mark.parametrize(
    ("start", "started"),
    [
        ('CMD ["/usr/bin/python3", "a.py"]\n', 'CMD ["/opt/venv/bin/python3", "a.py"]\n'),
        ('CMD ["/usr/local/bin/flask", "run"]\n', 'CMD ["/opt/venv/bin/flask", "run"]\n'),
        ('CMD ["python3", "a.py"]\n', 'CMD ["python3", "a.py"]\n'),
        (
            "ENV PYTHONPATH=/usr/local/lib/python3.11/dist-packages:/app\n",
            "ENV PYTHONPATH=/app\n",
        ),
        (
            "RUN ls /usr/local/lib/python3.11/dist-packages/flask\n",
            "RUN ls /opt/venv/lib/python3.11/site-packages/flask\n",
        ),
    ],
)
def test_paths_of_the_distribution_become_the_environments(start: str, started: str) -> None:
    """Debian's interpreter, scripts and dist-packages have their counterparts in the environment."""
    assert in_place(f"{APT} python3-pip\nRUN pip3 install flask\n{start}").endswith(started)


def test_programs_of_an_image_of_another_purpose_stay() -> None:
    """Node's own program lies where pip's scripts lay, and is no script of a package."""
    before = (
        "FROM node:20-bookworm\nRUN apt-get install -y python3-pip\nRUN pip3 install yt-dlp\n"
        'HEALTHCHECK CMD ["/usr/local/bin/yt-dlp", "--version"]\nCMD ["/usr/local/bin/node", "x.js"]\n'
    )

    assert in_place(before).endswith(
        'HEALTHCHECK CMD ["/opt/venv/bin/yt-dlp", "--version"]\nCMD ["/usr/local/bin/node", "x.js"]\n'
    )


def test_libraries_of_the_distribution_stay_visible() -> None:
    """An environment that is made beside apt's libraries looks through to them."""
    after = in_place(f"{APT} python3-pip python3-gi\nRUN pip3 install flask\n")

    assert "RUN python3 -m venv --system-site-packages /opt/venv\n" in after


@pytest.mark.parametrize(
    ("base", "install", "made"),
    [
        ("alpine:3.20", "apk add py3-pip", "python3 -m venv /opt/venv"),
        ("fedora:41", "dnf install -y python3-pip", "python3 -m venv /opt/venv"),
        ("amazonlinux:2", "yum install -y python3", "python3 -m venv /opt/venv"),
    ],
)
def test_other_distributions_need_no_more_packages(base: str, install: str, made: str) -> None:
    """Alpine, Fedora and their kin have ensurepip where the interpreter is."""
    before = f"FROM {base}\nRUN {install}\nRUN pip3 install flask\n"

    assert f"FROM {base}\nRUN {install}\nRUN {made}\n{VENV}RUN pip3 install flask\n" == in_place(before)


def test_uv_makes_its_environment_with_the_packaged_python() -> None:
    """Uv brings what ``-m venv`` lacks, and is told which Python is meant."""
    before = (
        "FROM debian:bookworm\nRUN apt-get install -y python3\nCOPY --from=ghcr.io/astral-sh/uv /uv /bin/uv\n"
        "RUN uv pip install --system --break-system-packages flask\n"
    )
    after = text_after(migrated(before, shape=Shape.IN_PLACE))

    assert "RUN uv venv --python /usr/bin/python3 /opt/venv\n" in after
    assert "RUN uv pip install flask\n" in after
    assert "python3-venv" not in after


def test_uv_takes_over_without_python3_venv() -> None:
    """Where uv is chosen for a Python that brings no setuptools, uv makes the environment too."""
    before = "FROM ubuntu:24.04\nRUN apt-get install -y python3-pip\nRUN pip3 install --break-system-packages flask\n"
    after = text_after(migrated(before, installer=InstallerChoice.UV, shape=Shape.IN_PLACE))

    assert "RUN uv venv --python /usr/bin/python3 /opt/venv\n" in after
    assert "RUN apt-get install -y python3-pip\n" in after


def test_the_environment_comes_after_the_python_of_the_last_stage() -> None:
    """A stage that is given the environment tests it when its own Python is there."""
    before = (
        "FROM debian:bookworm AS b\nRUN apt-get install -y python3-pip\nRUN pip3 install flask\n"
        "FROM debian:bookworm\n"
        "COPY --from=b /usr/local/lib/python3.11/dist-packages /usr/local/lib/python3.11/dist-packages\n"
        "RUN apt-get install -y python3\nCMD python3 a.py\n"
    )
    after = text_after(migrated(before))

    assert after.index("RUN apt-get install -y python3\n") < after.index('RUN python -Ic "import flask"')


@pytest.mark.parametrize(
    ("base", "packages", "fewer"),
    [
        ("debian:bookworm", "python3 python3-pip", "python3 ca-certificates"),
        ("debian:bookworm", "python3-pip ca-certificates", "python3 ca-certificates"),
        ("debian:bookworm", "gcc python3 python3-dev python3-pip python3-venv", "python3 ca-certificates"),
        ("ubuntu:22.04", "python3 python3-pip", "python3 ca-certificates python3-distutils"),
        ("ubuntu:24.04", "python3 python3-pip curl", "python3 ca-certificates curl"),
        ("node:20", "python3 python3-dev python3-pip", "python3 python3-pip"),
        ("debian:bookworm", "python3.13 python3.13-dev python3.13-venv", "python3.13"),
    ],
)
def test_the_last_stage_has_the_python_without_its_pip(base: str, packages: str, fewer: str) -> None:
    """What pip's package brings beside pip stays: certificates, and distutils where the environment has none."""
    python = "python3.13" if "3.13" in packages else "python3"
    before = f"FROM {base}\nRUN apt-get install -y {packages}\nRUN {python} -m pip install flask\n"
    after = text_after(migrated(before))

    assert f"\nFROM base\nRUN apt-get install -y {fewer}\nENV PATH" in after


def test_what_the_environment_may_be_built_on_stays() -> None:
    """Where it sees the system's packages, pip leaves out what lies there: python3-pip brings wheel and setuptools."""
    after = text_after(migrated(f"{APT} python3-pip python3-yaml gcc\nRUN pip3 install flask\nCMD python3 a.py\n"))
    _, build, last = after.split("\nFROM base")

    assert "install -y python3-pip python3-venv python3-yaml gcc\n" in build
    assert "install -y python3-pip python3-yaml\n" in last


def test_a_pip_that_is_called_later_stays() -> None:
    """What installs when the container starts needs pip's package, as it did before."""
    after = text_after(migrated(f"{APT} python3-pip\nRUN pip3 install flask\nCMD pip3 list && flask run\n"))

    assert "\nFROM base\nENV PATH" in after


def test_a_run_that_brings_both_is_divided() -> None:
    """The last stage brings the Python alone, and gets the environment behind it."""
    before = (
        "FROM debian:bookworm\nRUN apt-get update && apt-get install -y python3-pip && rm -f /x/EXTERNALLY-MANAGED"
        " && pip3 install flask\nCMD flask run\n"
    )
    after = text_after(migrated(before))

    assert (
        "FROM debian:bookworm AS base\n\nFROM base AS build\n"
        f"{VENV}RUN apt-get update && apt-get install -y python3-pip python3-venv && python3 -m venv /opt/venv"
        " && pip3 install flask\n\nFROM base\nRUN apt-get update && apt-get install -y python3 ca-certificates\n"
        "ENV PATH=/opt/venv/bin:$PATH\nCOPY --from=build /opt/venv /opt/venv\n"
    ) in after


@pytest.mark.parametrize(
    ("image", "folder", "moved"),
    [
        ("python:3.12-slim", "/usr/local/lib/python3.12/site-packages", "/opt/venv/lib/python3.12/site-packages"),
        ("ubuntu:22.04", "/usr/local/lib/python3.10/dist-packages", "/opt/venv/lib/python3.10/site-packages"),
    ],
)
def test_a_variable_set_before_the_install_names_the_venvs_packages(image: str, folder: str, moved: str) -> None:
    """What ENV says of a place among the packages is meant for later, also where it stands above the install."""
    system = "RUN apt-get update && apt-get install -y python3-pip\n" if image.startswith("ubuntu") else ""
    plan = migrated(f"FROM {image}\nENV PLUGINS={folder}/PyQt6/plugins\n{system}RUN pip install pyqt6\nCMD viewer\n")

    assert f"ENV PLUGINS={moved}/PyQt6/plugins\n" in text_after(plan)
