"""Comparisons on a real engine: what is planted is found, and nothing is left behind, whatever happens."""

from __future__ import annotations

import json
import shutil
import threading
from importlib.util import find_spec
from pathlib import Path

import pytest
from attrs import evolve

from engine import Engine as Client
from venvoy.cli.running import run
from venvoy.images.connection import Connection
from venvoy.images.discovery import connect
from venvoy.model.build import BuildFailed, Built, Halt, Halted
from venvoy.model.comparison import Comparison, Judgement, Measured, Subject
from venvoy.model.engine import Builder
from venvoy.model.plan import FileChange
from venvoy.model.progress import AtStep, Made, Progress, Remark

from .conftest import WITHOUT_CLIENT, Workbench, pair
from .given import package
from .proxies import Proxy

pytestmark = [pytest.mark.engine, pytest.mark.xdist_group("images")]

SITE = "/usr/local/lib/python3.12/site-packages"
PROJECTS = Path(__file__).parents[1] / "projects"
ENGINE = Path("/var/run/docker.sock")
ORIGINAL = """\
FROM python:3.12-slim
COPY image /
WORKDIR /srv
CMD ["shop"]
"""
HANGING = "FROM python:3.12-slim\nRUN echo started && sleep 300\n"
EVERY_BUILDER = [pytest.param({}, id="client"), pytest.param(WITHOUT_CLIENT, id="classic builder")]


