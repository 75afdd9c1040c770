"""uv in pip's place, when the person chooses it."""

from __future__ import annotations

import os
import subprocess

import pytest
import uv

from migrating import analysed, migrated, text_after
from venvoy.model.plan import Extra, InstallerChoice, Plan, Shape
from venvoy.rewrite.dialects.uv import UNSUPPORTED

BASE = "FROM python:3.12\n"
MADE = (
    "COPY --from=ghcr.io/astral-sh/uv:0.13 /uv /usr/local/bin/\n"
    "RUN uv venv /opt/venv\nENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH\n"
)


def with_uv(text: str, shape: Shape = Shape.IN_PLACE) -> Plan:
    """Return the plan with uv."""
    return migrated(text, installer=InstallerChoice.UV, shape=shape)


@pytest.mark.parametrize(
    ("command", "after"),
    [
        ("pip install flask", "uv pip install flask"),
        ("pip3 install flask", "uv pip install flask"),
        ("python -m pip install flask", "uv pip install flask"),
        ("/usr/local/bin/pip install flask", "uv pip install flask"),
        ("A=b pip install flask", "A=b uv pip install flask"),
        ("env A=b pip install flask", "env A=b uv pip install flask"),
        ("pip install --user flask", "uv pip install flask"),
        ("PYTHONUSERBASE=/x pip install --user flask", "uv pip install flask"),
        ("pip install --break-system-packages flask", "uv pip install flask"),
        ("pip install --no-warn-script-location flask", "uv pip install flask"),
        ("pip install --root-user-action=ignore flask", "uv pip install flask"),
        ("pip install --root-user-action ignore flask", "uv pip install flask"),
        ("pip install --progress-bar off -r r.txt", "uv pip install -r r.txt"),
        ("pip install --timeout 60 --retries=5 flask", "uv pip install flask"),
        ("pip install --prefer-binary --use-pep517 flask", "uv pip install flask"),
        ("pip install --no-cache-dir -U -r r.txt -c c.txt", "uv pip install --no-cache-dir -U -r r.txt -c c.txt"),
        ("pip install --no-deps --require-hashes -r r.txt", "uv pip install --no-deps --require-hashes -r r.txt"),
        ("pip install \\\n    --user \\\n    -r r.txt", "uv pip install \\\n    -r r.txt"),
        ("bash -c 'pip install flask'", "bash -c 'uv pip install flask'"),
        ("pip install a && pip3 install b", "uv pip install a && uv pip install b"),
    ],
)
def test_commands(command: str, after: str) -> None:
    """The command is uv's; what uv refuses and a fresh venv does not need goes, everything else stays."""
    assert f"{BASE}{MADE}RUN {after}\n" == text_after(with_uv(f"{BASE}RUN {command}\n"))


@pytest.mark.parametrize(
    ("form", "after"),
    [
        ('RUN ["pip", "install", "flask"]', 'RUN ["uv", "pip", "install", "flask"]'),
        ('RUN ["python", "-m", "pip", "install", "flask"]', 'RUN ["uv", "pip", "install", "flask"]'),
        ("RUN <<EOF\npip install flask\nEOF", "RUN <<EOF\nuv pip install flask\nEOF"),
        (
            "RUN --mount=type=cache,target=/root/.cache/pip pip install flask",
            "RUN --mount=type=cache,target=/root/.cache/uv uv pip install flask",
        ),
    ],
)
def test_forms(form: str, after: str) -> None:
    """JSON stays JSON, a heredoc a heredoc, and a cache that served pip serves uv."""
    assert f"{BASE}{MADE}{after}\n" == text_after(with_uv(f"{BASE}{form}\n"))


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ("RUN pip install --proxy http://p flask", "uv has no --proxy"),
        ("RUN pip install --upgrade-strategy eager flask", "uv has no --upgrade-strategy"),
        ("RUN sudo pip install flask", "sudo does not pass VIRTUAL_ENV on"),
        ("RUN pip --timeout 60 install flask", "options of pip before its command"),
        ("ENV PIP_INDEX_URL=https://i.example.com\nRUN pip install flask", "PIP_INDEX_URL"),
        ("ARG PIP_EXTRA_INDEX_URL\nRUN pip install flask", "PIP_EXTRA_INDEX_URL"),
        ("RUN PIP_NO_BINARY=:all: pip install flask", "PIP_NO_BINARY"),
        ("RUN pip config set global.index-url https://i.example.com && pip install flask", "settings"),
        ("COPY pip.conf /etc/pip.conf\nRUN pip install flask", "settings"),
        ("RUN --mount=type=secret,id=c,target=/etc/pip.conf pip install flask", "settings"),
        ("RUN pip install flask && pip uninstall -y six", "has no pip for this command"),
        ("RUN pip install flask\nRUN python -m pip inspect", "has no pip for this command"),
    ],
)
def test_what_uv_cannot_do_is_refused(lines: str, reason: str) -> None:
    """Another result, or another index, is never taken silently: nothing changes, and one sentence says why."""
    plan = with_uv(f"{BASE}{lines}\n")

    assert (plan.before, 1) == (plan.after, len(plan.refused))
    assert reason in plan.refused[0]


