"""Where the venv may be, and what cannot be done."""

from __future__ import annotations

import pytest

from migrating import migrated, text_after

LIB = "/usr/local/lib/python3.12/site-packages"


def two_stages(install: str, last: str) -> str:
    """Return a build stage with *install* and a last stage with *last*."""
    return f"FROM python:3.12 AS b\n{install}\nFROM python:3.12-slim\n{last}"


def test_another_place_for_the_venv() -> None:
    """Every line names the place that was chosen."""
    text = two_stages("RUN pip install --user flask\n", "COPY --from=b /root/.local /root/.local\nCMD x\n")
    after = text_after(migrated(text, venv="/srv/env"))

    assert text_after(migrated(text)).replace("/opt/venv", "/srv/env") == after
    assert "/srv/env" in after


@pytest.mark.parametrize(
    ("lines", "venv"),
    [
        ("WORKDIR /app\nRUN pip install flask\nCOPY . .\n", "/app"),
        ("RUN pip install flask\nCOPY . /app\n", "/app"),
        ("RUN pip install flask\nCOPY . /app/src\n", "/app"),
        ("RUN pip install flask\nVOLUME /opt\n", "/opt/venv"),
        ('RUN pip install flask\nVOLUME ["/opt/venv"]\n', "/opt/venv"),
    ],
)
def test_a_place_that_is_used_is_refused(lines: str, venv: str) -> None:
    """A venv is mixed with nothing and hidden by nothing."""
    plan = migrated(f"FROM python:3.12\n{lines}", venv=venv)

    assert (1, plan.before) == (len(plan.refused), plan.after)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param(
            "FROM python:3.12 AS a\nRUN pip install --user a\nFROM python:3.12 AS b\nRUN pip install --user b\n"
            "FROM python:3.12\nCOPY --from=a /root/.local /root/.local\nCOPY --from=b /root/.local /root/.local\n",
            "packages come from more than one stage",
        ),
        (
            two_stages("RUN pip install flask\n", f"COPY --from=b {LIB} /etc/app /x/\n"),
            "other things along",
        ),
        (
            'FROM python:3.12\nRUN pip install flask\nCMD ["/usr/bin/python3", "x"]\n',
            "python would not be the venv's",
        ),
    ],
)
def test_what_cannot_be_done_is_refused_as_a_whole(text: str, reason: str) -> None:
    """Nothing is half done: the file stays as it is, and one sentence says why."""
    plan = migrated(text)

    assert (plan.before, (), None) == (plan.after, plan.edits, plan.shape)
    assert [True] == [reason in refused for refused in plan.refused]
