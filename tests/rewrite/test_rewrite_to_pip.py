"""pip in the place of ``uv pip``, when the person chooses it."""

from __future__ import annotations

import pytest
from attrs import evolve

from migrating import accepting, analysed, lying_in, migrated, text_after
from venvoy.model.plan import Choices, InstallerChoice, Plan, Shape
from venvoy.model.repository import Pyproject, Repository

BASE = "FROM python:3.12\n"
BRINGS = "COPY --from=ghcr.io/astral-sh/uv:0.5.1 /uv /bin/\n"
MADE = "RUN python -m venv /opt/venv\nENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1\n"


def with_pip(text: str) -> Plan:
    """Return the plan with pip."""
    return migrated(text, installer=InstallerChoice.PIP, shape=Shape.IN_PLACE)


@pytest.mark.parametrize(
    ("command", "after"),
    [
        ("uv pip install --system flask", "pip install flask"),
        ("python -m uv pip install --system flask", "pip install flask"),
        ("/bin/uv pip install --system flask", "pip install flask"),
        ("UV_SYSTEM_PYTHON=1 UV_LINK_MODE=copy uv pip install flask", "pip install flask"),
        ("uv pip install --system --no-cache -r r.txt -c c.txt", "pip install --no-cache-dir -r r.txt -c c.txt"),
        ("uv pip install --system --requirements r.txt", "pip install --requirement r.txt"),
        ("uv pip install --system --compile-bytecode --link-mode copy flask", "pip install flask"),
        ("uv pip install --system --link-mode=copy flask", "pip install flask"),
        ("uv pip install --system --reinstall -U flask", "pip install --force-reinstall -U flask"),
        (
            "uv pip install --system --default-index=https://i.example.com a",
            "pip install --index-url=https://i.example.com a",
        ),
        ("uv pip install --prefix=/x flask", "pip install flask"),
        ("uv pip install --break-system-packages --system flask", "pip install flask"),
        ("uv pip install --python /usr/local/bin/python3 flask", "pip install flask"),
        ("uv pip install --system \\\n    -e '.[web]'", "pip install \\\n    -e '.[web]'"),
        ("bash -c 'uv pip install --system flask'", "bash -c 'pip install flask'"),
    ],
)
def test_commands(command: str, after: str) -> None:
    """The command is pip's; options keep their meaning, and what brought uv goes."""
    assert f"{BASE}{MADE}RUN {after}\n" == text_after(with_pip(f"{BASE}{BRINGS}RUN {command}\n"))


def test_other_forms() -> None:
    """JSON stays JSON; a mount that brought uv goes, and its cache is pip's."""
    text = (
        f'{BASE}RUN ["uv", "pip", "install", "--system", "a"]\n'
        "RUN --mount=from=ghcr.io/astral-sh/uv,source=/uv,target=/bin/uv \\\n"
        "    --mount=type=cache,target=/root/.cache/uv \\\n    uv pip install --system b\n"
    )

    assert (
        f'{BASE}{MADE}RUN ["pip", "install", "a"]\n'
        "RUN --mount=type=cache,target=/root/.cache/pip \\\n    pip install b\n"
    ) == text_after(with_pip(text))


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (
            "RUN uv pip install --system --extra-index-url https://i.example.com a",
            "pip has no counterpart of --extra-index",
        ),
        ("RUN uv pip install --system --override o.txt a", "pip has no counterpart of --override"),
        ("RUN uv pip install --system -r pyproject.toml", "pip reads no requirements from pyproject.toml"),
        ("RUN uv pip sync --system r.txt", "pip has no counterpart of uv pip sync"),
        ("RUN uv --quiet pip install --system a", "options of uv before its command"),
        ("ENV UV_EXTRA_INDEX_URL=https://i.example.com\nRUN uv pip install --system a", "does not read UV_EXTRA_INDEX"),
        ("COPY uv.toml /etc/uv/\nRUN uv pip install --system a", "uv has settings there"),
        ("RUN uv pip install --system a\nRUN uv run a", "Line 4 calls uv for something else than an install"),
        ('RUN uv pip install --system a\nCMD ["uv", "run", "a"]', "Line 4 calls uv when the container starts"),
    ],
)
def test_what_pip_cannot_do_is_refused(lines: str, reason: str) -> None:
    """Another result is never taken silently."""
    plan = with_pip(f"{BASE}{BRINGS}{lines}\n")

    assert (plan.before, 1) == (plan.after, len(plan.refused))
    assert reason in plan.refused[0]


def test_settings_of_uv_in_the_manifest_are_refused() -> None:
    """[tool.uv] may name another index, which pip would not ask."""
    pyproject = Pyproject(project=True, build_system=False, tools=frozenset({"uv"}))
    around = Repository(root="/src", names=frozenset({"pyproject.toml"}), pyproject=pyproject)
    text = f"{BASE}{BRINGS}RUN uv pip install --system a\n"
    choices = Choices(installer=InstallerChoice.PIP)
    refused = accepting(lying_in(around, text), choices).refused
    without = evolve(around, pyproject=evolve(pyproject, tools=frozenset[str]()))

    assert "[tool.uv], that pip does not read" in refused[0]
    assert () == accepting(lying_in(without, text), choices).refused


def test_a_python_of_the_distribution_is_refused() -> None:
    """Whether it brings a pip, and one that knows the options, is not seen."""
    text = f"FROM debian:bookworm-slim\n{BRINGS}RUN apt-get update && apt-get install -y python3\n"
    plan = with_pip(f"{text}RUN uv pip install --system --break-system-packages a\n")

    assert ("Line 4: no Python that brings a pip is seen in this stage.",) == plan.refused


def test_the_result_is_a_venv_of_pip() -> None:
    """Read again, pip fills the venv, and nothing is found."""
    again = analysed(with_pip(f"{BASE}{BRINGS}RUN uv pip install --system flask\nCMD x\n").after)

    assert [("/opt/venv", "pip")] == [(i.site.root.text, i.program) for i in again.trace.installs]
    assert () == again.review.findings


def test_pip_and_uv_become_one() -> None:
    """Where both install, pip keeps its own lines and takes uv's over."""
    after = text_after(with_pip(f"{BASE}RUN pip install uv\nRUN pip install a\nRUN uv pip install --system b\n"))

    assert f"{BASE}{MADE}RUN pip install a\nRUN pip install b\n" == after
