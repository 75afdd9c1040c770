"""What compose files lead to and say beside their services: other files, volumes, contexts, what is copied in."""

from __future__ import annotations

import pytest

from companions.given import LIBRARY, applied, image, relocation, told
from companions.test_compose import OURS, alone, found, services
from venvoy.companions.compose import compose_companions, named
from venvoy.companions.compose_env_files import assignments
from venvoy.companions.image import Image
from venvoy.companions.services import builds
from venvoy.model.companion import Companion, Confidence

CERTAIN, LIKELY, REPORTED = Confidence.CERTAIN, Confidence.LIKELY, Confidence.REPORTED
OLD = f"/usr/local/{LIBRARY}"
BELOW = image(moves=relocation("/app/.venv"))
WATCHED = """\
develop:
  watch:
    - action: {action}
      path: {path}
      target: {target}
"""


def beside(compose: str, files: dict[str, str], given: Image | None = None) -> dict[str, Companion]:
    """Return what is found in a ``compose.yaml`` and in the other *files*, by path."""
    others = {path: text.encode() for path, text in files.items()}
    every = compose_companions({"compose.yaml": compose.encode()}, given or image(), others)
    return {one.path: one for one in every}


def lines(text: str) -> str:
    """Return a compose file with one service that builds the image, and the lines of *text* in it."""
    return services(*text.splitlines())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"PYTHONPATH={OLD}\nA=b\n", ("old-path-in-settings", 1, LIKELY)),
        (f"PYTHONPATH=/app:{OLD}\n", ("old-path-in-settings", 1, CERTAIN)),
        (f'# packages\nexport PYTHONPATH="/app:{OLD}"\n', ("old-path-in-settings", 2, CERTAIN)),
        ("PATH=/usr/local/bin:/bin # as cron has it\n", ("old-path-in-settings", 1, LIKELY)),
        ("TOOL='/usr/local/bin/flask'\r\n", ("old-path-in-settings", 1, CERTAIN)),
        ("TOOL=/usr/local/bin/shopctl", ("old-path-in-settings", 1, REPORTED)),
        (f"PYTHONPATH={OLD}\nPYTHONPATH={OLD}\n", ("old-path-in-settings", 1, REPORTED)),
    ],
)
def test_a_file_of_variables_is_read(text: str, expected: tuple[str, int, Confidence]) -> None:
    """What a service is told by ``env_file`` has a place in that file, as sure as one in the compose file."""
    one = beside(services("env_file: web.env"), {"web.env": text})["web.env"]

    assert expected == told(one)[0]


@pytest.mark.parametrize(
    ("override", "expected"),
    [("restart: always", LIKELY), ("env_file: web.env", REPORTED), ("environment: {PYTHONPATH: /app}", REPORTED)],
)
def test_what_a_template_sets_may_lie_over_what_an_override_sets(override: str, expected: Confidence) -> None:
    """Taken out of the template, the variable would be the one that the override of the service has."""
    contents = {
        "base.yaml": f"services:\n  common:\n    environment:\n      - PYTHONPATH={OLD}\n      - A=b\n",
        "compose.yaml": services("extends: {file: base.yaml, service: common}"),
        "compose.override.yaml": f"services:\n  web:\n    {override}\n",
    }
    given = {path: text.encode() for path, text in contents.items()}
    every = {one.path: one for one in compose_companions(given, image(), {"web.env": b"PYTHONPATH=/shop\n"})}

    assert [("old-path-in-settings", 4, expected)] == told(every["base.yaml"])


@pytest.mark.parametrize("text", ["PYTHONPATH=/app\n", "# PATH=/bin\n", "PATH\n", 'A="/usr/local/bin/flask\n', "=\n"])
def test_other_variables_are_left(text: str) -> None:
    """A value that is the application's own, a comment, and what goes over several lines are no places."""
    assert {} == beside(services("env_file: web.env"), {"web.env": text})


