"""Stages that are there already get a venv in the place of the shortcut."""

from __future__ import annotations

import pytest

from migrating import analysed, migrated, text_after
from venvoy.model.plan import Extra, Shape

MADE = "RUN python -m venv /opt/venv\nENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1\n"
ON_PATH = "ENV PATH=/opt/venv/bin:$PATH\n"
GIVEN = "COPY --from=b /opt/venv /opt/venv\n"
SMOKE = 'RUN python -Ic "import flask"\n'
LIB = "/usr/local/lib/python3.12/site-packages"


def rewrite(text: str) -> str:
    """Return the rewrite."""
    return text_after(migrated(text))


def two_stages(install: str, last: str) -> str:
    """Return a build stage with *install* and a last stage with *last*."""
    return f"FROM python:3.12 AS b\n{install}\nFROM python:3.12-slim\n{last}"


@pytest.mark.parametrize(
    ("install", "last", "installed", "received"),
    [
        pytest.param(
            "RUN pip install flask\n",
            f"COPY --from=b {LIB} {LIB}\nCOPY --from=b /usr/local/bin /usr/local/bin\nCMD x\n",
            "RUN pip install flask\n",
            f"{ON_PATH}{GIVEN}{SMOKE}CMD x\n",
            id="site-packages and bin",
        ),
        pytest.param(
            "RUN pip install flask\n",
            f"COPY --from=b {LIB} {LIB}\nCMD x\n",
            "RUN pip install flask\n",
            f"{ON_PATH}{GIVEN}{SMOKE}CMD x\n",
            id="site-packages without bin",
        ),
        pytest.param(
            "RUN pip install flask\n",
            "COPY --from=b /usr/local /usr/local\nCMD x\n",
            "RUN pip install flask\n",
            f"{ON_PATH}{GIVEN}{SMOKE}CMD x\n",
            id="the whole prefix",
        ),
        pytest.param(
            "RUN pip install flask\n",
            f"COPY --from=b {LIB} {LIB}\nCOPY . .\nCOPY --from=b /usr/local/bin/flask /usr/local/bin/flask\nCMD x\n",
            "RUN pip install flask\n",
            f"{ON_PATH}{GIVEN}{SMOKE}COPY . .\nCMD x\n",
            id="one script",
        ),
        pytest.param(
            "RUN pip install flask\n",
            f'COPY --from=b ["{LIB}", "{LIB}"]\nCMD x\n',
            "RUN pip install flask\n",
            f'{ON_PATH}COPY --from=b ["/opt/venv", "/opt/venv"]\n{SMOKE}CMD x\n',
            id="JSON form",
        ),
        pytest.param(
            "RUN pip install flask\n",
            f"copy  --link   --from=b\t{LIB}  \\\n    {LIB}\ncmd x\n",
            "RUN pip install flask\n",
            "env PATH=/opt/venv/bin:$PATH\ncopy  --link   --from=b\t/opt/venv  \\\n    /opt/venv\n"
            'run python -Ic "import flask"\ncmd x\n',
            id="spelling and continuation of the COPY stay",
        ),
        pytest.param(
            "RUN pip install --user flask\n",
            "COPY --from=b /root/.local /root/.local\nENV PATH=/root/.local/bin:$PATH\nCMD x\n",
            "RUN pip install flask\n",
            f"{GIVEN}{ON_PATH}{SMOKE}CMD x\n",
            id="user install",
        ),
        pytest.param(
            "RUN pip install --user flask\n",
            "ENV PATH=/root/.local/bin:$PATH\nCOPY --from=b /root/.local /root/.local\nCMD x\n",
            "RUN pip install flask\n",
            f"{ON_PATH}{GIVEN}{SMOKE}CMD x\n",
            id="PATH before the COPY",
        ),
        pytest.param(
            "RUN pip install --user flask\n",
            "COPY --from=b /root/.local /root/.local\nCMD x\n",
            "RUN pip install flask\n",
            f"{ON_PATH}{GIVEN}{SMOKE}CMD x\n",
            id="PATH was never set",
        ),
        pytest.param(
            "RUN pip install --user flask\n",
            "USER app\nCOPY --from=b --chown=app:app /root/.local /home/app/.local\n"
            "ENV PATH=/home/app/.local/bin:$PATH\nCMD x\n",
            "RUN pip install flask\n",
            f"USER app\nCOPY --from=b --chown=app:app /opt/venv /opt/venv\n{ON_PATH}{SMOKE}CMD x\n",
            id="to another home, with its owner",
        ),
        pytest.param(
            "RUN pip install --user flask\n",
            'COPY --from=b /root/.local /root/.local\nENTRYPOINT ["/root/.local/bin/flask"]\n',
            "RUN pip install flask\n",
            f'{ON_PATH}{GIVEN}{SMOKE}ENTRYPOINT ["/opt/venv/bin/flask"]\n',
            id="an absolute path in ENTRYPOINT",
        ),
        pytest.param(
            "RUN pip install --user flask\n",
            "COPY --from=b /root /root\nENV PATH=/root/.local/bin:$PATH\nCMD x\n",
            "RUN pip install flask\n",
            f"COPY --from=b /root /root\n{GIVEN}{ON_PATH}{SMOKE}CMD x\n",
            id="a COPY that takes more stays, beside the venv's",
        ),
        pytest.param(
            "ENV PYTHONUSERBASE=/app\nRUN pip install --user flask\n",
            "ENV PYTHONUSERBASE=/app PATH=/app/bin:$PATH\nCOPY --from=b /app /app\nCMD x\n",
            "RUN pip install flask\n",
            f"{ON_PATH}{GIVEN}{SMOKE}CMD x\n",
            id="user base",
        ),
        pytest.param(
            "RUN PYTHONUSERBASE=/app pip install --user flask\n",
            "COPY --from=b /app /app\nENV PYTHONUSERBASE=/app\nENV PATH=$PYTHONUSERBASE/bin:$PATH\nCMD x\n",
            "RUN pip install flask\n",
            f"{GIVEN}{ON_PATH}{SMOKE}CMD x\n",
            id="user base for one command",
        ),
        pytest.param(
            "ENV PIP_USER=1\nRUN pip install flask\n",
            "COPY --from=b /root/.local /root/.local\nCMD x\n",
            "RUN pip install flask\n",
            f"{ON_PATH}{GIVEN}{SMOKE}CMD x\n",
            id="PIP_USER",
        ),
        pytest.param(
            "RUN pip install flask\n",
            f"# the packages\nCOPY --from=b {LIB} {LIB}\n# start\nCMD x\n",
            "RUN pip install flask\n",
            f"{ON_PATH}# the packages\n{GIVEN}{SMOKE}# start\nCMD x\n",
            id="comments stay above what they are about",
        ),
    ],
)  # fmt: skip
def test_two_stages(install: str, last: str, installed: str, received: str) -> None:
    """The venv is made where the install is, copied whole to the same path, and first on PATH in time."""
    assert two_stages(f"{MADE}{installed}", received) == rewrite(two_stages(install, last))


