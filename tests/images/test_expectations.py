"""What a migration means to change, read from the two Dockerfiles."""

from __future__ import annotations

from venvoy.migration import analyse, expectations
from venvoy.model.analysis import Analysis
from venvoy.model.comparison import Expectations

BEFORE = """\
FROM python:3.12-slim AS web
ENV PYTHONUSERBASE=/deps MODE=web
RUN pip install --user flask
FROM web AS job
ENV QUEUE=x
"""
AFTER = """\
FROM python:3.12-slim AS base
FROM base AS build
RUN python -m venv /opt/venv && /opt/venv/bin/pip install flask
FROM base AS web
ENV MODE=web
COPY --from=build /opt/venv /opt/venv
FROM web AS job
"""


def analysed(text: str) -> Analysis:
    """Return *text*, analysed."""
    found = analyse(text.encode(), "Dockerfile")
    assert isinstance(found, Analysis)
    return found


def test_environments_stages_and_variables_are_told() -> None:
    """The paths of environments, whether a stage was split, and which variables are gone from the last stage."""
    extras = frozenset({"guard"})

    assert Expectations(
        venvs=frozenset({"/opt/venv"}),
        parted=True,
        staged=True,
        extras=extras,
        dropped=frozenset({"PYTHONUSERBASE", "QUEUE"}),
    ) == expectations(analysed(BEFORE), analysed(AFTER), extras)


def test_the_stage_that_is_built_counts() -> None:
    """With a target, its variables are compared, and not those of the last stage."""
    found = expectations(analysed(BEFORE), analysed(AFTER), target="web")

    assert frozenset({"PYTHONUSERBASE"}) == found.dropped


def test_a_file_that_stays_as_it_is_means_to_change_nothing() -> None:
    """Then hardly a difference is expected."""
    assert Expectations(staged=True) == expectations(analysed(BEFORE), analysed(BEFORE))
