"""Programs that install, called by files beside a Dockerfile whose last stage no longer has them."""

from __future__ import annotations

import pytest

from companions.given import image, told
from venvoy.companions.survey import survey
from venvoy.model.companion import Confidence, Place

TWO_STAGES = """\
FROM python:3.12-slim
WORKDIR /app
RUN pip install {tool}
COPY pyproject.toml {tool}.lock Pipfile Pipfile.lock ./
RUN {install}
COPY . .
CMD ["./start.sh"]
"""
PIPENV = TWO_STAGES.format(tool="pipenv", install="pipenv sync --system")
POETRY = TWO_STAGES.format(tool="poetry==1.8.3", install="POETRY_VIRTUALENVS_CREATE=false poetry install --no-root")
STAYS = PIPENV.replace('["./start.sh"]', '["pipenv", "run", "./start.sh"]')
SERVICE = "services:\n  web:\n    build: {build}\n    command: {command}\n"


def places(path: str, content: str, dockerfile: str = PIPENV) -> list[Place]:
    """Return what is found in the file at *path*, an ignore file aside."""
    found = survey({path: content.encode()}, image(dockerfile, ignored=("x",)))
    return [place for one in found if one.path == path for place in one.places]


@pytest.mark.parametrize(
    ("path", "content", "line"),
    [
        ("start.sh", "#!/bin/sh\nset -e\nexec pipenv run gunicorn shop.wsgi\n", 3),
        ("compose.yaml", SERVICE.format(build=".", command="pipenv run flask run"), 4),
        ("compose.yaml", SERVICE.format(build=".", command="[sh, -c, 'sleep 1 && pipenv run flask run']"), 4),
        ("Procfile", "web: pipenv run gunicorn shop.wsgi\n", 1),
        ("supervisord.conf", "[program:web]\ncommand=pipenv run gunicorn shop.wsgi\n", 2),
    ],
)
def test_a_tool_that_stays_behind_is_reported_where_it_is_called(path: str, content: str, line: int) -> None:
    """Whatever the image starts through the tool would not be found, so its line is told."""
    [place] = places(path, content)
    assert (line, Confidence.REPORTED) == (place.lines.first, place.confidence)
    assert "pipenv, which stays in the stage that builds" in place.message


def test_the_suggestion_names_what_the_tool_would_start() -> None:
    """Behind ``run`` stands a program that the environment has under its own name."""
    [place] = places("start.sh", "#!/bin/sh\nexec poetry run gunicorn shop.wsgi\n", POETRY)
    assert "Start gunicorn by its own name" in place.suggestion


@pytest.mark.parametrize("call", ["pipenv run --help", 'pipenv run "$@"', "pipenv lock", "pipenv"])
def test_without_a_known_program_the_tool_is_asked_for(call: str) -> None:
    """What is not started by a name that can be read needs the tool itself."""
    [place] = places("start.sh", f"#!/bin/sh\n{call}\n")
    assert "Install pipenv in the last stage, too" in place.suggestion


@pytest.mark.parametrize(
    ("path", "content", "dockerfile"),
    [
        ("start.sh", "#!/bin/sh\nexec pipenv run gunicorn\n", STAYS),
        ("start.sh", "#!/bin/sh\nexec /opt/tools/pipenv run gunicorn\n", PIPENV),
        ("start.sh", "#!/bin/sh\nexec poetry run gunicorn\n", PIPENV),
        ("start.sh", "#!/bin/sh\necho pipenv run gunicorn\n", PIPENV),
        ("bin/lock.sh", "#!/bin/sh\npipenv lock\n", PIPENV),
        ("compose.yaml", SERVICE.format(build="./other", command="pipenv run flask run"), PIPENV),
        ("compose.yaml", SERVICE.format(build=".", command="flask run"), PIPENV),
        ("Procfile", "# web: pipenv run gunicorn\n", PIPENV),
    ],
)
def test_a_tool_that_is_there_or_was_never_there_is_not_spoken_of(path: str, content: str, dockerfile: str) -> None:
    """Only what the image had, and loses, is called in vain; a script of a developer's machine has its own."""
    assert [] == places(path, content, dockerfile)


def test_an_install_at_the_start_is_told_as_such_too() -> None:
    """The tool is missing, and what it would fill need not be the environment: two things to decide."""
    pages = [page for page, _, _ in told(survey({"start.sh": b"#!/bin/sh\npipenv sync\n"}, image(PIPENV))[-1])]
    assert ["install-at-start", "old-path-in-script"] == sorted(pages)
