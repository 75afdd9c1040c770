"""What a COPY takes of a site, and what it leaves behind."""

from __future__ import annotations

import pytest

from migrating import analysed
from venvoy.model.trace import Carry, SiteKind, Trace

LIB = "/usr/local/lib/python3.12"
SYSTEM = "FROM python:3.12 AS build\nRUN pip install gunicorn flask\nFROM python:3.12-slim\n"
USER = "FROM python:3.12 AS build\nRUN pip install --user gunicorn\nFROM python:3.12-slim\n"
BASE = "FROM python:3.12 AS build\nENV PYTHONUSERBASE=/pybase\nRUN pip install --user gunicorn\nFROM python:3.12-slim\n"
VENV = "FROM python:3.12 AS build\nRUN python -m venv /v && /v/bin/pip install gunicorn\nFROM python:3.12-slim\n"
TARGET = "FROM python:3.12 AS build\nRUN pip install -t /deps gunicorn\nFROM python:3.12-slim\n"


def traced(text: str) -> Trace:
    """Return the trace of a Dockerfile."""
    return analysed(text).trace


def carried(text: str) -> tuple[Carry, ...]:
    """Return what its COPYs carry."""
    return traced(text).carries


@pytest.mark.parametrize(
    ("head", "source", "parts", "left"),
    [
        (SYSTEM, "/usr/local", ("all", "interpreter"), ()),
        (SYSTEM, "/usr/local/", ("all", "interpreter"), ()),
        (SYSTEM, "/", ("all", "interpreter"), ()),
        (SYSTEM, "/usr", ("all", "interpreter"), ()),
        (SYSTEM, "/usr/local/lib", ("packages", "library"), ("/usr/local/bin", "/usr/local/share")),
        (SYSTEM, LIB, ("packages", "library"), ("/usr/local/bin", "/usr/local/share")),
        (SYSTEM, f"{LIB}/site-packages", ("packages",), ("/usr/local/bin", "/usr/local/share")),
        (SYSTEM, f"{LIB}/site-packages/", ("packages",), ("/usr/local/bin", "/usr/local/share")),
        (SYSTEM, "/usr/local/lib/python*/site-packages", ("packages",), ("/usr/local/bin", "/usr/local/share")),
        (SYSTEM, f"{LIB}/site-packages/flask", ("some packages",), None),
        (SYSTEM, "/usr/local/bin", ("scripts",), ("/usr/local/lib", "/usr/local/share")),
        (SYSTEM, "/usr/local/bin/*", ("scripts",), ("/usr/local/lib", "/usr/local/share")),
        (SYSTEM, "/usr/local/bin/gunicorn", ("one script",), None),
        (SYSTEM, "/usr/local/share", ("data",), ("/usr/local/bin", "/usr/local/lib")),
        (USER, "/root/.local", ("all",), ()),
        (USER, "/root", ("all",), ()),
        (USER, "/root/.local/bin", ("scripts",), ("/root/.local/lib", "/root/.local/share")),
        (USER, "/root/.local/lib/python3.12/site-packages", ("packages",), None),
        (BASE, "/pybase", ("all",), ()),
        (BASE, "/pybase/lib", ("packages", "library"), ("/pybase/bin", "/pybase/share")),
        (VENV, "/v", ("all",), ()),
        (VENV, "/v/lib/python3.12/site-packages", ("packages",), ("/v/bin", "/v/share")),
        (TARGET, "/deps", ("all",), ()),
        (TARGET, "/deps/bin", ("scripts",), ()),
    ],
)
def test_parts_of_a_site(head: str, source: str, parts: tuple[str, ...], left: tuple[str, ...] | None) -> None:
    """A COPY of a directory takes what lies in it, and what of the site does not lie in it stays."""
    (carry,) = carried(f"{head}COPY --from=build {source} {source}\n")

    assert parts == carry.parts
    assert left in {carry.left_behind, None}


@pytest.mark.parametrize(
    "copy",
    [
        "COPY --from=build /srv /srv",
        "COPY --from=build /usr/local/bin/python3 /usr/local/bin/",
        "COPY --from=build /usr/localhost /x",
        "COPY --from=build /usr/lib /usr/lib",
        "COPY /usr/local /usr/local",
        "COPY --from=nginx /usr/share/nginx /x",
        "ADD /root/.local /root/.local",
    ],
)
def test_other_copies_carry_nothing(copy: str) -> None:
    """A COPY beside the site, from the context or from another image carries no packages."""
    assert () == carried(f"{SYSTEM}{copy}\n")


@pytest.mark.parametrize("source", ["build", "BUILD", "0"])
def test_stages_are_named_as_docker_does(source: str) -> None:
    """By name in any case, or by number."""
    (carry,) = carried(f"{SYSTEM}COPY --from={source} /usr/local /usr/local\n")

    assert (0, 1, 4) == (carry.source_stage, carry.stage, carry.lines.first)


def test_packages_from_outside_of_the_file() -> None:
    """Packages out of an image are seen, and nothing is claimed about them."""
    (carry,) = carried(
        f"FROM python:3.12\nCOPY --from=registry.example.com/x {LIB}/site-packages {LIB}/site-packages\n"
    )

    assert (-1, ("packages",), None) == (carry.source_stage, carry.parts, carry.same_python)