def test_a_stage_that_installs_more_goes_on_in_the_venv() -> None:
    """The venv that a stage was given takes its own installs as well, and is tested when it is complete."""
    last = "COPY --from=b /root/.local /root/.local\nENV PATH=/root/.local/bin:$PATH\nRUN pip install gunicorn\nCMD x\n"

    assert two_stages(
        f"{MADE}RUN pip install flask\n",
        f'{GIVEN}{ON_PATH}RUN pip install gunicorn\nRUN python -Ic "import flask, gunicorn"\nCMD x\n',
    ) == rewrite(two_stages("RUN pip install --user flask\n", last))


def test_stages_that_inherit_share_one_venv() -> None:
    """It is made in the stage that the others are built from."""
    before = "FROM python:3.12 AS base\nRUN pip install a\nFROM base AS dev\nRUN pip install b\nFROM base\nCMD x\n"

    assert before.replace("RUN pip install a\n", f"{MADE}RUN pip install a\n") == rewrite(before)


def test_unrelated_stages_have_a_venv_each() -> None:
    """Two products do not share what they do not share."""
    before = "FROM python:3.12 AS a\nRUN pip install x\nFROM python:3.12 AS b\nRUN pip install y\n"

    assert 2 == rewrite(before).count(MADE)


@pytest.mark.parametrize(
    ("lines", "made"),
    [
        ("COPY r.txt .\nRUN pip install flask\n", f"{MADE}COPY r.txt .\nRUN pip install flask\n"),
        ("WORKDIR /w\nRUN pip install flask\n", f"{MADE}WORKDIR /w\nRUN pip install flask\n"),
        ("# why\nCOPY r.txt .\nRUN pip install flask\n", f"{MADE}# why\nCOPY r.txt .\nRUN pip install flask\n"),
        ("RUN pip install -U pip\nRUN pip install flask\n", f"{MADE}RUN pip install -U pip\nRUN pip install flask\n"),
        ("RUN true\nRUN pip install flask\n", f"RUN true\n{MADE}RUN pip install flask\n"),
        pytest.param(
            "RUN useradd app\nUSER app\nRUN pip install flask\n",
            "RUN useradd app\nRUN python -m venv /opt/venv && chown -R app /opt/venv\n"
            "ENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1\nUSER app\nRUN pip install flask\n",
        ),
        pytest.param(
            "USER x\nRUN ls\nUSER root\nRUN useradd app\nUSER app\nRUN pip install flask\n",
            "USER x\nRUN ls\nUSER root\nRUN useradd app\nRUN python -m venv /opt/venv && chown -R app /opt/venv\n"
            "ENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1\nUSER app\nRUN pip install flask\n",
        ),
        pytest.param(
            "RUN useradd app\nUSER app:app\nENV PATH=/home/app/.local/bin:$PATH\nRUN pip install --user flask\n",
            "RUN useradd app\nRUN python -m venv /opt/venv && chown -R app /opt/venv\n"
            "ENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1\nUSER app:app\nRUN pip install flask\n",
        ),
    ],
)
def test_where_the_venv_is_made(lines: str, made: str) -> None:
    """Before pip's first command and the files it reads, while the user is still root; its owner is who installs."""
    plan = migrated(f"FROM python:3.12\n{lines}", shape=Shape.IN_PLACE)

    assert f"FROM python:3.12\n{made}" == text_after(plan)


