"""What each detector finds, and to what it stays silent."""

from __future__ import annotations

import pytest

from migrating import analysed, findings
from venvoy.model.finding import FileVerdict, Finding, Remedy, Verdict
from venvoy.model.source import Lines

BASE = "FROM python:3.12\n"
BUILD = "FROM python:3.12 AS build\nRUN pip install flask\nFROM python:3.12-slim\n"
LIB = "/usr/local/lib/python3.12"
SITE = f"{LIB}/site-packages"


def ids(text: str) -> list[str]:
    """Return the ids of the findings of a Dockerfile."""
    return [item.id for item in findings(analysed(text))]


def only(text: str) -> Finding:
    """Return the one finding of a Dockerfile."""
    (item,) = findings(analysed(text))
    return item


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{BASE}RUN pip install flask\n", ["global-install:2"]),
        (f"{BASE}RUN pip install a && pip install b\n", ["global-install:2", "global-install:2.2"]),
        (f"{BASE}RUN pip install a \\\n && pip install b\n", ["global-install:2", "global-install:3"]),
        (f"{BASE}RUN pip install -e .\n", ["global-install:2"]),
        (f"{BASE}RUN pip install --no-index --find-links /w flask\n", ["global-install:2"]),
        (f"{BASE}RUN pip install -U pip setuptools wheel\n", []),
        (f"{BASE}RUN pip install poetry\n", []),
        (f"{BASE}RUN pip wheel -r requirements.txt\n", []),
        (f"{BASE}RUN pip install --target /deps flask\n", ["target-directory:2"]),
        (f"{BASE}RUN pip install --prefix /install flask\n", ["prefix-install:2"]),
        (f"{BASE}RUN python -m venv /v && /v/bin/pip install flask\n", []),
        (f"{BASE}CMD pip install flask && flask run\n", []),
        ("FROM python:3.12 AS b\nRUN pip install mkdocs\nFROM nginx\nCOPY --from=b /site /usr/share/nginx\n", []),
        (f"{BUILD}COPY --from=build /usr/local /usr/local\n", ["global-install:2", "copied-prefix:4"]),
        (f"{BUILD}COPY --from=build {SITE} {SITE}\n", ["global-install:2", "copied-site-packages:4"]),
        (f"{BUILD}COPY --from=build {LIB} {LIB}\n", ["global-install:2", "copied-site-packages:4"]),
        (f"{BUILD}COPY --from=build /usr/local/lib/ /usr/local/lib/\n", ["global-install:2", "copied-prefix:4"]),
        (
                f"{BUILD}COPY --from=build /usr/local/bin /usr/local/bin\n",
                ["global-install:2", "copied-local-bin-only:4"],
            ),
        (
            f"{BUILD}COPY --from=build /usr/local/bin/flask /usr/local/bin/\n",
            ["global-install:2", "copied-local-bin-only:4"],
        ),
        (f"{BUILD}COPY --from=build /etc/app /etc/app\n", []),
        ("FROM node AS build\nRUN npm i\nFROM python:3.12\nCOPY --from=build /usr/local/bin /usr/local/bin\n", []),
        (f"{BASE}RUN pip install --user flask\n", ["user-install:2"]),
        (f"{BASE}USER app\nRUN pip install flask\n", ["user-install:3"]),
        (f"{BASE}ENV PIP_USER=1\nRUN pip install flask\n", ["user-install:3"]),
        (f"{BASE}ENV PYTHONUSERBASE=/app\nRUN pip install --user flask\n", ["user-base:3"]),
        (f"{BASE}ENV PYTHONUSERBASE=/app\nRUN pip install flask\n", ["global-install:3"]),
        ("FROM alpine\nRUN apk add curl\n", []),
    ],
)  # fmt: skip
def test_what_is_found(text: str, expected: list[str]) -> None:
    """Each shortcut at its line, and nothing where there is none."""
    assert expected == ids(text)


def test_a_copied_user_site_is_part_of_its_install() -> None:
    """The COPY of ~/.local is no finding of its own: it is a related line of the install."""
    item = only(
        f"{BASE.strip()} AS build\nRUN pip install --user flask\n"
        "FROM python:3.12-slim\nCOPY --from=build /root/.local /root/.local\n"
    )

    assert [(Lines(4, 4), "copies /root/.local from stage build")] == [(r.lines, r.note) for r in item.related]


def test_a_copy_names_the_install_that_filled_it() -> None:
    """And the other way round."""
    copied = findings(analysed(f"{BUILD}COPY --from=build /usr/local /usr/local\n"))[1]

    assert [(Lines(2, 2), "pip fills /usr/local here")] == [(r.lines, r.note) for r in copied.related]


def test_a_finding_marks_its_bytes_and_names_this_files_values() -> None:
    """The span is the command itself; the facts are what the page is filled with."""
    text = f"{BASE}RUN set -e; pip install --user 'flask<3' -r r.txt\n"
    item = only(text)

    assert ["pip install --user 'flask<3' -r r.txt"] == [text[span.start : span.end] for span in item.spans]
    assert {
        "image": "python:3.12",
        "site": "/root/.local/lib/python3.12/site-packages",
        "line": "2",
        "program": "pip",
        "user": "root",
        "packages": "flask<3, -r r.txt",
    } == dict(item.facts)


