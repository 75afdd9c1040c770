"""One RUN, divided between the stage that builds and the stage that ships."""

from __future__ import annotations

import pytest

from migrating import migrated, text_after
from venvoy.model.plan import Plan, Shape

VENV = "RUN python -m venv /opt/venv\n"
COPY = "COPY --from=build /opt/venv /opt/venv\n"
SMOKE = 'RUN python -Ic "import flask"\n'


def divided(run: str, *, image: str = "python:3.12-slim-bookworm", tail: str = "CMD x\n") -> Plan:
    """Return the plan for a file whose one RUN is *run*; it is a split."""
    plan = migrated(f"FROM {image}\n{run}\n{tail}")
    assert (Shape.SPLIT, ()) == (plan.shape, plan.refused)
    return plan


def shares(plan: Plan) -> tuple[str, str, str]:
    """Return what builds, and what the last stage runs before and behind the venv."""
    _, build, last = text_after(plan).split("\nFROM base")
    inside = build.split("PIP_REQUIRE_VIRTUALENV=1\n")[1]
    before, behind = last.removeprefix("\n").split(f"ENV PATH=/opt/venv/bin:$PATH\n{COPY}{SMOKE}")
    return inside, before, behind.removesuffix("CMD x\n")


APT = "apt-get update && apt-get install -y gcc curl"
NO_GCC = "apt-get update && apt-get install -y curl"


