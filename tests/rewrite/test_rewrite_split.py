"""One stage becomes two on one base."""

from __future__ import annotations

import pytest

from migrating import migrated, text_after
from venvoy.model.plan import Shape

BUILD = """
FROM base AS build
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1
"""
LAST = """
FROM base
ENV PATH=/opt/venv/bin:$PATH
COPY --from=build /opt/venv /opt/venv
RUN python -Ic "import flask"
"""


def split(text: str) -> str:
    """Return a rewrite that is a split."""
    plan = migrated(text)
    assert Shape.SPLIT is plan.shape
    return text_after(plan)


def whole(text: str) -> tuple[str, ...]:
    """Return the notes of a rewrite that leaves one stage one stage."""
    plan = migrated(text)
    assert (Shape.IN_PLACE, ()) == (plan.shape, plan.refused)
    return tuple(note.text for note in plan.notes)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "FROM python:3.12\nRUN pip install flask\n",
            f"FROM python:3.12 AS base\n{BUILD}RUN pip install flask\n{LAST}",
            id="nothing but an install",
        ),
        pytest.param(
            "FROM python:3.12\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install flask\nCOPY . .\nCMD x\n",
            f"FROM python:3.12 AS base\nWORKDIR /app\n{BUILD}COPY requirements.txt .\nRUN pip install flask\n{LAST}"
            "COPY . .\nCMD x\n",
            id="manifests stay where the install is",
        ),
        pytest.param(
            "FROM python:3.12\n\nWORKDIR /app\n\nRUN pip install flask\n\nCOPY . .\n",
            f"FROM python:3.12 AS base\n\nWORKDIR /app\n{BUILD}RUN pip install flask\n{LAST}\nCOPY . .\n",
            id="blank lines of the owner serve",
        ),
        pytest.param(
            "FROM python:3.12\nCOPY . /src\nRUN pip install flask\nRUN python /src/x.py\n",
            f"FROM python:3.12 AS base\n{BUILD}COPY . /src\nRUN pip install flask\n"
            "\nFROM base\nENV PATH=/opt/venv/bin:$PATH\nCOPY --from=build /opt/venv /opt/venv\n"
            'RUN python -Ic "import flask"\nCOPY . /src\nRUN python /src/x.py\n',
            id="source is in both",
        ),
        pytest.param(
            "FROM python:3.12\nRUN pip install flask\nENV A=1\nRUN pip install flask\n",
            f"FROM python:3.12 AS base\n{BUILD}RUN pip install flask\nENV A=1\nRUN pip install flask\n"
            "\nFROM base\nENV PATH=/opt/venv/bin:$PATH\nCOPY --from=build /opt/venv /opt/venv\nENV A=1\n"
            'RUN python -Ic "import flask"\n',
            id="ENV between installs is in both",
        ),
        pytest.param(
            "FROM python:3.12\nRUN pip install flask\nVOLUME /d\nEXPOSE 80\nRUN pip install flask\nCMD x\n",
            f"FROM python:3.12 AS base\n{BUILD}RUN pip install flask\nRUN pip install flask\n{LAST}"
            "VOLUME /d\nEXPOSE 80\nCMD x\n",
            id="what describes the image leaves the build stage",
        ),
        pytest.param(
            "FROM python:3.12\n# why\n# indeed\nRUN pip install flask\n# start\nCMD x\n",
            f"FROM python:3.12 AS base\n{BUILD}# why\n# indeed\nRUN pip install flask\n{LAST}# start\nCMD x\n",
            id="comments stay above what they are about",
        ),
        pytest.param(
            "FROM python:3.12\nRUN pip install flask\nCMD x",
            f"FROM python:3.12 AS base\n{BUILD}RUN pip install flask\n{LAST}CMD x",
            id="no final newline, CMD last",
        ),
        pytest.param(
            "FROM python:3.12\nRUN pip install flask",
            f"FROM python:3.12 AS base\n{BUILD}RUN pip install flask\n{LAST}".removesuffix("\n"),
            id="no final newline, install last",
        ),
        pytest.param(
            "FROM python:3.12 AS app\nRUN pip install flask\n",
            f"FROM python:3.12 AS base\n{BUILD}RUN pip install flask\n{LAST}".replace(
                "FROM base\n", "FROM base AS app\n"
            ),
            id="the last stage keeps its name",
        ),
        pytest.param(
            "from python:3.12\nrun pip install flask\ncmd x\n",
            "from python:3.12 as base\n\nfrom base as build\nrun python -m venv /opt/venv\n"
            "env PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1\nrun pip install flask\n\nfrom base\n"
            "env PATH=/opt/venv/bin:$PATH\ncopy --from=build /opt/venv /opt/venv\n"
            'run python -Ic "import flask"\ncmd x\n',
            id="lower case stays lower case",
        ),
        pytest.param(
            "FROM --platform=$TARGETPLATFORM python:3.12\nRUN pip install flask\n",
            f"FROM --platform=$TARGETPLATFORM python:3.12 AS base\n{BUILD}RUN pip install flask\n{LAST}",
            id="flags of FROM stay",
        ),
        pytest.param(
            "ARG V=3.12\nFROM python:${V}\nRUN pip install flask\n",
            f"ARG V=3.12\nFROM python:${{V}} AS base\n{BUILD}RUN pip install flask\n{LAST}",
            id="one line to bump",
        ),
        pytest.param(
            "FROM python:3.12\nRUN pip install -U pip\nCOPY r.txt .\nRUN pip install flask\n",
            f"FROM python:3.12 AS base\n{BUILD}RUN pip install -U pip\nCOPY r.txt .\nRUN pip install flask\n"
            f"{LAST}COPY r.txt .\n",
            id="tools go into the venv too, and an unknown file is in both",
        ),
        pytest.param(
            "FROM python:3.12\nCOPY app.lock .\nRUN pip install -r app.lock flask\n",
            f"FROM python:3.12 AS base\n{BUILD}COPY app.lock .\nRUN pip install -r app.lock flask\n{LAST}",
            id="a file that pip is told to read is a manifest",
        ),
    ],
)
def test_split(before: str, after: str) -> None:
    """What builds goes to the build stage, what runs to the last, and every byte between is the owner's."""
    assert after == split(before)