@pytest.mark.parametrize(
    "entry",
    [
        "env_file: web.env",
        "env_file: [a.env, ./web.env]",
        "env_file: [{path: web.env, required: false}]",
        "env_file: ${ENV:-web.env}",
    ],
)
def test_the_file_is_changed_where_it_says_so(entry: str) -> None:
    """All ways to name it lead to it; comments, quotes and line ends of the file stay."""
    text = f"# ours\r\nexport PYTHONPATH='/app:{OLD}' # both\r\nPATH=/bin\r\n"
    one = beside(services(entry), {"web.env": text, "a.env": ""})["web.env"]

    expected = text.replace(f":{OLD}", "").replace("PATH=/bin", "PATH=/opt/venv/bin:/bin")
    assert expected.encode() == applied(text.encode(), one.places)


def test_a_line_without_purpose_goes() -> None:
    """A variable that has nothing but the old directory is taken out with its line."""
    one = beside(services("env_file: web.env"), {"web.env": f"A=b\nPYTHONPATH={OLD}\nC=d"})["web.env"]

    assert b"A=b\nC=d" == applied(b"A=b\nPYTHONPATH=" + OLD.encode() + b"\nC=d", one.places)


@pytest.mark.parametrize(
    ("compose", "other"),
    [
        (services("env_file: [a.env, web.env]"), "PYTHONPATH=/app\n"),
        (services("env_file: [web.env]", "environment: {PYTHONPATH: /app}"), ""),
    ],
)
def test_a_line_stays_where_another_would_count_then(compose: str, other: str) -> None:
    """Without it, what another file or the service itself says would be in force, or is anyway."""
    one = beside(compose, {"web.env": f"PYTHONPATH={OLD}\n", "a.env": other})["web.env"]

    assert [REPORTED] == [place.confidence for place in one.places]


def test_a_variable_of_a_service_stays_where_a_file_would_count_then() -> None:
    """The line in the compose file holds back what the file of variables says."""
    text = services("env_file: web.env", "environment:", f"  PYTHONPATH: {OLD}", "  A: b")
    one = beside(text, {"web.env": "PYTHONPATH=/srv/old\n"})["compose.yaml"]

    assert [REPORTED] == [place.confidence for place in one.places]


def test_a_file_that_others_read_is_only_reported() -> None:
    """What a service of another image is told, too, is not changed under its feet."""
    text = services("env_file: web.env") + "  other:\n    image: other\n    env_file: web.env\n"
    one = beside(text, {"web.env": "TOOL=/usr/local/bin/flask\n"})["web.env"]

    assert [(REPORTED, "A service that does not run this image reads this file, too: give each its own.")] == [
        (place.confidence, place.suggestion) for place in one.places
    ]


def test_what_compose_itself_reads_waits() -> None:
    """A ``.env`` serves whoever works on the machine as well."""
    one = beside(services("env_file: .env"), {".env": "TOOL=/usr/local/bin/flask\n"})[".env"]

    assert [LIKELY] == [place.confidence for place in one.places]


@pytest.mark.parametrize("name", ["secret.env", "../secret.env", "/etc/secret.env", "$ENV"])
def test_a_file_that_is_not_there_is_noted(name: str) -> None:
    """What git does not list, or what lies elsewhere, is said not to be read."""
    one = beside(services(f"env_file: {name}"), {})["compose.yaml"]

    assert (f"compose.yaml, line 4: what {name} sets is not read, as the repository does not list it.",) == one.notes


def test_a_file_that_several_services_name_is_noted_once() -> None:
    """One sentence tells of all of them."""
    one = beside(services("env_file: .env") + "  worker:\n    build: .\n    env_file: [.env]\n", {})["compose.yaml"]

    assert ("compose.yaml, lines 4, 7: what .env sets is not read, as the repository does not list it.",) == one.notes