@pytest.mark.parametrize(
    ("run", "build", "before", "behind"),
    [
        pytest.param(
            f"RUN {APT} && pip install flask", f"RUN {APT} && pip install flask", f"RUN {NO_GCC}", "", id="apt and pip"
        ),
        pytest.param(
            f"RUN {APT} && pip install flask && apt-get purge -y gcc && rm -rf /var/lib/apt/lists/*",
            f"RUN {APT} && pip install flask && rm -rf /var/lib/apt/lists/*",
            f"RUN {NO_GCC} && rm -rf /var/lib/apt/lists/*",
            "",
            id="what is purged is not shipped, and not purged any more",
        ),
        pytest.param(
            "RUN pip install flask && useradd app && mkdir /data",
            "RUN pip install flask",
            "",
            "RUN useradd app && mkdir /data",
            id="what follows the install is for the last stage",
        ),
        pytest.param(
            "RUN pip install flask && mkdir /etc/x && { echo a; echo b; } > /etc/x/conf",
            "RUN pip install flask",
            "",
            "RUN mkdir /etc/x && { echo a; echo b; } > /etc/x/conf",
            id="a group that writes a file is for the last stage",
        ),
        pytest.param(
            "RUN pip install flask && for n in 1 2; do echo $n; done >> /etc/x",
            "RUN pip install flask",
            "",
            "RUN for n in 1 2; do echo $n; done >> /etc/x",
            id="so is a loop that does",
        ),
        pytest.param(
            "RUN pip install flask && { echo done; } > /dev/null && mkdir /x",
            "RUN pip install flask && { echo done; } > /dev/null",
            "",
            "RUN mkdir /x",
            id="but not what is thrown away",
        ),
        pytest.param(
            "RUN mkdir /data && pip install flask",
            "RUN mkdir /data && pip install flask",
            "RUN mkdir /data",
            "",
            id="what precedes it is in both",
        ),
        pytest.param(
            "RUN set -eux; \\\n    apt-get update; \\\n    apt-get install -y gcc libpq-dev; \\\n    pip install flask",
            "RUN set -eux; \\\n    apt-get update; \\\n    apt-get install -y gcc libpq-dev; \\\n    pip install flask",
            "RUN set -eux; \\\n    apt-get update; \\\n    apt-get install -y libpq5",
            "",
            id="options of the shell go along",
        ),
        pytest.param(
            "RUN apt-get update \\\n && apt-get install -y curl \\\n # what runs\n && pip install flask \\\n"
            " # who runs it\n && useradd app",
            "RUN apt-get update \\\n && apt-get install -y curl \\\n # what runs\n && pip install flask",
            "RUN apt-get update \\\n && apt-get install -y curl",
            "RUN useradd app",
            id="a comment stays with the command below it",
        ),
        pytest.param(
            f"RUN export DEBIAN_FRONTEND=noninteractive PIP_QUIET=1 && {APT} && pip install flask && useradd app",
            f"RUN export DEBIAN_FRONTEND=noninteractive PIP_QUIET=1 && {APT} && pip install flask",
            f"RUN export DEBIAN_FRONTEND=noninteractive PIP_QUIET=1 && {NO_GCC}",
            "RUN export DEBIAN_FRONTEND=noninteractive PIP_QUIET=1 && useradd app",
            id="an exported variable may matter to any program",
        ),
        pytest.param(
            "RUN deps='gcc make' && apt-get update && apt-get install -y $deps libpq5 && pip install flask"
            " && apt-get remove -y ${deps} && apt-get autoremove -y",
            "RUN deps='gcc make' && apt-get update && apt-get install -y $deps libpq5 && pip install flask",
            "RUN apt-get update && apt-get install -y libpq5",
            "",
            id="a variable that is purged holds what only builds",
        ),
        pytest.param(
            "RUN cd /tmp && pip install flask && useradd app",
            "RUN cd /tmp && pip install flask",
            "",
            "RUN useradd app",
            id="a directory does not matter to an account",
        ),
        pytest.param(
            "RUN <<EOF\nset -e\napt-get update\napt-get install -y gcc\npip install flask\nuseradd app\nEOF",
            "RUN <<EOF\nset -e\napt-get update\napt-get install -y gcc\npip install flask\nEOF",
            "",
            "RUN <<EOF\nset -e\nuseradd app\nEOF",
            id="a here-document",
        ),
        pytest.param(
            "RUN apt-get update; apt-get install -y gcc; pip install flask && useradd app; mkdir /x && chown app /x",
            "RUN apt-get update; apt-get install -y gcc; pip install flask",
            "",
            "RUN useradd app; mkdir /x && chown app /x",
            id="separators stay where they stood",
        ),
        pytest.param(
            'RUN pip install flask && if [ "$X" ]; then useradd app; fi',
            "RUN pip install flask",
            "",
            'RUN if [ "$X" ]; then useradd app; fi',
            id="what is conditional stays so",
        ),
        pytest.param(
            "RUN pip install flask && npm ci",
            "RUN pip install flask",
            "",
            "RUN npm ci",
            id="whatever follows, as a whole",
        ),
        pytest.param(
            "RUN apt-get update && apt-get install -y gcc && pip install flask && npm ci",
            "RUN apt-get update && apt-get install -y gcc && pip install flask",
            "RUN apt-get update && apt-get install -y gcc",
            "RUN npm ci",
            id="which may need the compiler",
        ),
        pytest.param(
            "RUN apt-get update && apt-get install -y gcc && pip install flask && gcc --version",
            "RUN apt-get update && apt-get install -y gcc && pip install flask",
            "RUN apt-get update && apt-get install -y gcc",
            "RUN gcc --version",
            id="or calls it",
        ),
        pytest.param(
            "RUN --mount=type=cache,target=/root/.cache/pip \\\n    --mount=type=cache,target=/var/cache/apt \\\n"
            f"    --network=host \\\n    {APT} && pip install flask",
            "RUN --mount=type=cache,target=/root/.cache/pip \\\n    --mount=type=cache,target=/var/cache/apt \\\n"
            f"    --network=host \\\n    {APT} && pip install flask",
            f"RUN --mount=type=cache,target=/var/cache/apt \\\n    --network=host \\\n    {NO_GCC}",
            "",
            id="mounts go with what they are for",
        ),
        pytest.param(
            f"RUN --mount=type=secret,id=npm {APT} && pip install flask && npm ci",
            f"RUN --mount=type=secret,id=npm {APT} && pip install flask",
            f"RUN {APT}",
            "RUN --mount=type=secret,id=npm npm ci",
            id="a secret goes with a command that may read it",
        ),
    ],
)
def test_a_run_is_divided_between_its_commands(run: str, build: str, before: str, behind: str) -> None:
    """Each command keeps its text and its style, and goes where it is needed."""
    ended = tuple(f"{text}\n" if text else "" for text in (build, before, behind))
    assert ended == shares(divided(run))