@pytest.mark.parametrize(
    ("command", "after", "python"),
    [
        ("pip3 install flask", "pip3 install flask", "python3"),
        ("pip3.12 install flask", "pip3.12 install flask", "python3.12"),
        ("python3 -m pip install flask", "python3 -m pip install flask", "python3"),
        ("/usr/local/bin/pip install flask", "/opt/venv/bin/pip install flask", "python"),
        ("/usr/local/bin/python -m pip install flask", "/opt/venv/bin/python -m pip install flask", "python"),
        ("sudo -H pip install flask", "sudo -H /opt/venv/bin/pip install flask", "python"),
        ("pip install --user flask", "pip install flask", "python"),
        ("pip install flask --user", "pip install flask", "python"),
        ("pip install \\\n    --user \\\n    flask", "pip install \\\n    flask", "python"),
        ("pip install --break-system-packages flask", "pip install flask", "python"),
        ("PIP_USER=1 A=b pip install flask", "A=b pip install flask", "python"),
        ("A=b pip install flask", "A=b pip install flask", "python"),
    ],
)
def test_how_pip_is_called(command: str, after: str, python: str) -> None:
    """The spelling stays; what only served the shortcut goes, and a path that PATH does not steer is the venv's."""
    plan = migrated(f"FROM python:3.12\nRUN {command}\n", shape=Shape.IN_PLACE)

    assert f"FROM python:3.12\n{MADE.replace('python', python, 1)}RUN {after}\n" == text_after(plan)


@pytest.mark.parametrize(
    ("form", "after"),
    [
        ('RUN ["pip", "install", "--user", "flask"]', 'RUN ["pip", "install", "flask"]'),
        (
            'RUN ["python", "-m", "pip", "install", "flask", "--user"]',
            'RUN ["python", "-m", "pip", "install", "flask"]',
        ),
        ("RUN <<EOF\nset -e\npip install --user flask\nEOF", "RUN <<EOF\nset -e\npip install flask\nEOF"),
        ("RUN bash -c 'pip install --user flask'", "RUN bash -c 'pip install flask'"),
        ("RUN pip install --user \\\n  # why\n  flask", "RUN pip install \\\n  # why\n  flask"),
    ],
)
def test_a_word_is_taken_out_of_any_form(form: str, after: str) -> None:
    """JSON keeps its commas right, heredocs and nested shells their quotes."""
    assert f"{after}\n" in text_after(migrated(f"FROM python:3.12\n{form}\n", shape=Shape.IN_PLACE))


@pytest.mark.parametrize("base", ["FROM python:3.12\r\n", "  FROM python:3.12\n", "from python:3.12\n"])
def test_new_lines_look_like_those_around_them(base: str) -> None:
    """Line ends, indentation and case of what stands there."""
    newline = "\r\n" if "\r" in base else "\n"
    run = base[: len(base) - len(base.lstrip())] + ("run" if "from" in base else "RUN")
    plan = migrated(f"{base}{run} pip install flask{newline}", shape=Shape.IN_PLACE)

    assert plan.after.decode().startswith(f"{base}{run} python -m venv /opt/venv{newline}")


def test_the_guard_and_the_smoke_test_can_be_left_out() -> None:
    """Without the two extras only what the finding needs is left."""
    text = two_stages("RUN pip install flask\n", f"COPY --from=b {LIB} {LIB}\nCMD x\n")

    assert two_stages(
        f"RUN python -m venv /opt/venv\n{ON_PATH}RUN pip install flask\n", f"{ON_PATH}{GIVEN}CMD x\n"
    ) == text_after(migrated(text, extras=frozenset[Extra]()))


def test_what_is_not_understood_is_left_and_listed() -> None:
    """A line that cannot be followed stays byte for byte, and is shown."""
    text = "FROM python:3.12\nRUN pip install flask\nRUN curl https://example.com/x | sh\nCMD x\n"

    assert b"RUN curl https://example.com/x | sh\n" in migrated(text).after
    assert [3] == [opaque.lines.first for opaque in analysed(text).review.left_alone]
