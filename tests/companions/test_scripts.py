"""Shell scripts that the image brings along."""

from __future__ import annotations

import pytest
from attrs import evolve
from hypothesis import example
from hypothesis import given as given_that
from hypothesis import strategies as st

from companions.given import GLOBAL, USER, applied, image, relocation, told
from venvoy.companions.image import Image
from venvoy.companions.scripts import is_script
from venvoy.companions.survey import survey
from venvoy.model.companion import Companion, Confidence

CERTAIN, LIKELY, REPORTED = Confidence.CERTAIN, Confidence.LIKELY, Confidence.REPORTED
PAGE, SETTING, INSTALL = "old-path-in-script", "old-path-in-settings", "install-at-start"


def script(
    body: str, path: str = "entrypoint.sh", given: Image | None = None, beside: dict[str, bytes] | None = None
) -> Companion:
    """Return what is found in a script with *body* behind its first line."""
    content = f"#!/bin/sh\n{body}".encode("utf-8", "surrogateescape")
    found = survey({path: content} | (beside or {}), given or image(ignored=("x",)))
    return next((one for one in found if one.path == path), Companion(path, content, ()))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("exec gunicorn shop.wsgi", []),
        ("# /usr/local/bin/gunicorn", []),
        ("exec gunicorn # /usr/local/bin/gunicorn", []),
        ("/usr/local/bin/wait-for-it.sh db:5432", []),
        ("exec /usr/local/bin/gunicorn shop.wsgi", [(PAGE, CERTAIN)]),
        ('exec "/usr/local/bin/gunicorn" "$@"', [(PAGE, CERTAIN)]),
        ("exec gosu app /usr/local/bin/python -m shop", [(PAGE, CERTAIN)]),
        ("su -c '/usr/local/bin/flask run' app", [(PAGE, CERTAIN)]),
        ("sh -c '/usr/local/bin/python -m shop'", [(PAGE, CERTAIN)]),
        ("if [ -x /usr/local/bin/flask ]; then /usr/local/bin/flask run; fi", [(PAGE, CERTAIN), (PAGE, CERTAIN)]),
        ("ln -s /usr/local/bin/python /usr/bin/python", [(PAGE, LIKELY)]),
        ("PY=/usr/local/bin/python", [(PAGE, LIKELY)]),
        ("PY=/usr/local/bin/python\n$PY -m shop", [(PAGE, CERTAIN)]),
        ('PY=${PY:-/usr/local/bin/python}\nexec "${PY}" -m shop', [(PAGE, CERTAIN)]),
        ("PY=/usr/local/bin/python\nexec -a shop $PY", [(PAGE, LIKELY)]),
        ("/usr/local/bin/python -m pip install --user flask", [(INSTALL, REPORTED)]),
        ("/usr/local/bin/python -m pip install flask", [(PAGE, CERTAIN), (INSTALL, REPORTED)]),
        ("/usr/local/bin/python3.11 -m shop", [(PAGE, REPORTED)]),
        ("cat <<END\n/usr/local/bin/flask\nEND", [(PAGE, REPORTED)]),
        ("for f in /usr/local/lib/python3.12/site-packages/*; do echo $f; done", [(PAGE, CERTAIN)]),
        ("ls /usr/local/lib/python3.12/site-packages/", [(PAGE, CERTAIN)]),
        ("export PATH=/scripts:$PATH", []),
        ("export PATH=/usr/local/bin:/usr/bin", [(SETTING, LIKELY)]),
        ("export PYTHONPATH=/app:$PYTHONPATH", []),
        ("export PYTHONPATH=/usr/local/lib/python3.12/site-packages", [(SETTING, LIKELY)]),
        ("PYTHONPATH=/app:/usr/local/lib/python3.12/site-packages flask run", [(SETTING, CERTAIN)]),
        ("PYTHONPATH=/usr/local/lib/python3.12/site-packages flask run", [(SETTING, REPORTED)]),
        ("source /opt/venv/bin/activate", []),
        (". ./settings.sh", []),
        ('source "$VENV/bin/activate"', []),
        (". /env/bin/activate", [(PAGE, REPORTED)]),
        ("source venv/bin/activate", [(PAGE, REPORTED)]),
        ("pip install -r requirements.txt", [(INSTALL, REPORTED)]),
        ("python -m pip install --user flask", [(INSTALL, REPORTED)]),
        ("pip list; pip --version; pip uninstall -y flask", []),
        ("uv sync --locked", [(INSTALL, REPORTED)]),
        ("uv pip install flask", [(INSTALL, REPORTED)]),
        ("uv run flask", []),
        ("poetry install", [(INSTALL, REPORTED)]),
        ("python setup.py develop", [(INSTALL, REPORTED)]),
        ("apt-get install -y curl", []),
    ],
)
def test_what_is_found_in_a_script(line: str, expected: list[tuple[str, Confidence]]) -> None:
    """Words that the shell runs are certain, other text is reported, and comments are nobody's business."""
    assert expected == [(place.page, place.confidence) for place in script(f"{line}\n").places]


def test_a_line_of_its_own_is_taken_out() -> None:
    """A variable that has no purpose any more leaves no empty line behind."""
    one = script("set -e\nexport PYTHONPATH=/usr/local/lib/python3.12/site-packages\nexec flask run\n")

    assert b"#!/bin/sh\nset -e\nexec flask run\n" == applied(one.content, one.places)