def test_findings_of_one_family_need_each_other() -> None:
    """Stages that packages travel between move together; an unrelated one does not have to."""
    text = f"{BUILD}COPY --from=build /usr/local /usr/local\nFROM python:3.12 AS tool\nRUN pip install httpie\n"
    needs = {item.id: item.needs for item in findings(analysed(text))}

    assert {
        "global-install:2": ("copied-prefix:4",),
        "copied-prefix:4": ("global-install:2",),
        "global-install:6": (),
    } == needs


def test_unguarded_install_is_advice_once_per_stage() -> None:
    """It never counts, and PIP_REQUIRE_VIRTUALENV silences it."""
    both = analysed(f"{BASE}RUN pip install a\nRUN pip install b\n").review.findings
    guarded = analysed(f"{BASE}ENV PIP_REQUIRE_VIRTUALENV=1\nRUN pip install a\n").review.findings

    assert ["unguarded-install:2"] == [item.id for item in both if item.advice]
    assert [] == [item.id for item in guarded if item.advice]


def test_unguarded_install_alone_is_no_finding() -> None:
    """A correct venv without the guard is nothing to do."""
    text = f"{BASE}RUN python -m venv /v\nENV PATH=/v/bin:$PATH\nRUN pip install flask\n"

    assert (FileVerdict.NOTHING, []) == (analysed(text).review.verdict, ids(text))


@pytest.mark.parametrize(
    ("pragma", "verdict"),
    [
        ("# venvoy: keep global-install -- it is a tool", Verdict.KEEP),
        ("# venvoy: keep global-install", Verdict.KEEP),
        ("# venvoy: keep all -- soon gone", Verdict.KEEP),
        ("# venvoy: keep user-install -- another one", Verdict.MIGRATE),
        ("# venvoy keep global-install", Verdict.MIGRATE),
    ],
)
def test_a_pragma_keeps_what_it_names(pragma: str, verdict: Verdict) -> None:
    """Directly above its instruction it is the owner's standing decision."""
    assert verdict is only(f"{BASE}{pragma}\nRUN pip install flask\n").verdict


def test_a_pragma_gives_its_line_and_reason() -> None:
    """So that the person sees whose decision it was."""
    item = only(f"{BASE}# venvoy: keep global-install -- it is a tool\nRUN pip install flask\n")

    assert (Remedy.NONE, "Kept by the comment on line 2: it is a tool") == (item.remedy, item.reason)


def test_a_pragma_holds_for_its_instruction_only() -> None:
    """The next install is a finding as before."""
    items = findings(analysed(f"{BASE}# venvoy: keep global-install\nRUN pip install a\n\nRUN pip install b\n"))

    assert [Verdict.KEEP, Verdict.MIGRATE] == [item.verdict for item in items]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (f"{BASE}RUN pip install flask\n", FileVerdict.MIGRATE),
        ("FROM debian:12\nRUN pip3 install flask\n", FileVerdict.ASK),
        (f"{BASE}# venvoy: keep all\nRUN pip install flask\n", FileVerdict.KEEP),
        ("FROM continuumio/miniconda3\nRUN pip install flask\n", FileVerdict.KEEP),
        ("FROM public.ecr.aws/lambda/python:3.12\nRUN pip install flask\n", FileVerdict.KEEP),
        ("FROM jupyter/scipy-notebook\nRUN pip install flask\n", FileVerdict.KEEP),
        (f"{BASE}RUN python -m venv /v && /v/bin/pip install flask\n", FileVerdict.NOTHING),
        ("FROM nginx\n", FileVerdict.NOTHING),
        (f"{BASE}RUN pip install -t /deps flask\nENV PYTHONPATH=/deps\n", FileVerdict.MIGRATE),
        (f"{BASE}RUN uv pip install --system flask\n", FileVerdict.MIGRATE),
        ("FROM python:2.7\nRUN pip install flask\n", FileVerdict.KEEP),
        ("FROM python:2\nRUN pip install flask\n", FileVerdict.KEEP),
        ("FROM ubuntu:18.04\nRUN apt install -y python-pip\nRUN pip install x\n", FileVerdict.KEEP),
        ("FROM python:3.3\nRUN pip install flask\n", FileVerdict.KEEP),
        (f'{BASE}RUN eval "$INSTALL"\n', FileVerdict.NOT_UNDERSTOOD),
    ],
)
def test_verdict_on_the_file(text: str, verdict: FileVerdict) -> None:
    """The strongest of its findings, and without any what the trace says; all but MIGRATE give a reason."""
    review = analysed(text).review

    assert (verdict, verdict is not FileVerdict.MIGRATE) == (review.verdict, bool(review.reasons))


def test_an_image_to_leave_alone_has_no_findings() -> None:
    """Its reason is said once, for the file."""
    review = analysed("FROM continuumio/miniconda3\nRUN pip install a\nRUN pip install b\n").review

    assert ((), 1) == (review.findings, len(review.reasons))


def test_an_environment_of_its_own_is_said_to_be_one() -> None:
    """Packages that go unseen into the stage that ships are no reason to say that none were installed."""
    lines = "RUN poetry install\nFROM python:3.12\nCOPY --from=0 /app/.venv /app/.venv\nCMD x\n"
    review = analysed(f"FROM python:3.12\nENV POETRY_VIRTUALENVS_IN_PROJECT=1\nWORKDIR /app\n{lines}").review

    told = "Line 4: poetry fills an environment of its own; which stage takes it from there is not followed."
    assert (FileVerdict.NOTHING, (told,)) == (review.verdict, review.reasons)