@pytest.mark.parametrize(
    ("purge", "shipped"),
    [
        ("apt-get purge -y gcc libpq-dev", "libpq5"),
        ("apt-get purge -y --auto-remove gcc libpq-dev", ""),
        ("apt-get purge -y gcc libpq-dev && apt-get autoremove -y", ""),
        ("apt-get remove -y gcc", "libpq5"),
        ("apt-mark auto gcc libpq-dev && apt-get autoremove -y", "libpq5"),
    ],
)
def test_a_library_that_a_purge_leaves_behind_ships(purge: str, shipped: str) -> None:
    """Without --auto-remove, libpq5 outlives libpq-dev; with it, the original did without."""
    run = f"RUN apt-get update && apt-get install -y gcc libpq-dev && pip install flask && {purge}"
    expected = f"RUN apt-get update && apt-get install -y {shipped}\n" if shipped else ""
    assert expected == shares(divided(run))[1]


def test_apk_forgets_its_virtual_package() -> None:
    """What .build-deps holds only builds; what is added beside it ships."""
    run = (
        "RUN apk add --no-cache libpq \\\n && apk add --no-cache --virtual .build-deps gcc musl-dev postgresql-dev"
        " \\\n && pip install flask \\\n && apk del .build-deps"
    )
    build, before, _ = shares(divided(run, image="python:3.12-alpine"))
    assert ("RUN apk add --no-cache libpq\n", False) == (before, "apk del" in build)


def test_the_chain_that_marks_libraries_is_not_needed() -> None:
    """Where the layer looks for the libraries in use, the table names them."""
    run = (
        "RUN set -eux; \\\n"
        '    savedAptMark="$(apt-mark showmanual)"; \\\n'
        "    apt-get update; \\\n"
        "    apt-get install -y gcc libffi-dev wget; \\\n"
        "    pip install flask; \\\n"
        "    apt-mark auto '.*' > /dev/null; \\\n"
        '    [ -z "$savedAptMark" ] || apt-mark manual $savedAptMark; \\\n'
        "    find /usr/local -name '*.so' -exec ldd '{}' ';' | awk '/=>/ { print $(NF-1) }' | sort -u \\\n"
        "        | xargs -r dpkg-query --search | cut -d: -f1 | xargs -r apt-mark manual; \\\n"
        "    apt-get purge -y --auto-remove; \\\n"
        "    rm -rf /var/lib/apt/lists/*"
    )
    _, before, _ = shares(divided(run))
    steps = ("set -eux", "apt-get update", "apt-get install -y libffi8", "rm -rf /var/lib/apt/lists/*")
    assert f"RUN {'; '.join(steps)}" == before.replace("\\\n    ", "").rstrip()


@pytest.mark.parametrize(
    ("word", "note"),
    [
        ("libfoo-dev", "libfoo-dev is in both stages, as it is not known which packages stand for it at run time."),
        ("libpq-dev", "The last stage runs what was built: libpq5 instead of libpq-dev."),
        ("gcc-12", "The last stage runs what was built: without gcc-12."),
    ],
)
def test_what_ships_is_said(word: str, note: str) -> None:
    """What is left out, what stands for what, and what is not known: each is told."""
    plan = divided(f"RUN apt-get update && apt-get install -y {word} curl && pip install flask")
    assert [note] == [one.text for one in plan.notes]


