"""Generated projects, as Docker Compose itself understands them: read like it reads them, and changed as announced."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve, frozen
from compose_meaning import Listed, built_from, carried_out, configuration, dockerfile, listed
from composed import Compose
from hypothesis import HealthCheck, example, settings
from hypothesis import given as given_that
from hypothesis import strategies as st

from companions.given import LIBRARY, applied, image
from companions.test_meaning import COMMANDS, OTHERS, VARIABLES, VOLUMES, indented
from venvoy.companions.compose import compose_companions
from venvoy.companions.compose_env_files import entries, pairs, variables
from venvoy.companions.compose_files import ComposeFile, Service, Services, compose_file
from venvoy.companions.compose_mounts import Kind, mounts
from venvoy.companions.sheet import Sheet
from venvoy.companions.yaml_tree import scalars, tree
from venvoy.model.companion import Companion, Place

pytestmark = pytest.mark.compose

OLD = f"/usr/local/{LIBRARY}"
READ = ("compose.yaml", "compose.override.yaml")
"""What is given to Compose; the first names the others."""
STARTS = (
    *COMMANDS,
    "command: ${START:-/usr/local/bin/flask run}",
    "command: [sh, -c, 'exec /usr/local/bin/flask $$X']",
)
MOUNTS = (
    *VOLUMES,
    "volumes:\n  - ${CODE:-.}:/opt:ro\n  - type: volume\n    source: data\n    target: /var/lib/data",
    "volumes:\n  - host:/opt\n  - /cache",
    "tmpfs: /run",
)
SETTINGS = (*VARIABLES, "env_file: web.env", "env_file:\n  - ./web.env\nenvironment:\n  B: '${B-c}' # ours")
REST = (
    *OTHERS,
    "profiles: [later]",
    "x-own: {command: /usr/local/bin/flask}",
    "labels: [cron=/usr/local/bin/flask tidy]",
)
BUILDS = (
    "build: .",
    "build: {context: '${HERE:-.}'}",
    "image: other",
    "image: shop\nbuild: .",
    "image: shop",
    "build: ./other",
)
TAIL = "volumes:\n  data:\n  host:\n    driver_opts: {type: none, o: bind, device: /srv}\n"
ENV = f"# for the services\nB=b\nTOOL='/usr/local/bin/flask' # a tool\nexport PYTHONPATH=/app:{OLD}\n"


@frozen
class Project:
    """Files of a directory, by name."""

    files: Mapping[str, str]

    @property
    def composed(self) -> dict[str, bytes]:
        """The YAML files as bytes."""
        return {name: text.encode() for name, text in self.files.items() if name.endswith(".yaml")}

    @property
    def others(self) -> dict[str, bytes]:
        """The other files as bytes."""
        return {name: text.encode() for name, text in self.files.items() if not name.endswith(".yaml")}

    def companions(self) -> tuple[Companion, ...]:
        """Return what is found in them."""
        return compose_companions(self.composed, image(), self.others)

    def services(self) -> Services:
        """Return them as they are read."""
        read = (compose_file(Sheet(name, content), tree(content)) for name, content in self.composed.items())
        return Services(tuple(file for file in read if isinstance(file, ComposeFile)), image())

    def written(self, root: Path) -> tuple[str, ...]:
        """Write them below *root*, and return those that Compose is to be given."""
        (root / "other").mkdir(exist_ok=True)
        for name, text in self.files.items():
            (root / name).write_bytes(text.encode())
        return tuple(name for name in READ if name in self.files)


@st.composite
def projects(draw: st.DrawFn) -> Project:
    """Return a compose file with a template and an ``extends``, perhaps an override, and variables in a file."""

    def some(*pools: tuple[str, ...]) -> str:
        return "".join(indented(draw(st.sampled_from(pool)), 4) for pool in pools if draw(st.booleans()))

    template = "".join(indented(draw(st.sampled_from(pool)), 2) for pool in (MOUNTS, SETTINGS))
    text = f"# all services\nx-app: &app\n{template}services:\n"
    for at in range(draw(st.integers(1, 3))):
        text += f"  s{at}:\n" + indented(draw(st.sampled_from(BUILDS)), 4)
        if draw(st.booleans()):
            text += draw(st.sampled_from(("    <<: *app\n", "    extends: {file: base.yaml, service: common}\n")))
        text += some(STARTS, MOUNTS, SETTINGS, REST)
    base = "services:\n  common:\n    build: .\n" + some(STARTS, MOUNTS, SETTINGS)
    files = {"compose.yaml": text + TAIL, "base.yaml": base, "web.env": ENV, ".env": "B=d\n"}
    if draw(st.booleans()):
        files["compose.override.yaml"] = "services:\n  s0:\n    restart: always\n" + some(STARTS, MOUNTS, SETTINGS)
    ending = draw(st.sampled_from(["\n", "\r\n"]))
    return Project({name: text.replace("\n", ending) for name, text in files.items()})


def resolved(compose: Compose, root: Path, project: Project) -> dict[str, Any]:
    """Return what Compose makes of a project below *root*."""
    return configuration(compose.config(root, project.written(root)))


def readers(project: Project, path: str, place: Place) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the services that a place is about, and which of their keys.

    They hold its value, or they extend or read what does. Elsewhere in them the same text may be meant to stay, as in
    a file of variables that a service of another image reads, too.
    """
    services = project.services()
    for service in services:
        if service.file.sheet.path not in READ:
            continue
        group = (service, *services.related(service))
        if path == "web.env":
            keys = frozenset({"environment"} if any(name == path for one in group for _, name in entries(one)) else ())
        else:
            keys = frozenset().union(*(held(one, place) for one in group if one.file.sheet.path == path))
        if keys:
            yield service.name, keys


