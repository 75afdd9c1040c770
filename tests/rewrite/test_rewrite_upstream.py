"""Installs from wheels that move into the stage that built them, and those that stay."""

from __future__ import annotations

import pytest

from migrating import migrated, text_after
from venvoy.model.plan import InstallerChoice

BUILD = (
    "FROM python:3.12 AS build\nWORKDIR /src\nCOPY requirements.txt .\nRUN pip wheel -w /wheels -r requirements.txt\n"
)
PASSED_ON = f"{BUILD.replace('build', 'first')}FROM busybox AS build\nCOPY --from=first /wheels /wheels\n"
MOVED = "COPY --from=build /opt/venv /opt/venv"


def stages(text: str) -> tuple[str, str]:
    """Return the rewritten file as its two stages."""
    first, _, second = text_after(migrated(text)).rpartition("FROM ")
    return first, second


def test_the_venv_travels_instead_of_the_wheels() -> None:
    """The install keeps its words, in the stage that has the wheels; the other stage has neither pip nor wheels."""
    first, second = stages(
        f"{BUILD}FROM python:3.12-slim\nCOPY --from=build /wheels /wheels\n"
        "RUN pip install --no-index --find-links=/wheels flask && rm -rf /wheels\n"
    )

    assert first.endswith("\nRUN pip install --no-index --find-links=/wheels flask\n")
    assert MOVED in second
    assert "wheels" not in second
    assert "pip" not in second


@pytest.mark.parametrize(
    ("copy", "install", "moved"),
    [
        ("COPY --from=build /wheels /tmp/w", "pip install /tmp/w/*.whl", "pip install /wheels/*.whl"),
        ("COPY --from=build /wheels/*.whl /tmp/", "pip install /tmp/*.whl", "pip install /wheels/*.whl"),
        ("COPY --from=build /wheels /w", "pip install --find-links=/w x", "pip install --find-links=/wheels x"),
        ("COPY --from=build /wheels /w", "pip install -f ../w x", "pip install -f /wheels x"),
        ("COPY --from=build /wheels /w", "pip install --user /w/*", "pip install /wheels/*"),
        (
            "COPY --from=build /wheels /w\nCOPY --from=build /src/requirements.txt /r/",
            "pip install --no-index -f /w -r /r/requirements.txt",
            "pip install --no-index -f /wheels -r /src/requirements.txt",
        ),
        (
            "COPY --from=build /wheels /wheels\nCOPY requirements.txt .",
            "pip install --no-index -f /wheels -r requirements.txt",
            "pip install --no-index -f /wheels -r requirements.txt",
        ),
    ],
)
def test_paths_are_those_of_the_stage_that_has_the_files(copy: str, install: str, moved: str) -> None:
    """What lay elsewhere in the last stage is named by where it is upstream."""
    first, _ = stages(f"{BUILD}FROM python:3.12-slim\nWORKDIR /app\n{copy}\nRUN {install}\n")

    assert f"RUN {moved}" == first.rstrip("\n").rpartition("\n")[2]


def test_only_wheels_of_a_build_may_be_asked_for() -> None:
    """An sdist lies beside the wheel that was built, and neither the COPY nor the install names it."""
    build = "FROM python:3.12 AS build\nWORKDIR /src\nCOPY . .\nRUN python -m build\n"
    first, _ = stages(
        f"{build}FROM python:3.12-slim\nCOPY --from=build /src/dist/*.whl /tmp/\nRUN pip install /tmp/*.whl\n"
    )

    assert first.endswith("\nRUN pip install /src/dist/*.whl\n")


def test_a_mount_of_the_wheels_is_not_needed_upstream() -> None:
    """The flag goes, a cache mount stays, and the COPY of the venv stands where the RUN was."""
    first, second = stages(
        f"{BUILD}FROM python:3.12-slim\nRUN --mount=from=build,source=/wheels,target=/w \\\n"
        "    --mount=type=cache,target=/root/.cache/pip \\\n    pip install /w/*\nCMD gunicorn\n"
    )

    assert first.endswith("RUN \\\n    --mount=type=cache,target=/root/.cache/pip \\\n    pip install /wheels/*\n")
    assert f"{MOVED}\n" in second


