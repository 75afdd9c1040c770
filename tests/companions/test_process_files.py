"""Files that start processes: Procfile, supervisord, uWSGI, systemd, cron; and those that run elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given as given_that
from hypothesis import strategies as st

from companions.given import GLOBAL, applied, image
from venvoy.companions.process_files import Kind, process_kind
from venvoy.companions.survey import survey
from venvoy.model.companion import Companion, Confidence

CERTAIN, LIKELY, REPORTED = Confidence.CERTAIN, Confidence.LIKELY, Confidence.REPORTED
COMMAND, SETTING, INSTALL = "old-path-in-command", "old-path-in-settings", "install-at-start"
SUPERVISOR = "[program:web]\n"
UWSGI = "[uwsgi]\n"
SITE = "/usr/local/lib/python3.12/site-packages"


def file(path: str, text: str | bytes, *, ignored: tuple[str, ...] = ("x",)) -> Companion:
    """Return what is found in one file; without places when nothing is."""
    content = text if isinstance(text, bytes) else text.encode()
    found = survey({path: content}, image(ignored=ignored))
    return next((one for one in found if one.path == path), Companion(path, content, ()))


@pytest.mark.parametrize(
    ("path", "content", "kind"),
    [
        ("Procfile", b"", Kind.PROCFILE),
        ("Procfile.dev", b"", Kind.PROCFILE),
        ("deploy/web.service", b"", Kind.SYSTEMD),
        ("crontab", b"", Kind.CRON),
        ("etc/cron.d/tidy", b"", Kind.CRON),
        ("supervisor/app.conf", b"; all\n[program:web]\n", Kind.SUPERVISOR),
        ("supervisord.conf", b"[supervisord]\n", Kind.SUPERVISOR),
        ("app.ini", b"[uwsgi]\n", Kind.UWSGI),
        ("setup.cfg", b"[metadata]\n", None),
        ("nginx.conf", b"server {}\n", None),
        ("Procfile.md", b"", None),
        ("cron.py", b"", None),
    ],
)
def test_a_file_is_known_by_its_name_or_its_sections(path: str, content: bytes, kind: Kind | None) -> None:
    """Names that say everything are enough; settings are known by what they are divided into."""
    assert kind is process_kind(path, content)


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("Procfile", "web: gunicorn shop", []),
        ("Procfile", "web: /usr/local/bin/gunicorn shop", [(COMMAND, CERTAIN)]),
        ("Procfile", "# web: /usr/local/bin/gunicorn shop", []),
        ("Procfile", "release: pip install -r extra.txt", [(INSTALL, REPORTED)]),
        ("supervisord.conf", SUPERVISOR + "command=/usr/local/bin/celery -A shop worker", [(COMMAND, CERTAIN)]),
        ("supervisord.conf", SUPERVISOR + "; command=/usr/local/bin/celery", []),
        ("supervisord.conf", SUPERVISOR + "environment=PATH=/usr/local/bin", [(SETTING, LIKELY)]),
        ("supervisord.conf", SUPERVISOR + 'environment=PATH="/scripts:%(ENV_PATH)s"', []),
        ("supervisord.conf", SUPERVISOR + f'environment=PYTHONPATH="/app:{SITE}",A="b"', [(SETTING, CERTAIN)]),
        ("supervisord.conf", SUPERVISOR + f'environment=PYTHONPATH="{SITE}"', [(SETTING, REPORTED)]),
        ("uwsgi.ini", UWSGI + "home = /usr/local", [(SETTING, CERTAIN)]),
        ("uwsgi.ini", UWSGI + "virtualenv = /opt/venv", []),
        ("uwsgi.ini", UWSGI + "virtualenv = /env", [(SETTING, REPORTED)]),
        ("uwsgi.ini", UWSGI + "virtualenv = %(base)/env", []),
        ("uwsgi.ini", UWSGI + f"pythonpath = {SITE}", [(SETTING, CERTAIN)]),
        ("uwsgi.ini", UWSGI + "chdir = /usr/local", []),
        ("uwsgi.ini", UWSGI + "attach-daemon = /usr/local/bin/celery -A shop", [(COMMAND, CERTAIN)]),
        ("web.service", "[Service]\nExecStart=/usr/local/bin/gunicorn shop", [(COMMAND, LIKELY)]),
        ("web.service", "[Service]\nExecStart=docker run x /usr/local/bin/gunicorn", [(COMMAND, REPORTED)]),
        ("Procfile", "x: /docker/start /usr/local/bin/gunicorn", [(COMMAND, CERTAIN)]),
        ("Procfile", "x: podman exec x /usr/local/bin/gunicorn", [(COMMAND, REPORTED)]),
        ("web.service", '[Service]\nEnvironment="PATH=/usr/local/bin:/bin"', [(SETTING, LIKELY)]),
        ("crontab", "0 1 * * * root /usr/local/bin/python /app/tidy.py", [(COMMAND, CERTAIN)]),
        ("crontab", "PATH=/usr/local/bin:/bin", [(SETTING, LIKELY)]),
        ("crontab", f"PYTHONPATH={SITE}\n0 1 * * * root tidy", [(SETTING, LIKELY)]),
    ],
)
def test_what_is_found_in_a_file_of_the_image(path: str, text: str, expected: list[tuple[str, Confidence]]) -> None:
    """A file that a COPY brings into the image goes by its paths."""
    assert expected == [(place.page, place.confidence) for place in file(path, f"{text}\n").places]


def test_a_unit_where_systemd_reads_it() -> None:
    """A unit of the image itself goes by the image's paths."""
    unit = b"[Service]\nExecStart=/usr/local/bin/gunicorn shop\n"
    copied = GLOBAL.replace("COPY . .", "COPY web.service /etc/systemd/system/")
    (one,) = survey({"web.service": unit}, image(copied))

    assert [(COMMAND, CERTAIN)] == [(place.page, place.confidence) for place in one.places]