def shop(context: Path) -> Path:
    """Put an installed application below *context*: a package with a script and a compiled module, and a program."""
    spec = find_spec("tree_sitter._binding")
    assert spec is not None
    files = {
        **package(
            "shop",
            "1.0",
            SITE,
            scripts=("shop", "count"),
            more="shop/native.so,,\n../../../bin/shop,,\n../../../bin/count,,\n",
        ),
        f"{SITE}/shop/native.so": Path(str(spec.origin)).read_bytes().replace(b"libc.so.6\0", b"libq.so.6\0"),
        "/usr/local/lib/libq.so.6": b"",
        "/srv/main.py": b"print()\n",
    }
    for name in ("shop", "count"):
        files[f"/usr/local/bin/{name}"] = b"#!/usr/local/bin/python3.12\nimport shop\n"
    for path, content in files.items():
        place = context / "image" / path.removeprefix("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        place.chmod(0o755 if "/bin/" in path else 0o644)
    return context


def test_what_is_planted_is_found_and_named(workbench: Workbench, tmp_path: Path) -> None:
    """A version, a script, USER, a shared library, a dead first line, a file left behind: each, and nothing else."""
    planted = f"""\
USER nobody
USER 0
RUN sed -i 's/Version: 1.0/Version: 1.1/' {SITE}/shop-1.0.dist-info/METADATA
RUN rm /usr/local/bin/count /usr/local/lib/libq.so.6
RUN sed -i '1s/.*/#!\\/build\\/python/' /usr/local/bin/shop
RUN echo left > /srv/left.txt
USER nobody
"""
    with workbench.place(pair(shop(tmp_path), ORIGINAL, ORIGINAL + planted)) as place:
        found = place.compare(1)

    assert isinstance(found, Comparison)
    assert [
        (Subject.CONFIG, "USER"),
        (Subject.PACKAGE, "shop"),
        (Subject.SCRIPT, "count"),
        (Subject.SCRIPT, "shop"),
        (Subject.LIBRARY, "libq.so.6"),
        (Subject.FILE, "/srv/left.txt"),
        (Subject.FILE, "/usr/local/lib/libq.so.6"),
    ] == [(one.subject, one.name) for one in found.surprises if one.name != "sys.path"]


@pytest.mark.parametrize("environ", EVERY_BUILDER)
def test_each_side_has_its_own_files(environ: dict[str, str], workbench: Workbench, tmp_path: Path) -> None:
    """Also while rebuilds are timed: each is built with its own script, and nothing is written into the context."""
    (tmp_path / "main.py").write_bytes(b"print()\n")
    (tmp_path / "start.sh").write_bytes(b"test ! -e /opt/venv\n")
    (tmp_path / "requirements.txt").write_bytes(b"")
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    change = FileChange(str(tmp_path / "start.sh"), b"test ! -e /opt/venv\n", b"test -e /opt/venv\n")
    start = "WORKDIR /srv\nCOPY . .\nRUN sh start.sh # requirements.txt\n"
    old, new = f"FROM python:3.12-slim\n{start}", f"FROM python:3.12-slim\nRUN mkdir /opt/venv\n{start}"
    both = evolve(pair(tmp_path, old, new), changes=(change,))

    with workbench.place(both, environ=environ, measured=Measured.ALL) as place:
        found = place.compare(1)

    assert isinstance(found, Comparison)
    assert [Judgement.EXPECTED] == [one.judgement for one in found.differences if one.name == "/srv/start.sh"]
    timed = [one.name for one in found.measures if one.unit == "seconds"]
    assert ["clean build", "rebuild after a source change", "rebuild after a requirement change"] == timed
    assert before == {path: path.read_bytes() for path in tmp_path.iterdir()}


def test_figures_are_the_engines_own(workbench: Workbench, engine: Client, tmp_path: Path) -> None:
    """Size and layers are what 'docker image inspect' and 'docker history' say of the same image."""
    with workbench.place(pair(shop(tmp_path), ORIGINAL)) as place:
        built = place.builds.build(place.requests[0])
        assert isinstance(built, Built)
        found = place.compare(1)
        assert isinstance(found, Comparison)
        size = engine.size(built.image)
        sizes = engine._run("history", "--no-trunc", "--human=false", "--format", "{{.Size}}", built.image).split()  # noqa: SLF001

    assert size == found.before.size
    assert [int(one) for one in reversed(sizes) if one != "0"] == [layer.size for layer in found.before.layers]
    assert () == found.differences


@pytest.mark.parametrize("environ", EVERY_BUILDER)
def test_a_failed_build_is_told_with_its_step_and_line(
    environ: dict[str, str], workbench: Workbench, tmp_path: Path
) -> None:
    """The instruction that failed, where it stands, and what is known about its last words."""
    failing = "FROM python:3.12-slim\n\nRUN true\n\nRUN echo 'externally-managed-environment' && \\\n    exit 3\n"
    with workbench.place(pair(tmp_path, failing), environ=environ) as place:
        assert (Builder.CLASSIC if environ else place.builds.connection.engine.builder) is (
            place.builds.connection.engine.builder
        )
        found = place.compare(1)

    assert isinstance(found, BuildFailed)
    assert ("before", 5) == (found.name, found.line)
    assert found.step is not None
    assert found.step.startswith("RUN echo")
    assert found.advice is not None
    assert "PEP 668" in found.advice


@pytest.mark.parametrize("environ", EVERY_BUILDER)
def test_a_build_that_hangs_is_given_up(environ: dict[str, str], workbench: Workbench, tmp_path: Path) -> None:
    """Its time is over, and its container is gone with it."""
    with workbench.place(pair(tmp_path, HANGING, timeout=3), environ=environ) as place:
        found = place.compare(1)

    assert isinstance(found, Halted)
    assert Halt.TIMED_OUT is found.halt


@pytest.mark.parametrize("environ", EVERY_BUILDER)
def test_a_build_is_cancelled(environ: dict[str, str], workbench: Workbench, tmp_path: Path) -> None:
    """In the middle of a step."""
    cancelled = threading.Event()

    def tell(progress: Progress) -> None:
        if isinstance(progress, AtStep) and "RUN echo started" in progress.text:
            threading.Timer(1, cancelled.set).start()

    with workbench.place(pair(tmp_path, HANGING), environ=environ, tell=tell, cancelled=cancelled) as place:
        found = place.compare(1)

    assert isinstance(found, Halted)
    assert Halt.INTERRUPTED is found.halt


@pytest.mark.parametrize("environ", EVERY_BUILDER)
def test_an_engine_that_dies_in_the_middle_is_told(
    environ: dict[str, str], workbench: Workbench, tmp_path: Path
) -> None:
    """It is no failure of the Dockerfile."""
    proxy = Proxy(ENGINE, tmp_path / "e.sock")
    told: list[Progress] = []

    def tell(progress: Progress) -> None:
        told.append(progress)
        if isinstance(progress, AtStep) and "RUN echo started" in progress.text:
            threading.Timer(1, proxy.cut).start()

    context = tmp_path / "context"
    context.mkdir()
    with workbench.place(pair(context, HANGING), environ={**environ, "DOCKER_HOST": proxy.address}, tell=tell) as place:
        found = place.compare(1)

    assert isinstance(found, Halted)
    assert Halt.ENGINE_GONE is found.halt
    assert isinstance(told[-1], Remark)
    assert "may be left there" in told[-1].text


def test_an_engine_that_dies_while_it_is_looked_into_is_told(workbench: Workbench, tmp_path: Path) -> None:
    """Also when both builds are through."""
    proxy = Proxy(ENGINE, tmp_path / "e.sock")

    def tell(progress: Progress) -> None:
        if isinstance(progress, Made):
            threading.Timer(0.5, proxy.cut).start()

    context = tmp_path / "context"
    context.mkdir()
    file = "FROM python:3.12-slim\nRUN echo for nobody else\n"
    with workbench.place(pair(context, file), environ={"DOCKER_HOST": proxy.address}, tell=tell) as place:
        found = place.compare(1)
    assert isinstance(found, Halted)
    assert Halt.ENGINE_GONE is found.halt

    # the engine itself lives on, and what the proxy could not pass on any more is cleared by hand
    own = connect()
    assert isinstance(own, Connection)
    assert () == evolve(own, run=place.builds.connection.run).sweep()


def test_a_flood_of_output_fills_no_memory(workbench: Workbench, tmp_path: Path) -> None:
    """200 MB of log, through the builder that passes all of it on, without a line end at the end of it."""
    flood = "FROM python:3.12-slim\nRUN yes 0123456789012345678901234567890123456789 | head -c 200000000\nRUN exit 1\n"
    with workbench.place(pair(tmp_path, flood), environ=WITHOUT_CLIENT) as place:
        found = place.compare(1)

    assert isinstance(found, BuildFailed)
    assert 3 == found.line
    assert 2000 >= len(found.log)


def test_the_classic_builder_does_without_mounts_of_caches(workbench: Workbench, tmp_path: Path) -> None:
    """They are taken out, and a mount that a step needs is told."""
    cache = "FROM python:3.12-slim\nRUN --mount=type=cache,target=/root/.cache/pip true\n"
    bind = "FROM python:3.12-slim\nRUN --mount=type=bind,source=.,target=/src true\n"
    with workbench.place(pair(tmp_path, cache, bind), environ=WITHOUT_CLIENT) as place:
        assert isinstance(place.builds.build(place.requests[0]), Built)
        found = place.builds.build(place.requests[1])

    assert isinstance(found, BuildFailed)
    assert (2, "after") == (found.line, found.name)


def test_times_are_medians_of_turns(workbench: Workbench, tmp_path: Path) -> None:
    """Each kind of build that the context allows is timed, none from the layers of the other side, and undone."""
    file = "FROM python:3.12-slim\nCOPY requirements.txt .\nRUN sleep 0.5\nCOPY main.py .\n"
    (tmp_path / "requirements.txt").write_text("flask\n")
    (tmp_path / "main.py").write_text("print()\n")
    with workbench.place(pair(tmp_path, file), measured=Measured.ALL) as place:
        found = place.compare(2)

    assert isinstance(found, Comparison)
    times = {one.name: one for one in found.measures if one.unit == "seconds"}
    assert ["clean build", "rebuild after a source change", "rebuild after a requirement change"] == list(times)
    assert {2} == {one.runs for one in times.values()}
    # with the same Dockerfile on both sides, each still had to wait for its own RUN
    waited = (times["clean build"], times["rebuild after a requirement change"])
    assert [] == [one for one in waited if min(one.before, one.after) - max(one.spread or (0,)) < 0.5]
    assert "flask\n" == (tmp_path / "requirements.txt").read_text()


def test_a_project_and_its_rewrite_are_the_same_application(
    engine: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The whole command, on a project that installs for the user of the build stage."""
    context = shutil.copytree(PROJECTS / "user-install-builder", tmp_path / "context")
    report = tmp_path / "report.json"
    code = run(["compare", str(context), "--measure", "same", "--format", "json", "-o", str(report), "--yes"])
    found = json.loads(report.read_text())

    assert (0, "venvoy.compare/1", "equivalent") == (code, found["schema"], found["verdict"])
    assert [] == [one for one in found["differences"] if one["judgement"] == "surprise"]
    assert "build --progress=plain" in capsys.readouterr().err
