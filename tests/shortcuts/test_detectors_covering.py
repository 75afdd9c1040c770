"""What lies over a venv, or below it, and which stages only happen to agree."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrating import analysed, findings, migrated, text_after
from venvoy.migration import analyse
from venvoy.model.analysis import Analysis
from venvoy.model.finding import Finding, Remedy, Verdict

VENV = "FROM python:3.12-slim\nRUN python -m venv --system-site-packages /opt/venv\nENV PATH=/opt/venv/bin:$PATH\n"
INSTALL = "RUN pip install flask\n"
SYNC = "FROM python:3.12-slim\nWORKDIR /app\nRUN uv sync\n"


def only(text: str, shortcut: str) -> Finding:
    """Return the one finding of *shortcut* in a Dockerfile."""
    (item,) = (f for f in findings(analysed(text)) if f.shortcut == shortcut)
    return item


def advice(text: str) -> list[str]:
    """Return the advice on a Dockerfile that came alone, that on the missing guard left out."""
    return _advice(analysed(text))


def _advice(analysis: Analysis) -> list[str]:
    found = (item for item in analysis.review.findings if item.advice and item.shortcut != "unguarded-install")
    return [item.id for item in found]


def advice_in(directory: Path, text: str, ignore: str | None = None, name: str = ".dockerignore") -> list[str]:
    """Return the advice on a Dockerfile of a uv project in *directory*, with *ignore* in its .dockerignore."""
    (directory / "uv.lock").touch()
    (directory / "src").mkdir(exist_ok=True)
    if ignore is not None:
        (directory / name).write_text(ignore)
    analysis = analyse(text.encode(), "Dockerfile", directory)
    assert isinstance(analysis, Analysis)
    return _advice(analysis)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (VENV + INSTALL, (Verdict.MIGRATE, Remedy.SAFE)),
        (VENV + "RUN pip install -U pip wheel\n" + INSTALL, (Verdict.MIGRATE, Remedy.SAFE)),
        (VENV.replace("3.12", "3.11") + INSTALL, (Verdict.ASK, Remedy.REVIEW)),
        (VENV.replace("3.12-slim", "3.12.4-slim") + INSTALL, (Verdict.ASK, Remedy.REVIEW)),
        (VENV.replace("3.12-slim", "3.12.11-slim") + INSTALL, (Verdict.MIGRATE, Remedy.SAFE)),
        (VENV.replace("\nRUN", "\nRUN eval $SETUP\nRUN", 1) + INSTALL, (Verdict.ASK, Remedy.REVIEW)),
        (VENV.replace("\nRUN", "\nRUN pip install numpy\nRUN", 1) + INSTALL, (Verdict.ASK, Remedy.NONE)),
        (VENV.replace("\nRUN", "\nRUN pip install --user numpy\nRUN", 1) + INSTALL, (Verdict.ASK, Remedy.NONE)),
        (VENV + INSTALL + "RUN /usr/local/bin/pip install numpy\n", (Verdict.ASK, Remedy.NONE)),
    ],
)  # fmt: skip
def test_a_venv_that_looks_below(text: str, expected: tuple[Verdict, Remedy]) -> None:
    """Safe where nothing but pip is below, asked where it cannot be seen or where packages are."""
    item = only(text, "venv-with-system-packages")

    assert expected == (item.verdict, item.remedy)


@pytest.mark.parametrize(
    "text",
    [
        VENV.replace(" --system-site-packages", "") + INSTALL,
        VENV.replace("python:3.12-slim", "debian:bookworm") + INSTALL,
        VENV.replace("python:3.12-slim", "nvidia/cuda:12.2.2-runtime-ubuntu22.04") + INSTALL,
        VENV.replace("python:3.12-slim", "team.example/base:1") + INSTALL,
        VENV.replace("python -m", "/usr/bin/python3 -m") + INSTALL,
        VENV.replace("venv --", "venv --without-pip --") + "RUN python -m pip install flask\n",
        VENV + INSTALL + "RUN mkdocs build\nFROM nginx\nCOPY --from=0 /site /site\n",
    ],
)  # fmt: skip
def test_looking_below_has_its_reasons(text: str) -> None:
    """A distribution's libraries, a stack, an interpreter's pip, and what does not ship are no findings."""
    assert "venv-with-system-packages" not in {item.shortcut for item in findings(analysed(text))}


def test_only_the_flag_goes() -> None:
    """The rewrite takes one word out, whichever program makes the venv."""
    for command in ("python -m venv --system-site-packages /opt/venv", "virtualenv --system-site-packages /opt/venv"):
        text = VENV.replace("python -m venv --system-site-packages /opt/venv", command) + INSTALL
        assert text.replace(" --system-site-packages", "") == text_after(migrated(text))


def test_an_idle_venv_loses_the_flag_when_it_is_used() -> None:
    """A venv that is put on PATH holds what was global, and has nothing to look through to."""
    text = VENV.replace("ENV PATH=/opt/venv/bin:$PATH\n", "") + "RUN pip install -r requirements.txt\n"
    after = text_after(migrated(text))

    assert "--system-site-packages" not in after
    assert () == findings(analysed(after))


def test_what_is_below_stays_behind() -> None:
    """The reason names the copy when the venv leaves the packages that it looked through to."""
    build = VENV.replace("slim", "slim AS build", 1).replace("\nRUN", "\nRUN pip install numpy\nRUN", 1)
    text = f"{build}{INSTALL}FROM python:3.12-slim\nCOPY --from=build /opt/venv /opt/venv\n"

    assert "Line 7: the venv is copied, and what it looked through to stays behind." == (
        only(text, "venv-with-system-packages").reason
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{SYNC}COPY . .\n", ["hidden-venv:4"]),
        (SYNC.replace("RUN", "COPY . .\nRUN"), ["hidden-venv:3"]),
        (f"{SYNC}ADD ./ /app/\n", ["hidden-venv:4"]),
        (f"{SYNC}COPY . /\n", ["hidden-venv:4"]),
        (f"{SYNC}COPY src/ /app/\n", ["hidden-venv:4"]),
        (f"{SYNC}COPY src /app\n", []),
        (f"{SYNC}COPY . /app/src\n", []),
        (f"{SYNC}COPY . .\nFROM nginx\nCOPY --from=0 /app/site /site\n", []),
        (f"{SYNC}COPY pyproject.toml uv.lock ./\n", []),
        (f"{SYNC}COPY --exclude=.venv . .\n", []),
        (f"{SYNC}COPY --from=other . .\n", []),
        (f"{SYNC}FROM python:3.12-slim\nCOPY --from=0 /app/.venv /app/.venv\nCOPY . /app\n", ["hidden-venv:6"]),
        ("FROM python:3.12\nRUN python -m venv /opt/venv\nRUN /opt/venv/bin/pip install x\nCOPY . /app\n", []),
    ],
)  # fmt: skip
def test_a_host_venv_that_comes_along(text: str, expected: list[str], tmp_path: Path) -> None:
    """A directory of the context whose .venv would land on the image's, before or after that is made."""
    assert expected == advice_in(tmp_path, text)