@pytest.mark.parametrize(
    "lines",
    [
        "ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1\nRUN pip install flask",
        "ENV PIP_DEFAULT_TIMEOUT=100\nRUN pip install flask",
        "ENV PIP_ROOT_USER_ACTION=ignore\nRUN pip install flask",
        "RUN pip install --index-url https://i.example.com flask",
        "RUN pip install --no-binary psycopg2 -r r.txt",
    ],
)
def test_what_does_not_matter_is_no_obstacle(lines: str) -> None:
    """Settings that are about pip itself, and options that uv knows, change nothing."""
    assert () == with_uv(f"{BASE}{lines}\n").refused


def test_an_old_python_is_refused() -> None:
    """Uv supports 3.8 and newer."""
    assert ["Line 2: uv supports Python 3.8 and newer, this is 3.7."] == list(
        with_uv("FROM python:3.7\nRUN pip install flask\n").refused
    )


def test_the_interpreter_is_named_where_the_repository_could_choose() -> None:
    """A .python-version that was copied before would bring a Python that the last stage lacks."""
    after = text_after(with_uv(f"{BASE}COPY . .\nRUN true\nRUN pip install flask\n"))

    assert "RUN uv venv --python /usr/local/bin/python3 /opt/venv\n" in after


def test_uv_is_brought_into_every_stage_that_installs() -> None:
    """A stage that was given the venv and installs more needs the program as well."""
    text = (
        "FROM python:3.12 AS b\nRUN pip install --user flask\nFROM python:3.12\n"
        "COPY --from=b /root/.local /root/.local\nENV PATH=/root/.local/bin:$PATH\nRUN pip install gunicorn\nCMD x\n"
    )
    last = text_after(with_uv(text)).split("FROM python:3.12\n")[1]

    assert "COPY --from=ghcr.io/astral-sh/uv:0.13 /uv /usr/local/bin/\n" in last
    assert "VIRTUAL_ENV=/opt/venv" in last
    assert "RUN uv pip install gunicorn\n" in last


def test_an_image_of_uv_has_it_already() -> None:
    """Nothing is copied into an image that brings uv."""
    after = text_after(with_uv("FROM ghcr.io/astral-sh/uv:python3.12-bookworm\nRUN pip install flask\n"))

    assert "/uv /usr/local/bin/" not in after


def test_every_changed_command_names_the_choice() -> None:
    """The installer is nobody's finding."""
    plan = with_uv(f"{BASE}RUN pip install flask\n")
    causes = {cause.source for edit in plan.edits if b"uv pip" in edit.replacement for cause in edit.causes}

    assert {"choice:installer"} == causes


def test_keep_and_pip_are_the_same_for_pip() -> None:
    """Who has pip and chooses it keeps it."""
    text = f"{BASE}RUN pip install flask\nCMD x\n"

    assert migrated(text).after == migrated(text, installer=InstallerChoice.PIP).after


def test_the_guard_is_pips() -> None:
    """Uv installs into VIRTUAL_ENV only; there is nothing to guard against."""
    plan = migrated(f"{BASE}RUN pip install flask\n", installer=InstallerChoice.UV, extras=frozenset({Extra.GUARD}))

    assert b"PIP_REQUIRE_VIRTUALENV" not in plan.after


def test_the_result_is_a_venv_of_uv() -> None:
    """Read again, the packages are in the venv, and nothing is found."""
    again = analysed(with_uv(f"{BASE}RUN pip install flask\nCMD x\n").after)

    assert [("/opt/venv", "uv pip")] == [(i.site.root.text, i.program) for i in again.trace.installs]
    assert () == again.review.findings


# Options that come through the rewrite, with a value where they take one.
PASSED_ON = (
    "-r x", "--requirement x", "-c x", "--constraint x", "-e .", "--editable .", "-i https://x", "--index-url https://x",
    "--extra-index-url https://x", "--no-index", "-f x", "--find-links x", "--no-cache-dir", "--no-cache", "-U",
    "--upgrade", "--force-reinstall", "--no-deps", "--require-hashes", "--no-build-isolation", "--no-binary :all:",
    "--only-binary :all:", "--pre", "--trusted-host x", "-q", "--quiet", "-v", "--cache-dir x", "--no-compile",
    "--compile", "--group dev", "--dry-run", "-C a=b", "--config-settings a=b", "--disable-pip-version-check",
)  # fmt: skip


def _refused_by_uv(option: str) -> bool:
    """Ask the real uv; it looks at the options before it looks for packages."""
    command = [uv.find_uv_bin(), "pip", "install", *option.split(), "--help"]
    environment = {**os.environ, "UV_OFFLINE": "1", "UV_NO_CONFIG": "1"}
    return subprocess.run(command, capture_output=True, check=False, env=environment).returncode != 0


@pytest.mark.parametrize("option", PASSED_ON)
def test_uv_takes_what_is_passed_on(option: str) -> None:
    """An option that stays in the command is one that the real uv knows."""
    assert f"RUN uv pip install {option} flask\n" in text_after(with_uv(f"{BASE}RUN pip install {option} flask\n"))
    assert not _refused_by_uv(option)


@pytest.mark.parametrize("option", sorted(UNSUPPORTED - {"-b"}))  # -b is known to uv, as something else
def test_uv_refuses_what_is_refused(option: str) -> None:
    """And an option that is refused here is one that the real uv refuses too."""
    assert _refused_by_uv(f"{option}=x" if option.startswith("--") else f"{option} x")