def test_a_file_of_the_host_is_only_reported() -> None:
    """Nothing says whose /usr/local/bin is meant where no COPY brings the file along."""
    one = file("web.service", "[Service]\nExecStart=/usr/local/bin/gunicorn shop\n", ignored=("*.service",))

    assert [(COMMAND, REPORTED, ())] == [(place.page, place.confidence, place.edits) for place in one.places]


def test_a_file_in_latin_1_keeps_its_bytes() -> None:
    """What is not touched is not decoded."""
    one = file("crontab", b"# \xe9t\xe9\r\n0 1 * * * /usr/local/bin/flask \xe9\r\n")

    assert b"# \xe9t\xe9\r\n0 1 * * * /opt/venv/bin/flask \xe9\r\n" == applied(one.content, one.places)


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (".github/workflows/ci.yml", "- run: docker run shop /usr/local/bin/pytest", [COMMAND]),
        (".github/workflows/ci.yml", "- run: /usr/local/bin/python -m build", []),
        (".github/workflows/ci.yml", "- run: docker build --target 0 .", ["stage-named-elsewhere"]),
        (".github/workflows/ci.yml", "with:\n  target: 0\n", ["stage-named-elsewhere"]),
        (".gitlab-ci.yml", "script: docker-compose exec web /usr/local/bin/flask run", [COMMAND]),
        ("Makefile", "test:\n\tdocker compose run web \\\n\t\t/usr/local/bin/pytest\n", [COMMAND]),
        ("Makefile", "# docker compose run web /usr/local/bin/pytest", []),
        ("justfile", f"copy:\n  podman cp shop:{SITE} .", [COMMAND]),
        ("docker-bake.hcl", 'target "web" {\n  target = "0"\n}', ["stage-named-elsewhere"]),
    ],
)
def test_what_runs_elsewhere_is_only_reported(path: str, text: str, expected: list[str]) -> None:
    """A line that calls an engine speaks of the image; which of several images, no file says for certain."""
    one = file(path, f"{text}\n")

    assert expected == [place.page for place in one.places]
    assert {REPORTED} >= {place.confidence for place in one.places}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"build": {"dockerfile": "../Dockerfile"}, "a.path": "/usr/local/bin/python",}', [(SETTING, CERTAIN)]),
        ('{"dockerFile": "../Dockerfile", "a.path": "/usr/local/bin/python"}', [(SETTING, CERTAIN)]),
        ('{"dockerComposeFile": "../compose.yaml", "a.path": "/usr/local/bin/python"}', [(SETTING, LIKELY)]),
        ('{"image": "python:3.12", "a.path": "/usr/local/bin/python"}', []),
        ('{"build": {"dockerfile": "Dockerfile"}, "a.path": "/usr/local/bin/python"}', []),
        ('{"dockerFile": "../Dockerfile", /* "/usr/local/bin/python" */ "a": "b" // "/usr/local/bin/python"\n}', []),
        ('{"dockerFile": "../Dockerfile", "postCreateCommand": "pip install --user \\"x\\""}', [(INSTALL, REPORTED)]),
        ('{"dockerFile": "../Dockerfile", "postCreateCommand": ["/usr/local/bin/flask", "x"]}', [(COMMAND, CERTAIN)]),
        ('{"dockerFile": "../Dockerfile", "initializeCommand": "pip install x"}', []),
        ("[]", []),
    ],
)
def test_what_is_found_in_a_development_container(text: str, expected: list[tuple[str, Confidence]]) -> None:
    """The file is JSON with comments and trailing commas, and counts where it is made from this Dockerfile."""
    one = file(".devcontainer/devcontainer.json", text)

    assert expected == [(place.page, place.confidence) for place in one.places]
    assert () == one.notes


@pytest.mark.parametrize("text", ["{", '{"a": "\\x"}', "[" * 100_000, "\x00"])
def test_json_that_is_none_is_noted(text: str) -> None:
    """Something else by that name is said not to be read."""
    assert 1 == len(file(".devcontainer/devcontainer.json", text).notes)


NAMES = st.sampled_from(
    ["Procfile", "crontab", "a.service", "uwsgi.ini", "supervisord.conf", "Makefile", ".gitlab-ci.yml"]
)


@given_that(path=NAMES, content=st.binary(max_size=200))
def test_any_bytes_are_read(path: str, content: bytes) -> None:
    """Whatever the file, the answer is a value that can be shown and applied."""
    one = file(path, UWSGI.encode() + content + b"\n/usr/local/bin/flask\n")

    applied(one.content, one.places)
    assert all(place.message.encode() and place.suggestion.encode() for place in one.places)