def test_an_upgrade_of_pip_goes_along() -> None:
    """What was there only for the install is not left in a stage that installs nothing."""
    first, second = stages(
        f"{BUILD}FROM python:3.12-slim\nCOPY --from=build /wheels /wheels\nRUN pip install --upgrade pip\n"
        "RUN pip install /wheels/*\nRUN rm -r /wheels\n"
    )

    assert first.endswith("RUN pip install --upgrade pip\nRUN pip install /wheels/*\n")
    assert "pip" not in second
    assert "rm" not in second


def test_uv_takes_over_where_it_is_chosen() -> None:
    """The stage of the wheels gets uv, which fills the venv there."""
    plan = migrated(
        f"{BUILD}FROM python:3.12-slim\nCOPY --from=build /wheels /wheels\nRUN pip install /wheels/*\n",
        installer=InstallerChoice.UV,
    )
    first, _, second = text_after(plan).rpartition("FROM ")

    assert "uv pip install /wheels/*" in first
    assert "uv " not in second


@pytest.mark.parametrize(
    ("build", "rest", "why"),
    [
        (BUILD, "RUN pip install /wheels/*\nRUN pip install gunicorn", "installs something else as well"),
        (BUILD, "RUN pip install /wheels/* && python -m compileall /usr", "does more than install"),
        (BUILD, "RUN pip install /wheels/* && rm -rf /wheels /etc/skel", "does more than install"),
        (BUILD, "RUN pip install $PIP_OPTIONS /wheels/*", "more than plain commands"),
        (BUILD, "RUN --mount=type=secret,id=x pip install /wheels/*", "given something by --mount"),
        (BUILD, "COPY web.txt .\nRUN pip install -f /wheels -r web.txt", "also reads /web.txt"),
        (BUILD, "RUN pip install /wheels/*\nENV WHEELS=/wheels", "uses them as well"),
        (BUILD, "RUN if true; then pip install /wheels/*; fi", "under a condition"),
        (BUILD, "ENV PIP_FIND_LINKS=/wheels\nRUN pip install flask", "told by a setting"),
        (
            BUILD,
            "RUN pip install /wheels/*\nFROM python:3.12-slim\nCOPY --from=build /wheels /w\nRUN pip install /w/a*",
            "More than one stage",
        ),
        (PASSED_ON, "RUN pip install /wheels/*", "only pass through that stage"),
        (BUILD + "USER nobody\n", "RUN pip install /wheels/*", "another user or shell"),
        (BUILD + "ENV PIP_INDEX_URL=https://x.example/\n", "RUN pip install /wheels/*", "other settings for pip"),
        (BUILD + "COPY src /wheels\n", "RUN pip install /wheels/*", "also holds files of the application"),
        (BUILD.replace("pip wheel -w", "pip download -d"), "RUN pip install /wheels/*", "may leave more than wheels"),
        (
            BUILD.replace("RUN", "RUN python -m venv /v\nENV PATH=/v/bin:$PATH\nRUN"),
            "RUN pip install /wheels/*",
            "has an environment of its own",
        ),
    ],
)
def test_what_is_not_certain_stays_and_says_why(build: str, rest: str, why: str) -> None:
    """The venv is then made in the stage that installs, and the wheels go on being brought there."""
    plan = migrated(f"{build}FROM python:3.12-slim\nCOPY --from=build /wheels /wheels\n{rest}\n")

    assert [] != [note for note in plan.notes if why in note.text and "go on being brought" in note.text]
    assert "COPY --from=build /wheels /wheels\n" in text_after(plan)
    assert MOVED not in text_after(plan)
