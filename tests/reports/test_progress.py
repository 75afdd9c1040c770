"""Where a comparison is, in lines."""

from __future__ import annotations

import pytest

from venvoy.model.progress import AtStep, Begun, Made, Progress, Remark, Said, Seen, Timed
from venvoy.reports.progress import progress_text


@pytest.mark.parametrize(
    ("progress", "line"),
    [
        (Begun("before"), "building 'before'"),
        (AtStep("before", 2, 9, "RUN true"), "[2/9] RUN true"),
        (Said("before", "#5 0.1 a line"), None),
        (Made("after", 2.04), "'after' is built after 2.0 s; looking inside"),
        (Seen("after"), None),
        (Timed("after", "clean build", 1, 3), "clean build, run 1 of 3: after"),
        (Remark("Something is left."), "Something is left."),
    ],
)
def test_each_is_a_line_or_too_much_for_one(progress: Progress, line: str | None) -> None:
    """Steps are told, what builds say is not."""
    assert line == progress_text(progress)