@pytest.mark.parametrize(
    "mount",
    [
        "from=build,source=/root/.local,target=/x",
        "type=bind,from=build,src=/root/.local,dst=/x",
        "from=0,source=root/.local/,destination=/x",
    ],
)
def test_a_mount_carries_while_its_run_runs(mount: str) -> None:
    """A bind mount of a site, in any spelling, is no site of the stage."""
    trace = traced(f"{USER}RUN --mount={mount} python -c 1\n")

    assert [(True, "/root/.local", "/x", ("all",))] == [
        (carry.mount, carry.source, carry.destination, carry.parts) for carry in trace.carries
    ]
    assert () == trace.stages[1].present


@pytest.mark.parametrize(
    ("package", "script", "seen"),
    [
        ("gunicorn==22", "gunicorn", True),
        ("'uvicorn[standard]'", "uvicorn", True),
        ("django", "django-admin", True),
        ("flask", "f*", True),
        ("flask", "python3.12", False),
        ("-r requirements.txt", "mkdocs", True),
        ("-r requirements.txt && curl -o /usr/local/bin/probe https://e.example", "probe", False),
        ("-r requirements.txt", "python3", False),
    ],
)
def test_one_script(package: str, script: str, seen: bool) -> None:
    """A script of what was installed is told from another program in the same directory, and goes where it is put."""
    head = f"FROM python:3.12 AS b\nRUN pip install {package}\nFROM python:3.12-slim\n"
    carries = carried(f"{head}COPY --from=b /usr/local/bin/{script} /usr/local/bin/\n")

    assert [(("one script",), f"/usr/local/bin/{script}")] * seen == [(c.parts, c.destination) for c in carries]


def test_several_sources_of_one_copy() -> None:
    """Each directory is a carry of its own."""
    head = "FROM python:3.12 AS b\nRUN pip install gunicorn\nFROM python:3.12-slim\n"

    assert [("packages", "library"), ("scripts",)] == [
        carry.parts for carry in carried(f"{head}COPY --from=b /usr/local/lib /usr/local/bin /usr/local/\n")
    ]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("python:3.12", "python:3.12-slim", True),
        ("python:3.11", "python:3.12", False),
        ("python:3.12-alpine", "python:3.12-slim", False),
        ("python:3.12-bookworm", "debian:12", None),
        ("python:3.12", "registry.example.com/python", None),
    ],
)
def test_interpreters_are_compared(first: str, second: str, same: bool | None) -> None:
    """Minor version, libc and prefix must agree; what is not known is not the same, and a sentence says why."""
    (carry,) = carried(
        f"FROM {first} AS b\nRUN pip install flask\nFROM {second}\nCOPY --from=b /usr/local/lib /usr/local/lib\n"
    )

    assert (same, same is not True) == (carry.same_python, carry.disagreement != "")


@pytest.mark.parametrize(
    ("copy", "kind", "root"),
    [
        ("COPY --from=build /root/.local /root/.local", SiteKind.USER, "/root/.local"),
        ("COPY --from=build /root/.local /home/app/.local", SiteKind.USER, "/home/app/.local"),
        ("COPY --from=build /root/.local /usr/local", SiteKind.SYSTEM, "/usr/local"),
        ("COPY --from=build /root /home/app", SiteKind.USER, "/home/app/.local"),
        ("WORKDIR /w\nCOPY --from=build /root/.local deps", SiteKind.USER, "/w/deps"),
        ("COPY --from=build /root/.local/lib /srv/lib", SiteKind.USER, "/srv"),
    ],
)
def test_where_a_site_lands(copy: str, kind: SiteKind, root: str) -> None:
    """A site that is copied is a site where it lands, and becomes the system's when it lands on it."""
    (present,) = traced(f"{USER}{copy}\n").stages[1].present

    assert (kind, root, (0,), (0,)) == (
        present.site.kind,
        present.site.root.text,
        present.installs,
        present.carries,
    )


def test_a_stage_inherits_sites_without_a_copy() -> None:
    """A stage that is built from another has its sites from the start."""
    (present,) = traced("FROM python:3.12 AS a\nRUN pip install flask\nFROM a\nCMD x\n").stages[1].present

    assert ((0,), ()) == (present.installs, present.carries)


def test_sites_travel_through_several_stages() -> None:
    """What a stage was given, it can give on."""
    trace = traced(f"{USER}COPY --from=build /root/.local /d\nFROM python:3.12-slim\nCOPY --from=1 /d /d\n")

    assert [(0, 1), (1, 2)] == [(carry.source_stage, carry.stage) for carry in trace.carries]
    assert (0,) == trace.stages[2].present[0].installs


@pytest.mark.parametrize(
    ("text", "ships", "reaches"),
    [
        ("FROM a\n", [True], [True]),
        ("FROM a AS x\nFROM b\n", [True, True], [False, True]),
        ("FROM a AS x\nFROM x\n", [False, True], [True, True]),
        ("FROM a AS x\nFROM b\nCOPY --from=X / /\n", [False, True], [True, True]),
        ("FROM a\nFROM b\nCOPY --from=0 / /\n", [False, True], [True, True]),
        ("FROM a AS x\nFROM b\nRUN --mount=type=bind,from=x,target=/x ls\n", [False, True], [True, True]),
        ("FROM a AS x\nFROM x AS y\nFROM b\n", [False, True, True], [False, False, True]),
        ("FROM a AS x\nFROM x AS y\nFROM y\n", [False, False, True], [True, True, True]),
    ],
)
def test_which_stages_ship_and_reach_the_last(text: str, ships: list[bool], reaches: list[bool]) -> None:
    """The last stage ships, and so does every stage that no other one uses."""
    stages = traced(text).stages

    assert (ships, reaches) == ([s.ships for s in stages], [s.reaches_last for s in stages])