def held(service: Service, place: Place) -> frozenset[str]:
    """Return the keys of *service* in whose values *place* is."""
    table = service.file.sheet.table
    start = table.start(place.lines.first)
    line = service.file.sheet.content[start:].split(b"\n", 1)[0].decode()
    at = start + len(line[: place.column - 1].encode())
    return frozenset(
        key.text
        for key, value in service.table.entries
        if any(one.span.start <= at < one.span.end for one in scalars(value))
    )


def announced(project: Project, root: Path, config: Mapping[str, Any]) -> list[tuple[Listed, frozenset[str]]]:
    """Return what is announced for the files of a project, each with the services of *config* that it is about."""
    ours = {name for name in config["services"] if built_from(root, config, name) == "Dockerfile"}
    return [
        (evolve(listed(place, one.content or b""), keys=keys), frozenset({name}))
        for one in project.companions()
        for place in one.places
        if place.edits
        for name, keys in readers(project, one.path, place)
        if name in ours
    ]


COMMON = {"base.yaml": "services:\n  common:\n    build: .\n", "web.env": ENV}
SHARED_FILE = Project(
    {
        "compose.yaml": (
            "services:\n  s0:\n    build: .\n    env_file: web.env\n    labels: [cron=/usr/local/bin/flask tidy]\n"
            "  s1:\n    image: other\n    env_file: web.env\n"
        ),
        **COMMON,
    }
)
"""The label is changed, and what the file says of the same path is left, as another image reads it, too."""
OVERRIDDEN_TEMPLATE = Project(
    {
        "compose.yaml": "services:\n  s0:\n    extends: {file: base.yaml, service: common}\n",
        "compose.override.yaml": "services:\n  s0:\n    env_file: web.env\n",
        **COMMON,
        "base.yaml": (f"services:\n  common:\n    build: .\n    environment:\n      - PYTHONPATH={OLD}\n      - A=b\n"),
    }
)
"""The variable of the template hides the one that the override reads from a file."""
EXAMPLES = settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@EXAMPLES
@example(project=SHARED_FILE)
@example(project=OVERRIDDEN_TEMPLATE)
@given_that(project=projects())
def test_nothing_but_what_is_announced_changes(compose: Compose, project: Project) -> None:
    """Compose understands the changed files as it did the others, with each change that was announced and no other."""
    with tempfile.TemporaryDirectory() as directory:
        root = Path(directory)
        before = resolved(compose, root, project)
        expected = carried_out(before, announced(project, root, before))
        texts = {one.path: applied(one.content, one.places).decode() for one in project.companions()}
        after = Project({**project.files, **texts})

        assert expected == resolved(compose, root, after)
        assert [] == [edit for one in after.companions() for place in one.places for edit in place.edits]


@EXAMPLES
@given_that(project=projects())
def test_files_are_read_as_compose_reads_them(compose: Compose, project: Project) -> None:
    """What a service is built from, what is mounted in it, and which variables it has: all as Compose says it."""
    with tempfile.TemporaryDirectory() as directory:
        root = Path(directory)
        config = resolved(compose, root, project)
        services = project.services()
        for service in (one for one in services if one.file.sheet.path == "compose.yaml"):
            said = config["services"][service.name]
            group = (service, *services.related(service))
            ours = {(one.kind, one.target, one.source) for each in group for one in mounts(each, services)}
            names = {name for one in group for name, _ in pairs(one.table.get("environment"))}

            assert (dockerfile(root, said) == "Dockerfile") == services.builds_ours(service)
            assert (built_from(root, config, service.name) == "Dockerfile") == services.runs_ours(service)
            theirs = mounted(root, config, said)
            assert {target for _, target, _ in theirs} == {target for _, target, _ in ours}
            assert theirs <= {
                (kind, target, str(root / source) if kind is Kind.BIND and source != "/srv" else source)
                for kind, target, source in ours
            }
            assert set(said.get("environment", ())) == names.union(*(variables(one, project.others) for one in group))


def mounted(root: Path, config: Mapping[str, Any], said: Mapping[str, Any]) -> set[tuple[Kind, str, str]]:
    """Return the mounts that Compose says a service has."""
    found = {(Kind.TMPFS, one, "") for one in said.get("tmpfs", ())}
    for kind, source, target, _ in said.get("volumes", ()):
        device = (config["volumes"].get(source) or {}).get("driver_opts", {}).get("device")
        if kind == "bind" or device:
            found.add((Kind.BIND, target, device or str(Path(source).relative_to(root).joinpath(root, source))))
        else:
            found.add((Kind.NAMED if source else Kind.ANONYMOUS, target, source))
    return found