@pytest.mark.parametrize(("content", "why"), [("A=\0", "it is no text"), ("x" * 200_000, "larger than 128 KiB")])
def test_a_file_that_cannot_be_read_is_noted(content: str, why: str) -> None:
    """Whatever a stranger calls a file of variables, the answer is a sentence."""
    one = beside(services("env_file: web.env"), {"web.env": content})["web.env"]

    assert [True] == [why in note for note in one.notes]


def test_values_are_found_where_they_stand() -> None:
    """Quotes, comments and blanks are not part of a value; what has an escape is left out."""
    content = b'A=b\nexport B = "c d" # e\nC=\'#\'\nD=e#f #g\nE="a\\n"\nF=\nG=#\n H=\xff'

    assert [("A", "b"), ("B", "c d"), ("C", "#"), ("D", "e#f"), ("H", "\udcff")] == [
        (one.name, one.value) for one in assignments(content)
    ]


@pytest.mark.parametrize(
    ("action", "path", "target", "expected"),
    [
        ("sync", ".", "/app", [("mounted-over-venv", 8, REPORTED)]),
        ("sync+restart", ".", "/app/", [("mounted-over-venv", 8, REPORTED)]),
        ("sync", "./packages", "/app/.venv/lib", [("mounted-over-venv", 8, REPORTED)]),
        ("sync", "./shop", "/app/shop", []),
        ("rebuild", ".", "/app", []),
        ("sync", "$WHERE", "/app", []),
        ("sync", "./lib", f"{OLD}/lib", [("old-path-in-settings", 8, LIKELY)]),
        ("sync", "./lib", OLD, [("old-path-in-settings", 8, REPORTED)]),
    ],
)
def test_what_watch_copies_in(action: str, path: str, target: str, expected: list[object]) -> None:
    """A directory of the machine over the environment is told of; a package that is worked on moves with the others."""
    one = alone(lines(WATCHED.format(action=action, path=path, target=target)), BELOW)

    assert expected == told(one)


@pytest.mark.parametrize(
    ("ignore", "ignored"),
    [("[.venv/]", None), ("['**/.venv']", None), ("[node_modules]", ("**/.venv",))],
)
def test_watch_leaves_out_what_is_ignored(ignore: str, ignored: tuple[str, ...] | None) -> None:
    """Either list keeps the environment of the machine where it is."""
    text = lines(WATCHED.format(action="sync", path=".", target="/app") + f"      ignore: {ignore}\n")

    assert () == alone(text, image(moves=relocation("/app/.venv"), ignored=ignored)).places


def test_a_dockerfile_inside_is_noted() -> None:
    """It is not migrated, and that is said."""
    text = (
        "services:\n  web:\n    build:\n      context: .\n      dockerfile_inline: |\n        FROM python:3.12-slim\n"
    )

    assert ("compose.yaml, line 5: web is built from a Dockerfile inside, which is not migrated.",) == alone(text).notes


@pytest.mark.parametrize(
    ("contexts", "noted"),
    [
        ("{python:3.12-slim: 'docker-image://python:3.13'}", True),
        ("['Python:3.12-slim=../base']", True),
        ("{docs: ./docs}", False),
    ],
)
def test_another_context_in_place_of_an_image_is_noted(contexts: str, noted: bool) -> None:
    """What the Dockerfile says of its base does not hold then; a context of an own name changes nothing."""
    text = services().replace("build: .", f"build: {{context: ., additional_contexts: {contexts}}}")

    assert noted == any("takes" in note and "is not known" in note for note in alone(text).notes)


WEB = f"services:\n  web:\n    image: shop\n    {OURS}\n"
INCLUDED = {
    "an image that an included file builds": {
        "compose.yaml": f"include: [infra/app.yaml]\n{WEB}",
        "infra/app.yaml": "services:\n  app:\n    build: ..\n    image: shop\n",
    },
    "the directory of a project": {
        "compose.yaml": f"include:\n  - path: infra/app.yaml\n    project_directory: .\n{WEB}",
        "infra/app.yaml": "services:\n  app:\n    build: .\n    image: shop\n",
    },
    "an override in the list": {
        "compose.yaml": f"include:\n  - path: [infra/app.yaml, infra/own/dev.yaml]\n{WEB}",
        "infra/app.yaml": "services:\n  app:\n    image: shop\n",
        "infra/own/dev.yaml": "services:\n  app:\n    build: ..\n",
    },
    "nothing but an include": {
        "compose.yaml": "include: infra\n",
        "compose.web.yaml": f"services:\n  web:\n    build: .\n    {OURS}\n",
    },
}