def test_crlf_and_byte_order_mark() -> None:
    """New lines end as the old ones do."""
    before = "\ufeffFROM python:3.12\r\nRUN pip install flask\r\nCMD x\r\n"
    after = f"\ufeffFROM python:3.12 AS base\n{BUILD}RUN pip install flask\n{LAST}CMD x\n".replace("\n", "\r\n")

    assert after.encode() == migrated(before).after


@pytest.mark.parametrize(
    ("lines", "build", "last"),
    [
        ("ARG A\nRUN pip install flask==$A\n", ["A"], []),
        ("ARG A=1\nRUN pip install flask\nRUN echo $A\n", [], ["A=1"]),
        ("ARG A\nRUN pip install flask==$A\nLABEL v=${A}\n", ["A"], ["A"]),
        ("ARG A B=2\nRUN pip install flask==$A\nRUN echo ${B:-x}\n", ["A B=2"], ["A B=2"]),
        ("ARG A\nENV A=$A\nRUN pip install flask\n", [], []),
        ("ARG INDEX_TOKEN\nRUN pip install -i https://$INDEX_TOKEN@i.example.com flask\n", ["INDEX_TOKEN"], []),
    ],
)
def test_arguments_are_redeclared_where_they_are_used(lines: str, build: list[str], last: list[str]) -> None:
    """An ARG ends with its stage; one that only the install uses never reaches the stage that ships."""
    stages = split(f"FROM python:3.12\n{lines}").split("\nFROM ")
    declared = [[line[4:] for line in stage.splitlines() if line.startswith("ARG ")] for stage in stages]

    assert [build, last] == declared[1:]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("FROM python:3.12\nRUN pip install flask\n", ["base", "build", None]),
        ("FROM python:3.12 AS base\nRUN pip install flask\n", ["common", "build", "base"]),
        ("FROM python:3.12 AS Build\nRUN pip install flask\n", ["base", "venv-build", "Build"]),
        ("FROM python:3.12\nRUN pip install flask\nCOPY --from=build /x /x\n", ["base", "venv-build", None]),
        ("FROM python:3.12\nRUN pip install flask\nCOPY --from=base /x /x\n", ["common", "build", None]),
    ],
)
def test_names_that_are_taken_are_not_taken_again(text: str, names: list[str | None]) -> None:
    """Neither the stage's own name nor one that a COPY means is given to a new stage."""
    lines = [line.split() for line in split(text).splitlines() if line.startswith("FROM ")]

    assert names == [words[3] if len(words) > 3 else None for words in lines]