@pytest.mark.parametrize(
    ("path", "body", "beside", "expected"),
    [
        pytest.param("entrypoint.sh", "flask", {}, CERTAIN, id="ENTRYPOINT names it"),
        pytest.param("start.sh", "flask", {}, LIKELY, id="COPY brings it along"),
        pytest.param(
            "start.sh", "flask", {"entrypoint.sh": b"#!/bin/sh\n./start.sh\n"}, CERTAIN, id="a script calls it"
        ),
        pytest.param(
            "start.sh",
            "flask",
            {"compose.yaml": b"services:\n  web:\n    command: ./start.sh\n"},
            CERTAIN,
            id="compose",
        ),
        pytest.param("start.sh", "flask", {"deploy.sh": b"#!/bin/sh\n./restart.sh\n"}, LIKELY, id="another name"),
    ],
)
def test_what_runs_in_the_image_is_certain(
    path: str, body: str, beside: dict[str, bytes], expected: Confidence
) -> None:
    """A script that nobody is seen to start in the image may be meant for the host."""
    assert [expected] == [p.confidence for p in script(f"/usr/local/bin/{body}\n", path, beside=beside).places]


def test_a_script_outside_of_the_image_is_only_looked_at_for_its_containers() -> None:
    """What runs on the host has paths of its own; a line that starts a container speaks of the image."""
    given = image(ignored=("*.sh",))
    body = (
        "/usr/local/bin/python x.py\ndocker run shop \\\n  /usr/local/bin/flask tidy\n# docker /usr/local/bin/flask\n"
    )

    assert [("old-path-in-command", 4, REPORTED)] == told(script(body, "tidy.sh", given))


def test_a_name_is_looked_up_where_the_image_looks() -> None:
    """An entrypoint that is copied to a directory on PATH may be named without it."""
    dockerfile = GLOBAL.replace("entrypoint.sh /entrypoint.sh", "go /usr/local/bin/").replace(
        '"/entrypoint.sh"', '"go"'
    )

    assert [CERTAIN] == [p.confidence for p in script("/usr/local/bin/flask run\n", "go", image(dockerfile)).places]


def test_a_script_of_a_developer_may_install() -> None:
    """Where nothing is seen to start a script in the image, it is left to install and to activate."""
    assert () == script("pip install -e .\n. venv/bin/activate\n", "develop.sh").places


def test_a_variable_that_is_gone_is_followed() -> None:
    """What lies below PYTHONUSERBASE would be looked for at the root once the image does not set it."""
    given = image(USER, evolve(relocation(user=True), variables=frozenset({"PYTHONUSERBASE"})))
    one = script("$PYTHONUSERBASE/bin/shopctl\n${PYTHONUSERBASE}/share/x\n", given=given)

    assert b"#!/bin/sh\n/opt/venv/bin/shopctl\n${PYTHONUSERBASE}/share/x\n" == applied(one.content, one.places)


def test_a_user_base_is_followed_into_scripts() -> None:
    """All of a user's scripts move, by whichever name their directory is called."""
    one = script("/root/.local/bin/shopctl\n~/.local/bin/shopctl\n$HOME/.local/bin/shopctl\n", given=image(USER))

    assert [LIKELY] * 3 == [place.confidence for place in one.places]
    assert b"#!/bin/sh\n" + b"/opt/venv/bin/shopctl\n" * 3 == applied(one.content, one.places)


@pytest.mark.parametrize(
    ("path", "content", "expected"),
    [
        ("start", b"#!/bin/bash\n", True),
        ("start", b"#!/usr/bin/env -S bash -e\n", True),
        ("start.sh", b"echo", True),
        ("start.sh", b"#!/usr/bin/env python3\n", False),
        ("start.py", b"#!/usr/local/bin/python\n", False),
        ("start", b"\x7fELF", False),
        ("notes.txt", b"echo", False),
    ],
)
def test_a_script_is_known_by_its_first_line(path: str, content: bytes, expected: bool) -> None:
    """The kernel goes by the first line, and so do we; the name counts where there is none."""
    assert expected == is_script(path, content)


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"#!/bin/sh\n\0", "it is no text"), (b"#!/bin/sh\n" + b"# x\n" * 100_000, "larger than 256 KiB")],
)
def test_what_is_no_script_is_noted(content: bytes, why: str) -> None:
    """A file that only calls itself one is left alone."""
    (one,) = [one for one in survey({"entrypoint.sh": content}, image()) if one.path == "entrypoint.sh"]

    assert [True] == [why in note for note in one.notes]


WORDS = (
    "/usr/local/bin/flask",
    "export PYTHONPATH=/usr/local/lib/python3.12/site-packages",
    "pip install x",
    ". a/bin/activate",
)
PIECES = st.sampled_from(
    (*WORDS, "if", "then", "fi", "<<E", "$(", ")", "'", '"', "`", "\\", "\n", " ", ";", "#", "\r", "\xe9", "\udcff")
)


@example(body="<<E<<Eexport PYTHONPATH=/usr/local/lib/python3.12/site-packages")
@given_that(body=st.lists(PIECES, max_size=20).map("".join))
def test_any_text_keeps_what_is_no_place(body: str) -> None:
    """Whatever the text, the edits are in order, and each replaces exactly a path of the old layout or a whole line."""
    one = script(body)
    edits = [edit for place in one.places for edit in place.edits]
    replaced = [(one.content or b"")[edit.span.start : edit.span.end] for edit in edits]

    assert all(text.startswith(b"/usr/local/") or text.strip().startswith((b"export", b"PYTHON")) for text in replaced)
    applied(one.content, one.places)
