"""What a build says: which step failed, and on which line."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from venvoy.images.output import KEPT, Output
from venvoy.images.redaction import redactor
from venvoy.images.rendering import Needed, Rendered, without_mounts
from venvoy.model.dockerfile import Dockerfile
from venvoy.model.progress import AtStep, Progress, Said
from venvoy.parse.dockerfile import read

from .conftest import silently

TEXT = """\
ARG V=3.12
FROM python:$V AS build
RUN true
COPY . .
RUN pip install \\
    flask
FROM build
RUN true
"""


def dockerfile(text: str = TEXT) -> Dockerfile:
    """Return *text*, read."""
    found = read(text.encode(), "Dockerfile")
    assert isinstance(found, Dockerfile)
    return found


def heard(lines: Sequence[str], text: str = TEXT, tell: Callable[[Progress], None] | None = None) -> Output:
    """Return what was heard in *lines*."""
    output = Output(dockerfile(text), redactor(()), tell or silently, "before")
    for line in lines:
        output.hear(line)
    return output


@pytest.mark.parametrize(
    ("lines", "step", "line"),
    [
        pytest.param(
            [
                "#8 [build 4/4] RUN pip install     flask",
                "#8 1.2 no",
                "#8 ERROR: executor failed running [/bin/sh -c x]",
            ],
            "RUN pip install     flask",
            5,
            id="BuildKit of an old client",
        ),
        pytest.param(
            [
                "#8 [4/4] RUN pip install     flask",
                '#8 ERROR: process "/bin/sh" did not',
                "------",
                "Dockerfile:5",
                "---",
            ],
            "RUN pip install     flask",
            5,
            id="BuildKit with the place",
        ),
        pytest.param(
            ["#9 [build 2/4] RUN true", "#9 ERROR: executor failed"], "RUN true", None, id="two that are the same"
        ),
        pytest.param(
            ["Step 5/7 : RUN pip install     flask", " ---> Running in 1f", "The command '/bin/sh -c' returned"],
            "RUN pip install     flask",
            5,
            id="classic builder",
        ),
        pytest.param(["Step 3/7 : RUN true", "returned a non-zero code: 1"], "RUN true", 3, id="classic, by number"),
        pytest.param(["STEP 5/7: RUN pip install flask", "Error: building"], "RUN pip install flask", 5, id="Podman"),
        pytest.param(
            ["failed to create LLB definition: dockerfile parse error line 4: unknown instruction: COPPY"],
            "COPY . .",
            4,
            id="a word that is none",
        ),
        pytest.param(["something else"], None, None, id="nothing that is known"),
    ],
)
def test_the_step_that_failed_is_found(lines: list[str], step: str | None, line: int | None) -> None:
    """By what each builder says of it; where two steps read the same, only its words are told."""
    told, at = heard(lines).failed_step()

    assert line == at
    assert step is told or (step is not None and told is not None and step.split() == told.split())


def test_only_the_last_lines_are_kept() -> None:
    """However many there are."""
    output = heard([f"line {number}" for number in range(KEPT + 10)])

    assert (KEPT, "line 10", f"line {KEPT + 9}") == (len(output.lines), output.lines[0], output.last_words())


def test_images_made_on_the_way_are_remembered() -> None:
    """Those of the cache, and what FROM names, belong to others."""
    output = heard(
        [
            "Step 1/3 : FROM python:3.12", " ---> aaaaaaaaaaaa",
            "Step 2/3 : RUN one", " ---> Using cache", " ---> bbbbbbbbbbbb",
            "Step 3/3 : RUN two", " ---> Running in 1f1f1f1f1f1f", "aaaaaaaaaaaa", " ---> cccccccccccc",
        ]
    )  # fmt: skip

    assert ["cccccccccccc"] == output.layers


@pytest.mark.parametrize(
    ("line", "step"),
    [
        pytest.param("#8 [build 2/4] RUN true", AtStep("before", 2, 4, "RUN true"), id="BuildKit"),
        pytest.param("Step 3/7 : RUN true", AtStep("before", 3, 7, "RUN true"), id="classic"),
        pytest.param("STEP 3/7: RUN true", AtStep("before", 3, 7, "RUN true"), id="Podman"),
    ],
)
def test_a_step_is_told_beside_its_line(line: str, step: AtStep) -> None:
    """Whoever watches gets every line, and knows from some of them where the build is."""
    told: list[Progress] = []
    heard([line, "#8 0.1 all \x1b[31mred"], tell=told.append)

    assert [Said("before", line), step, Said("before", "#8 0.1 all \x1b[31mred")] == told


def test_a_full_disk_and_a_lost_engine_are_told_apart_from_a_failed_step() -> None:
    """Neither says anything about the Dockerfile."""
    assert heard(["write /x: no space left on device"]).disk_full
    assert heard(["ERROR: Cannot connect to the Docker daemon at unix:///x. Is it running?"]).engine_gone


def test_mounts_of_caches_can_be_taken_out() -> None:
    """They only make a step faster; everything else of the file stays as it is."""
    text = "FROM x\nRUN --mount=type=cache,target=/a --mount=type=tmpfs,target=/b pip install -r r.txt\nRUN true\n"
    found = without_mounts(dockerfile(text))

    assert isinstance(found, Rendered)
    assert b"FROM x\nRUN   pip install -r r.txt\nRUN true\n" == found.content
    assert (2,) == found.taken


@pytest.mark.parametrize("mount", ["type=secret,id=a", "type=ssh", "source=.,target=/src", "type=bind,target=/src"])
def test_mounts_that_bring_something_cannot(mount: str) -> None:
    """A step without its secret or its files is another step."""
    assert isinstance(without_mounts(dockerfile(f"FROM x\nRUN --mount={mount} true\n")), Needed)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            (
                "#5 [2/2] RUN pip install nothing==9",
                "#5 1.234 ERROR: No matching distribution found for nothing==9",
                "#5 ERROR: executor failed running [/bin/sh -c pip install nothing==9]: exit code: 1",
                "------",
                " > [2/2] RUN pip install nothing==9:",
                "#5 1.234 ERROR: No matching distribution found for nothing==9",
                "------",
                "executor failed running [/bin/sh -c pip install nothing==9]: exit code: 1",
            ),
            "ERROR: No matching distribution found for nothing==9",
        ),
        (
            (
                "Step 2/2 : RUN pip install nothing==9",
                " ---> Running in 0123456789ab",
                "ERROR: No matching distribution found for nothing==9",
                "The command '/bin/sh -c pip install nothing==9' returned a non-zero code: 1",
            ),
            "ERROR: No matching distribution found for nothing==9",
        ),
        (("executor failed running [/bin/sh -c false]: exit code: 1",), None),
    ],
)
def test_the_last_words_are_those_of_the_step(lines: tuple[str, ...], expected: str | None) -> None:
    """What the program said tells more than that it ended; where it said nothing, the builder has the last word."""
    output = heard(lines)

    assert (expected or lines[-1]) == output.last_words()