@pytest.mark.parametrize("files", [pytest.param(files, id=name) for name, files in INCLUDED.items()])
def test_includes_are_followed(files: dict[str, str]) -> None:
    """What an included file builds is known to the one that includes it, from wherever its paths start."""
    places = [place for one in found(files).values() for place in one.places]

    assert [("old-path-in-command", CERTAIN)] == [(place.page, place.confidence) for place in places]


OVERRIDE = "services:\n  a:\n    build: {context: docker, dockerfile: dev.Dockerfile}\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            {"compose.yaml": "services: {a: {build: {context: ., dockerfile: docker/dev.Dockerfile}}}\n"},
            [("docker/dev.Dockerfile", "", 1)],
            id="flow style",
        ),
        pytest.param({"compose.yaml": OVERRIDE}, [("docker/dev.Dockerfile", "docker", 3)], id="a directory"),
        pytest.param({"compose.yaml": OVERRIDE.replace("context: docker", "context: '${X}'")}, [], id="a variable"),
        pytest.param(
            {"compose.yaml": OVERRIDE.replace("context: docker", 'context: "${X:-docker}"')},
            [("docker/dev.Dockerfile", "docker", 3)],
            id="a variable with a default",
        ),
        pytest.param(
            {"compose.yaml": "x-build: &it\n  context: .\n  dockerfile: a/b\nservices:\n  a: {build: *it}\n"},
            [("a/b", "", 3)],
            id="an alias",
        ),
        pytest.param(
            {
                "compose.yaml": "x: &it {context: ., dockerfile: a/b}\n"
                "services:\n  a:\n    build:\n      <<: *it\n      target: x\n"
            },
            [("a/b", "", 1)],
            id="a merge",
        ),
        pytest.param(
            {"dev/compose.yml": "services:\n  a:\n    build:\n      dockerfile: dev/x\n      context: ..\n"},
            [("dev/x", "", 4)],
            id="a compose file in a directory",
        ),
        pytest.param(
            {"compose.yaml": "services:\n  a: {build: ./one}\n  b:\n    build:\n      dockerfile: x/Dockerfile\n"},
            [("one/Dockerfile", "one", 2), ("x/Dockerfile", "", 5)],
            id="each service for itself",
        ),
        pytest.param(
            {"compose.yaml": "services: {a: {build: {context: /srv/x, dockerfile: Dockerfile}}}\n"},
            [("/srv/x/Dockerfile", None, 1)],
            id="outside",
        ),
        pytest.param(
            {
                "compose.yaml": OVERRIDE,
                "compose.dev.yaml": OVERRIDE.replace("docker,", "., ").replace("dev.", "docker/dev."),
            },
            [("docker/dev.Dockerfile", "docker", 3), ("docker/dev.Dockerfile", "", 3)],
            id="an override",
        ),
    ],
)
def test_a_service_says_from_where_it_is_built(
    files: dict[str, str], expected: list[tuple[str, str | None, int]]
) -> None:
    """The Dockerfile and the directory, as the tree of the file has them, however it is written, and the line."""
    said, broken = builds({path: text.encode() for path, text in files.items()})

    assert (expected, frozenset()) == ([(one.dockerfile, one.context, one.line) for one in said], broken)


def test_a_compose_file_that_is_not_read_is_named() -> None:
    """What it says is not known, so that nobody may go by the others alone."""
    assert ((), frozenset({"compose.yaml"})) == builds({"compose.yaml": b"services:\n  a: [\n"})