def test_an_argument_of_the_tail_is_declared_again() -> None:
    """An ARG that only the divided part uses is known to the stage that runs it, and to no other."""
    plan = divided("ARG WHO=app\nRUN pip install flask && useradd $WHO")
    base, build, last = text_after(plan).split("\nFROM base")
    assert [True, False, True] == ["ARG WHO=app\n" in stage for stage in (base, build, last)]


def test_the_smoke_test_waits_for_the_libraries() -> None:
    """What was compiled is imported only when the libraries that it needs are there."""
    plan = migrated(
        "FROM python:3.12-slim\nWORKDIR /src\nCOPY . .\n"
        "RUN apt-get update && apt-get install -y gcc libpq-dev && pip install psycopg2\nCMD x\n"
    )
    last = text_after(plan).split("\nFROM base\n")[1].splitlines()
    steps = [line for line in last if "libpq5" in line or "import psycopg2" in line]
    assert ["apt-get install -y libpq5", "import psycopg2"] == [
        step for line, step in zip(steps, ("apt-get install -y libpq5", "import psycopg2"), strict=True) if step in line
    ]


def test_lines_end_as_those_of_the_file() -> None:
    """A package that becomes two has each on a line of its own, with the file's line ends and its escape character."""
    text = (
        "# escape=`\r\nFROM python:3.12-slim-bookworm\r\nRUN apt-get update && apt-get install -y `\r\n"
        "      libcairo2-dev `\r\n    && pip install flask\r\n"
    )
    after = text_after(migrated(text))
    assert "apt-get install -y `\r\n      libcairo2 `\r\n      libcairo-gobject2\r\n" in after


@pytest.mark.parametrize(
    ("purge", "left"),
    [
        ("RUN apt-get purge -y gcc libpq-dev && rm -rf /var/lib/apt/lists/*", False),
        ("# no compiler in production\nRUN apt-get purge -y --auto-remove gcc libpq-dev", False),
        ("RUN apt-get purge -y gcc wget", True),
    ],
)
def test_a_purge_in_a_run_of_its_own(purge: str, left: bool) -> None:
    """It goes, with its comment, where all that it takes away is only in the build stage; elsewhere it stays."""
    plan = migrated(
        "FROM python:3.12-slim\nRUN apt-get update && apt-get install -y gcc libpq-dev\n"
        f"RUN pip install flask\n\n{purge}\n\nCMD x\n"
    )
    assert left == (purge in text_after(plan))
    assert "\n\n\n" not in text_after(plan)


def test_what_another_run_brought_is_not_forgotten() -> None:
    """A purge of a package that the base has cannot be left out, so the RUN stays whole."""
    plan = migrated(
        "FROM python:3.12-slim\nRUN apt-get update && apt-get install -y alien\n"
        "RUN pip install flask && apt-get install -y libaio1 && apt-get remove -y alien\nCMD x\n"
    )
    assert Shape.IN_PLACE is plan.shape


@pytest.mark.parametrize(
    "run",
    [
        "RUN pip install flask && poetry run python manage.py collectstatic",
        "RUN pip install flask && pipenv run flask assets build",
        "RUN pip install flask && uv tool install ruff",
        "RUN pip install flask && uvx playwright install",
        "RUN pip install flask && python -m pip wheel --wheel-dir /wheels requests",
    ],
)
def test_what_a_tool_starts_is_not_told_apart(run: str) -> None:
    """What an installer runs, or fetches, may be left anywhere, and the last stage may have no such installer."""
    plan = migrated(f"FROM python:3.12-slim\n{run}\nCMD x\n")

    assert (Shape.IN_PLACE, ()) == (plan.shape, plan.refused)
    assert any("in the RUN that installs" in note.text for note in plan.notes)


def test_what_pip_fetches_ships() -> None:
    """A download is no install: its files are there in the image that ships."""
    plan = migrated("FROM python:3.12-slim\nRUN pip install flask && pip download --dest /mirror requests\nCMD x\n")

    assert "RUN pip download --dest /mirror requests\n" in text_after(plan).rpartition("\nFROM base\n")[2]