def test_packages_of_a_distribution_without_a_table_are_said_to_be_in_both_stages() -> None:
    """What dnf installs stands in the common part; which of it is a compiler is not guessed."""
    plan = migrated("FROM fedora:40\nRUN dnf install -y python3-pip gcc\nRUN pip3 install flask\nCMD python3 a.py\n")

    assert "FROM fedora:40 AS base\nRUN dnf install -y python3-pip gcc\n" in text_after(plan)
    assert [(2, True)] == [(n.lines.first, "dnf installs is in both" in n.text) for n in plan.notes if n.lines]


def test_cmd_and_entrypoint_before_the_install_stay_together() -> None:
    """An ENTRYPOINT of the last stage would reset a CMD that it only inherits."""
    after = split('FROM python:3.12\nCMD ["serve"]\nRUN pip install flask\nENTRYPOINT ["flask"]\n')
    base, build, last = after.split("\nFROM ")

    assert ["CMD", "ENTRYPOINT"] == [line.split()[0] for line in last.splitlines() if line.startswith(("CMD", "ENTRY"))]
    assert "CMD" not in base + build


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ("RUN pip install flask > /log\n", "in the RUN that installs"),
        ("RUN pip freeze > /app/installed.txt && pip install flask\n", "in the RUN that installs"),
        ("RUN curl -o /x https://example.com && pip install flask\n", "also runs curl in the RUN that installs"),
        ("RUN pip install flask && rm /etc/motd\n", "also runs rm in the RUN that installs"),
        ("RUN cd /src && pip install flask && npm ci\n", "changes the directory before it runs npm"),
        ("RUN cd /tmp && pip install flask && echo x > y\n", "changes the directory before it runs echo"),
        ("RUN cd /srv || exit 1; pip install flask; touch y\n", "changes the directory before it runs touch"),
        ("RUN { cd /srv; pip install flask; }; mkdir y\n", "changes the directory before it runs mkdir"),
        ("RUN <<EOF\npip install flask\nuseradd app\ncat <<X > /etc/x\na\nX\nEOF\n", "also runs cat"),
        ("RUN V=$(date) && pip install flask && echo $V > /built\n", "computes V in the RUN that installs"),
        ("RUN sed -i s/a/b/ requirements.txt && pip install flask\n", "also runs sed in the RUN that installs"),
        ("RUN apt-get install -y gcc && pip install flask && npm ci && apt-get purge -y gcc\n", "also runs npm"),
        ("RUN pip install flask && find /usr/local/lib/python3.12 -name x\n", "the place that packages move away from"),
        ("RUN pip install flask & npm start\n", "in the RUN that installs"),
        ("RUN mkdir /x || pip install flask\n", "in the RUN that installs"),
        ("RUN if [ -f x ]; then mkdir /x; pip install flask; fi\n", "in the RUN that installs"),
        ("RUN pip install -e .\n", "editable install"),
        ("RUN useradd app\nUSER app\nRUN pip install flask\n", "installs as app"),
        ("ONBUILD COPY . .\nRUN pip install flask\n", "ONBUILD"),
    ],
)  # fmt: skip
def test_one_stage_stays_one_stage(lines: str, reason: str) -> None:
    """Where the parts cannot be told apart with certainty, the venv is made in place, and the person is told why."""
    notes = whole(f"FROM python:3.12\n{lines}CMD x\n")

    assert ["One stage stays one stage: "] == [note[:27] for note in notes if reason in note]