def test_a_circle_of_includes_ends() -> None:
    """Two files that include each other, and one that includes itself, are no reason to wait."""
    files = {"compose.yaml": "include: [a.yaml, compose.yaml]\n", "a.yaml": "include: [compose.yaml]\n"}

    assert {} == found(files)


def test_the_files_that_are_named_are_known() -> None:
    """Variables, includes and what is extended are read wherever they lie; what lies outside is not asked for."""
    text = "include: [a/b/c.yaml, {path: [../x.yaml, d/e/f.yaml]}]\n" + services(
        "env_file: [./.envs/web, {path: c/d.env}, /etc/e]", "extends: {file: base/one/of.yaml, service: x}"
    )

    assert {"a/b/c.yaml", "d/e/f.yaml", ".envs/web", "c/d.env", "base/one/of.yaml"} == named(
        {"compose.yaml": text.encode()}
    )


@pytest.mark.parametrize(
    ("volume", "target", "expected"),
    [
        ("{driver_opts: {type: none, o: bind, device: ./src}}", "/app", ("the bind mount ./src at /app", LIKELY)),
        ("{driver_opts: {type: none, o: 'ro,bind', device: ./src}}", "/app/.venv", ("the bind mount ./src", REPORTED)),
        ("{driver_opts: {type: nfs, o: addr=host, device: ':/x'}}", "/app", ("the volume code at /app", LIKELY)),
        ("", "/app", ("the volume code at /app", LIKELY)),
        ("{external: true}", "/app/.venv", ("is filled once", REPORTED)),
    ],
)
def test_a_volume_that_is_a_directory_of_the_host(volume: str, target: str, expected: tuple[str, Confidence]) -> None:
    """``driver_opts`` make a bind mount of a volume with a name, and that is what it is called."""
    text = services("volumes:", f"  - code:{target}") + f"volumes:\n  code: {volume}\n"
    (place,) = alone(text, BELOW).places

    assert (True, expected[1]) == (expected[0] in place.message, place.confidence)


@pytest.mark.parametrize(
    ("options", "said"),
    [("{subpath: env}", "hides it"), ("{nocopy: true}", "hides it"), ("{nocopy: false}", "is filled once")],
)
def test_a_part_of_a_volume_is_not_filled(options: str, said: str) -> None:
    """A volume that takes nothing over from the image hides the environment from the first day."""
    text = services(
        "volumes:", "  - type: volume", "    source: data", "    target: /opt/venv", f"    volume: {options}"
    )
    (place,) = alone(text).places

    assert (True, REPORTED) == (said in place.message, place.confidence)


def test_a_part_of_a_volume_over_the_source_gets_a_neighbour() -> None:
    """The long form with ``subpath`` is one entry, and the new one stands below all of it."""
    entry = ("  - type: volume", "    source: data", "    target: /app", "    volume:", "      subpath: code")
    text = services("volumes:", *entry, "ports: []")
    after = applied(text.encode(), alone(text, BELOW).places)

    assert services("volumes:", *entry, "  - /app/.venv", "ports: []").encode() == after


OTHERS = """\
x-labels: &labels
  cron: /usr/local/bin/flask tidy
x-mine:
  - services: [/usr/local/bin/flask]
configs:
  web: {content: "/usr/local/bin/flask"}
  more: {file: ./usr.conf}
secrets:
  token: {environment: TOKEN}
networks: {default: {name: x}}
services:
  web:
    build: .
    labels: *labels
    configs:
      - web
      - source: more
        target: /opt/venv/more.conf
    secrets: [{source: token, target: /run/token}]
    x-note: /usr/local/bin/flask
"""


def test_what_is_none_of_ours_is_passed_over() -> None:
    """Extensions count where an alias takes them into a service; configs and secrets are nobody's paths."""
    one = alone(OTHERS)

    assert ([("old-path-in-settings", 2, CERTAIN)], ()) == (told(one), one.notes)
    assert OTHERS.replace("cron: /usr/local", "cron: /opt/venv").encode() == applied(OTHERS.encode(), one.places)