@pytest.mark.parametrize(
    ("ignore", "told"),
    [
        (".venv\n", False),
        ("**/.venv\n", False),
        ("*\n!src\n", False),
        (".venv/*\n", False),
        (".git\nvenv\n", True),
        (".venv\n!.venv\n", True),
    ],
)  # fmt: skip
def test_what_dockerignore_keeps_out_hides_nothing(ignore: str, told: bool, tmp_path: Path) -> None:
    """The context's own list decides."""
    assert told == bool(advice_in(tmp_path, f"{SYNC}COPY . .\n", ignore))


def test_a_list_of_the_dockerfile_itself_counts(tmp_path: Path) -> None:
    """BuildKit takes Dockerfile.dockerignore instead of .dockerignore."""
    assert [] == advice_in(tmp_path, f"{SYNC}COPY . .\n", ".venv\n", "Dockerfile.dockerignore")
    (tmp_path / "Dockerfile.dockerignore").write_text("docs\n")
    assert ["hidden-venv:4"] == advice_in(tmp_path, f"{SYNC}COPY . .\n", ".venv\n")


def test_a_dockerfile_alone_says_nothing_of_the_host() -> None:
    """What is not seen is not suspected."""
    assert [] == advice(f"{SYNC}COPY . .\n")


@pytest.mark.parametrize(
    ("volume", "expected"),
    [
        ("VOLUME /app", ["hidden-venv:4"]),
        ('VOLUME ["/data", "/app/.venv"]', ["hidden-venv:4"]),
        ("VOLUME /app/data", []),
        ("VOLUME /application", []),
    ],
)
def test_a_volume_over_the_venv(volume: str, expected: list[str]) -> None:
    """A volume at the venv or above it, told from the Dockerfile alone."""
    assert expected == advice(f"{SYNC}{volume}\n")


PAIR = "FROM {one} AS b\nRUN python -m venv /v && /v/bin/pip install x\nFROM {two}\nCOPY --from=b /v /v\n"


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("python:3.12", "python:3.12-slim", ["uncoupled-stages:3"]),
        ("ghcr.io/astral-sh/uv:python3.12-bookworm-slim", "python:3.12-slim", ["uncoupled-stages:3"]),
        ("python:3.12-slim", "python:3.12-slim", []),
        ("python:3.12-slim", "python:3.13-slim", []),
        ("python:3.12-slim", "python:3.12-alpine", []),
        ("python:3.12", "debian:12", []),
    ],
)
def test_stages_that_only_happen_to_agree(one: str, two: str, expected: list[str]) -> None:
    """References that differ and hold the same Python; not those that are the same, or differ already."""
    assert expected == advice(PAIR.format(one=one, two=two))


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("python:$V", "python:$V-slim", []),
        ("python:${V}-bookworm", "python:3.12-slim", ["uncoupled-stages:4"]),
        ("$IMAGE", "python:3.12-slim", []),
    ],
)
def test_a_shared_variable_couples(one: str, two: str, expected: list[str]) -> None:
    """One ARG in both lines moves both; in one of them it does not."""
    assert expected == advice("ARG V=3.12\n" + PAIR.format(one=one, two=two))


def test_a_stage_built_on_the_other_is_coupled() -> None:
    """Both start from one FROM."""
    assert [] == advice("FROM python:3.12 AS base\n" + PAIR.format(one="base", two="base"))


def test_advice_can_be_kept() -> None:
    """A comment of the owner silences advice as it does a finding."""
    text = PAIR.format(one="python:3.12", two="python:3.12-slim").replace(
        "FROM python:3.12-slim", "# venvoy: keep uncoupled-stages -- the bot moves both\nFROM python:3.12-slim"
    )
    (item,) = analysed(text).review.findings

    assert (Verdict.KEEP, True) == (item.verdict, item.advice)