@pytest.mark.parametrize(
    "install",
    [
        "RUN pip install flask && pip cache purge",
        "RUN pip install --upgrade pip && pip install flask",
        "RUN set -eux; pip install flask",
        "RUN cd /x && pip install flask",
        "RUN export A=1 && pip install flask",
        "RUN pip install flask && rm -rf /root/.cache",
        "RUN pip install flask && pip check > /dev/null",
        "RUN if [ -f x ]; then pip install flask; fi && pip install flask",
        "RUN <<EOF\npip install flask\nEOF",
        'RUN ["pip", "install", "flask"]',
    ],
)
def test_an_install_that_leaves_nothing_else_is_split(install: str) -> None:
    """Commands that only look, move about or clean up do not hold a split up."""
    assert install in split(f"FROM python:3.12\n{install}\nCMD x\n").split("\nFROM base\n")[0]


def test_a_run_between_installs_is_in_both() -> None:
    """What a RUN does may be needed by either stage; the person is told."""
    plan = migrated("FROM python:3.12\nRUN pip install flask\nRUN useradd app\nRUN pip install flask\nUSER app\n")

    assert 2 == plan.after.count(b"RUN useradd app\n")
    assert ["What this RUN does may be needed in both stages, so both have it."] == [note.text for note in plan.notes]


COMPILING = (
    "RUN apt-get update && apt-get install -y gcc libpq-dev\nRUN pip install flask\nCOPY --from=ui /dist /dist\nCMD x\n"
)


def test_a_stage_among_others_that_compiles_and_ships_is_split() -> None:
    """Stages of other languages stay as they are, names that they have are not taken, and the default target stays."""
    after = split(f"FROM node:22 AS build\nRUN npm ci\n\nFROM python:3.12 AS ui\n{COMPILING}".replace("=ui", "=build"))

    starts = [line for line in after.splitlines() if line.startswith("FROM ")]
    assert ["FROM node:22 AS build", "FROM python:3.12 AS base", "FROM base AS venv-build", "FROM base AS ui"] == starts


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "FROM node:22 AS ui\n\nFROM python:3.12\nRUN pip install flask\nCMD x\n", id="nothing stays behind"
        ),
        pytest.param(f"FROM node:22 AS ui\n\nFROM python:3.12 AS a\n{COMPILING}\nFROM a\nCMD y\n", id="built upon"),
        pytest.param(
            f"FROM node:22 AS ui\n\nFROM python:3.12\n{COMPILING}\nFROM go:1\nFROM alpine:3\nCOPY --from=2 /x /x\n",
            id="counted",
        ),
        pytest.param(
            f"FROM node:22 AS ui\n\nFROM python:3.12 AS a\n{COMPILING}\nFROM python:3.12 AS b\n{COMPILING}", id="two"
        ),
    ],
)
def test_stages_that_are_there_stay_in_place(text: str) -> None:
    """Where stages hang together, or nothing would be left behind, no stage is added."""
    plan = migrated(text)

    assert (Shape.IN_PLACE, (), text.count("FROM ")) == (plan.shape, plan.refused, plan.after.count(b"FROM "))


def test_who_installs_owns_the_venv() -> None:
    """Where a compiler stays behind, a user who installs is given the venv in both stages, as the file spells them."""
    after = split(
        "FROM python:3.12\nARG WHO=app\nRUN apt-get update && apt-get install -y gcc && useradd $WHO\nUSER $WHO\n"
        "RUN pip install flask\nCMD x\n"
    )

    assert "RUN python -m venv /opt/venv && chown -R $WHO /opt/venv\n" in after
    assert "COPY --from=build --chown=$WHO /opt/venv /opt/venv\n" in after
    assert 3 == after.count("ARG WHO=app\n")


def test_in_place_when_it_is_chosen() -> None:
    """The person can have one stage all the same."""
    plan = migrated("FROM python:3.12\nRUN pip install flask\nCMD x\n", shape=Shape.IN_PLACE)

    assert (
        "FROM python:3.12\nRUN python -m venv /opt/venv\nENV PATH=/opt/venv/bin:$PATH PIP_REQUIRE_VIRTUALENV=1\n"
        "RUN pip install flask\nCMD x\n"
    ) == text_after(plan)
