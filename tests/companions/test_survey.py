"""All files beside a Dockerfile at once."""

from __future__ import annotations

import subprocess
import sys

from companions.given import GLOBAL, applied, image, relocation, told
from venvoy.companions.survey import survey, wanted
from venvoy.model.companion import Confidence

FILES = {
    "Procfile": b"web: /usr/local/bin/gunicorn shop.wsgi\n",
    "README.md": b"Run /usr/local/bin/gunicorn.\n",
    "compose.yaml": b"services:\n  web:\n    build: .\n    command: /usr/local/bin/gunicorn shop.wsgi\n",
    "entrypoint.sh": b"#!/bin/sh\nexec /usr/local/bin/gunicorn shop.wsgi\n",
    "shop/wsgi.py": b"import sys\n",
    "start": b"#!/bin/sh\nexec /usr/local/bin/flask run\n",
    "values.yaml": b"command: /usr/local/bin/gunicorn\n",
}


def test_files_are_told_in_the_order_of_their_paths() -> None:
    """Each file that a migration concerns is there once, and no other."""
    found = survey(FILES, image(), tuple(FILES))

    assert [".dockerignore", "Procfile", "compose.yaml", "entrypoint.sh", "start"] == [one.path for one in found]
    assert [FILES.get(one.path) for one in found] == [one.content for one in found]


def test_only_what_may_concern_it_is_read() -> None:
    """Names tell which files are worth reading; source, documents and what lies far away are not."""
    listing = (*FILES, "deploy/k8s/web.yaml", "deep/er/compose.prod.yml", ".github/workflows/ci.yml", "shop/logo.png")
    expected = {"Procfile", "compose.yaml", "entrypoint.sh", "start", "values.yaml", "deep/er/compose.prod.yml"}

    assert expected | {".github/workflows/ci.yml"} == set(wanted(listing, image()))


def test_a_second_survey_finds_nothing_to_edit() -> None:
    """What was applied is not found again."""
    after = {one.path: applied(one.content, one.places) for one in survey(FILES, image(), tuple(FILES))}
    again = survey(FILES | after, image(), tuple(FILES))

    assert () == tuple(edit for one in again for place in one.places for edit in place.edits)


def test_each_place_has_a_name_of_its_own() -> None:
    """Decisions are kept under the ids of places."""
    ids = [place.id for one in survey(FILES, image(), tuple(FILES)) for place in one.places]

    assert len(ids) == len(set(ids))
    assert "old-path-in-script@entrypoint.sh:2.6" in ids


def test_edits_say_why() -> None:
    """Each changed byte leads back to its place."""
    places = [place for one in survey(FILES, image(), tuple(FILES)) for place in one.places]

    assert [(place.id,) for place in places if place.edits] == [
        tuple({cause.source for edit in place.edits for cause in edit.causes}) for place in places if place.edits
    ]


def test_a_distribution_s_interpreter_has_no_packages_then() -> None:
    """Where apt's Python was filled, naming it by its path passes the environment by."""
    dockerfile = "FROM debian:bookworm\nRUN apt-get update && apt-get install -y python3-pip\n"
    dockerfile += 'RUN pip3 install --break-system-packages flask\nCMD ["flask", "run"]\n'
    text = b"services:\n  web:\n    build: .\n    command: /usr/bin/python3 -m flask run\n    init: /usr/bin/env\n"
    (one,) = survey({"compose.yaml": text}, image(dockerfile, relocation()))

    assert [("old-path-in-command", 4, Confidence.CERTAIN)] == told(one)


def test_the_official_image_s_other_interpreter_is_left_alone() -> None:
    """Debian's Python beside the official one never had the packages."""
    text = b"services:\n  web:\n    build: .\n    command: /usr/bin/python3 -m this\n"
    given = image(GLOBAL.replace("COPY . .\n", ""))

    assert () == survey({"compose.yaml": text}, given)


def test_yaml_is_loaded_only_where_there_is_a_compose_file() -> None:
    """Whoever has none does not wait for its reader."""
    program = (
        "import sys; sys.path[:0] = ['tests', 'tests/engine']\n"
        "from companions.test_survey import FILES, image, survey\n"
        "survey({path: text for path, text in FILES.items() if path != 'compose.yaml'}, image(), ())\n"
        "before = 'ruamel.yaml' in sys.modules\n"
        "survey(FILES, image(), ())\n"
        "print(before, 'ruamel.yaml' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert "False True" == done.stdout.strip()
