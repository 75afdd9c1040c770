"""Compose files: which services are meant, what is found in them, and that nothing else changes."""

from __future__ import annotations

import pytest

from companions.given import GLOBAL, USER, applied, image, relocation, told
from venvoy.companions.compose import compose_companions
from venvoy.companions.image import Image
from venvoy.model.companion import Companion, Confidence

CERTAIN, LIKELY, REPORTED = Confidence.CERTAIN, Confidence.LIKELY, Confidence.REPORTED
OURS = "command: /usr/local/bin/gunicorn shop.wsgi"
COMMAND = ("old-path-in-command", CERTAIN)
LINT = """\
FROM python:3.12-slim AS lint
CMD ["ruff"]

FROM python:3.12-slim
RUN pip install flask
CMD ["flask", "run"]
"""
STAGES = """\
FROM python:3.12-slim AS lint
RUN pip install --user ruff
CMD ["ruff", "check"]

FROM python:3.12-slim AS app
COPY requirements.txt .
RUN pip install -r requirements.txt
CMD ["gunicorn", "shop.wsgi"]
"""


def found(files: dict[str, str] | str, given: Image | None = None) -> dict[str, Companion]:
    """Return the compose files with places or notes, by path; a text alone is that of ``compose.yaml``."""
    files = {"compose.yaml": files} if isinstance(files, str) else files
    contents = {path: text.encode("utf-8", "surrogateescape") for path, text in files.items()}
    return {one.path: one for one in compose_companions(contents, given or image())}


def alone(text: str, given: Image | None = None) -> Companion:
    """Return what is found in a compose file; without places when nothing is."""
    return found(text, given).get("compose.yaml", Companion("compose.yaml", text.encode(), ()))


def services(*lines: str) -> str:
    """Return a compose file with one service that builds the image, and *lines* of it."""
    return "services:\n  web:\n    build: .\n" + "".join(f"    {line}\n" for line in lines)


@pytest.mark.parametrize(
    "build",
    [
        "build: .",
        'build: "./"',
        "build: ${CONTEXT:-.}",
        "build: {context: .}",
        "build: {context: ., dockerfile: ./Dockerfile}",
        "build: {dockerfile: Dockerfile}",
        "build: {context: shop, dockerfile: ../Dockerfile}",
    ],
)
def test_a_service_that_builds_the_image_is_meant(build: str) -> None:
    """Short and long forms, and variables with defaults, lead to the Dockerfile."""
    assert [COMMAND] == [(p.page, p.confidence) for p in alone(f"services:\n  web:\n    {build}\n    {OURS}\n").places]


@pytest.mark.parametrize(
    "build",
    [
        "image: python:3.12-slim",
        "build: other",
        "build: ${CONTEXT}",
        "build: https://github.com/example/shop.git",
        "build: {context: ., dockerfile: other.Dockerfile}",
        'build: {context: ., dockerfile_inline: "FROM python:3.12-slim"}',
        "build: {context: ., dockerfile: '${FILE:?}'}",
        "profiles: [later]",
    ],
)
def test_a_service_of_another_image_is_not(build: str) -> None:
    """Another image, or one that cannot be told, is left alone."""
    assert () == alone(f"services:\n  web:\n    {build}\n    {OURS}\n").places


MEANT_TOGETHER = {
    "an override": {
        "docker-compose.yml": "services:\n  web:\n    build: .\n",
        "docker-compose.override.yml": f"services:\n  web:\n    {OURS}\n",
    },
    "extends in the file": {
        "docker-compose.override.yml": f"services:\n  base: {{build: .}}\n  web:\n    extends: base\n    {OURS}\n"
    },
    "extends another file": {
        "shared/base.yml": "services:\n  base:\n    build: {context: .., dockerfile: Dockerfile}\n",
        "docker-compose.override.yml": (
            f"services:\n  web:\n    extends: {{file: shared/base.yml, service: base}}\n    {OURS}\n"
        ),
    },
    "the image of another service": {
        "docker-compose.override.yml": (
            f"services:\n  web:\n    build: .\n    image: shop\n  worker:\n    image: shop\n    {OURS}\n"
        )
    },
    "a merge": {"docker-compose.override.yml": f"x-b: &b\n  build: .\nservices:\n  web:\n    <<: [*b]\n    {OURS}\n"},
}


@pytest.mark.parametrize("files", [pytest.param(files, id=name) for name, files in MEANT_TOGETHER.items()])
def test_files_are_read_together(files: dict[str, str]) -> None:
    """What a service says nothing of, its namesakes, its bases and its anchors say."""
    assert [COMMAND] == [(p.page, p.confidence) for p in found(files)["docker-compose.override.yml"].places]


def test_one_of_several_overrides_is_enough() -> None:
    """A service that one override builds to a stage with the environment, and another to one without, is meant."""
    lint = "    build: {context: ., target: lint}\n"
    files = {
        "compose.yaml": f"services:\n  web:\n{lint}  api:\n    build: .\n    {OURS}\n",
        "compose.dev.yaml": "services:\n  api:\n    build: {target: lint}\n",
        "compose.lint.yaml": f"services:\n  web:\n    {OURS}\n",
    }

    assert ["compose.yaml"] == list(found(files, image(LINT)))


def test_a_circle_of_extends_ends() -> None:
    """Two services that extend each other are no reason to wait."""
    assert () == alone(f"services:\n  a:\n    extends: b\n    {OURS}\n  b:\n    extends: a\n").places


def test_another_directory_is_another_project() -> None:
    """A service of the same name elsewhere is not an override."""
    files = {
        "compose.yaml": "services:\n  web:\n    build: .\n",
        "old/compose.yaml": f"services:\n  web:\n    {OURS}\n",
    }

    assert {} == found(files)


def test_a_stage_without_the_environment_is_not_meant() -> None:
    """What keeps its layout keeps its paths."""
    lint = f"services:\n  lint:\n    build: {{context: ., target: lint}}\n    {OURS}\n"

    assert () == alone(lint, image(LINT)).places


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("entrypoint: ['/usr/local/bin/python', '-m', 'shop']", [("old-path-in-command", CERTAIN)]),
        ("command: sh -c '/usr/local/bin/flask run'", [("old-path-in-command", CERTAIN)]),
        ("command: ${CMD:-/usr/local/bin/flask run}", [("old-path-in-command", CERTAIN)]),
        ("command: /usr/local/bin/shopctl", [("old-path-in-command", REPORTED)]),
        ('command: "\\x2fusr/local/bin/flask"', []),
        ("command: flask run", []),
        ("healthcheck: {test: ['CMD-SHELL', '/usr/local/bin/python -c 1']}", [("old-path-in-command", CERTAIN)]),
        ("labels: {cron: /usr/local/bin/flask tidy}", [("old-path-in-settings", CERTAIN)]),
        ("environment: {FLASK: /usr/local/bin/flask}", [("old-path-in-settings", CERTAIN)]),
        ("environment: [FLASK=/usr/local/bin/flask]", [("old-path-in-settings", CERTAIN)]),
        ("environment: {PATH: '/usr/local/bin:/bin'}", [("old-path-in-settings", LIKELY)]),
        ("environment: ['PATH=$PATH:/scripts']", [("old-path-in-settings", REPORTED)]),
        ("environment: {PATH: '/opt/venv/bin:/bin'}", []),
        ("environment: {PYTHONPATH: /app}", []),
        ("environment: {PYTHONPATH: /usr/local/lib/python3.12/site-packages}", [("old-path-in-settings", REPORTED)]),
        ("environment: {HOME: /root/.local}", []),
        ("command: sh -c 'pip install -r dev.txt && flask run'", [("install-at-start", REPORTED)]),
        ("command: [sh, -c, poetry install && flask run]", [("install-at-start", REPORTED)]),
        ("command: pip list", []),
        ("user: '1000'", []),
        ("volumes: ['.:/app']", []),
        ("volumes: ['.:/opt']", [("mounted-over-venv", REPORTED)]),
        ("volumes: ['data:/opt/venv']", [("mounted-over-venv", REPORTED)]),
        ("tmpfs: /opt", [("mounted-over-venv", REPORTED)]),
        ("volumes: ['.:/opt', '/opt/venv']", [("mounted-over-venv", REPORTED)]),
        ("volumes: ['cache:/usr/local/lib/python3.12/site-packages']", [("old-path-in-settings", REPORTED)]),
    ],
)
def test_what_is_found_in_a_service(line: str, expected: list[tuple[str, Confidence]]) -> None:
    """Each thing has its page, and no more confidence than it deserves."""
    assert expected == [(place.page, place.confidence) for place in alone(services(line)).places]


@pytest.mark.parametrize(
    ("lines", "added"),
    [
        pytest.param(("volumes:", "  - .:/opt # code"), "      - /opt/venv", id="short"),
        pytest.param(("volumes:", "- data:/opt/"), "    - /opt/venv", id="without indent"),
        pytest.param(
            ("volumes:", "  - type: bind", "    source: .", '    target: "/opt"', "  - x:/y"),
            "      - /opt/venv",
            id="long",
        ),
        pytest.param(("volumes:", "  -  ${D:-./opt}:${T:-/opt}:rw"), "      -  /opt/venv", id="with variables"),
    ],
)
def test_a_volume_is_added_below_what_hides(lines: tuple[str, ...], added: str) -> None:
    """The longer path wins: one line more, written as its neighbours are."""
    text = services(*lines)
    one = alone(text)
    after = applied(text.encode(), one.places).decode()

    assert [("mounted-over-venv", LIKELY)] == [(place.page, place.confidence) for place in one.places]
    assert [added] == [line for line in after.splitlines() if line not in text.splitlines()]
    assert text.splitlines() == [line for line in after.splitlines() if line != added]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_line_ends_are_kept(ending: str) -> None:
    """An added line ends as the others do, and a file without a last line end gets none."""
    text = services("volumes:", "  - .:/opt").removesuffix("\n").replace("\n", ending)
    after = applied(text.encode(), alone(text).places).decode()

    assert f"{text}{ending}      - /opt/venv" == after


def test_a_deeper_mount_of_another_file_protects() -> None:
    """What an override mounts counts for the file that it overrides."""
    files = {"compose.yaml": services("volumes: ['.:/opt']"), "compose.override.yaml": services("volumes: [/opt/venv]")}
    places = found(files)

    assert ["compose.override.yaml"] == list(places)
    assert "--renew-anon-volumes" in places["compose.override.yaml"].places[0].suggestion


@pytest.mark.parametrize(("tag", "expected"), [("", []), ("!override ", [("mounted-over-venv", REPORTED)])])
def test_an_override_takes_back_what_protects(tag: str, expected: list[tuple[str, Confidence]]) -> None:
    """With the tag, the deeper mount of the other file is gone, and the source lies over the environment."""
    files = {
        "compose.yaml": services("volumes: [/opt/venv]"),
        "compose.override.yaml": f"services:\n  web:\n    volumes: {tag}['.:/opt']\n",
    }
    one = found(files).get("compose.override.yaml")

    assert expected == [(place.page, place.confidence) for place in (one.places if one is not None else ())]


def test_a_free_path_is_offered() -> None:
    """The other way out names a place that no mount covers."""
    (place,) = alone(services("volumes: ['.:/opt', 'x:/venv']")).places

    assert "/srv/venv" in place.suggestion


def test_a_mount_at_an_unknown_place_is_noted() -> None:
    """Where a variable without a default leads is not guessed at."""
    notes = alone(services("volumes:", "  - .:$TARGET")).notes

    assert ("compose.yaml, line 5: where in the container this is mounted is not known.",) == notes


@pytest.mark.parametrize("entry", ["$PWD/src:/opt", "${CODE_DIRECTORY}:/opt:ro", "${A:-b}/${C}:/opt"])
def test_a_mount_from_an_unknown_place_hides_as_well(entry: str) -> None:
    """Where in the container it is mounted is all that counts; where it comes from may hang on the machine."""
    text = services("volumes:", f"  - {entry}")
    one = alone(text)

    assert ([("mounted-over-venv", 5, LIKELY)], ()) == (told(one), one.notes)
    assert f"{text}      - /opt/venv\n".encode() == applied(text.encode(), one.places)


@pytest.mark.parametrize("entry", ["$A:$B", "${A:-/x", "$A:/opt/$B", "$A:/opt:$MODE", "${A:?:/b}"])
def test_a_mount_to_an_unknown_place_is_noted(entry: str) -> None:
    """Nothing is guessed where the variable says the target, or nobody knows what it says."""
    one = alone(services("volumes:", f'  - "{entry}"'))

    assert ((), 1) == (one.places, len(one.notes))


def test_a_mounted_package_moves_with_the_others() -> None:
    """A development mount among the packages goes on working."""
    text = services("volumes:", "  - ./lib:/usr/local/lib/python3.12/site-packages/lib:ro")
    one = alone(text)

    assert [LIKELY] == [place.confidence for place in one.places]
    assert text.replace("/usr/local/", "/opt/venv/").encode() == applied(text.encode(), one.places)


def test_a_value_that_others_share_is_only_reported() -> None:
    """An anchor that another image's service uses, too, is not changed under its feet."""
    text = f"x-c: &c\n  {OURS}\nservices:\n  web:\n    <<: *c\n    build: .\n  other:\n    <<: *c\n    image: other\n"
    (place,) = alone(text).places

    assert (REPORTED, ()) == (place.confidence, place.edits)
    assert "from here, too" in place.suggestion


@pytest.mark.parametrize(
    ("build", "expected"),
    [("build: other", REPORTED), ("image: other", REPORTED), ("build: .", CERTAIN), ("image: shop", CERTAIN)],
)
def test_a_value_that_is_extended_goes_by_all_who_do(build: str, expected: Confidence) -> None:
    """What several services extend is changed where all of them run the image, and a mere template with them."""
    files = {
        "base.yaml": f"services:\n  common:\n    {OURS}\n",
        "compose.yaml": (
            "services:\n  web:\n    build: .\n    image: shop\n    extends: {file: base.yaml, service: common}\n"
            f"  other:\n    {build}\n    extends: {{file: base.yaml, service: common}}\n"
        ),
    }

    assert [("old-path-in-command", 3, expected)] == told(found(files)["base.yaml"])


def test_what_protects_a_template_counts_where_it_is_extended() -> None:
    """The volume of the service that extends lies deeper than the mount that it takes over."""
    text = services("extends: common", "volumes: [/opt/venv]") + "  common:\n    volumes: ['.:/opt']\n"

    assert ["renew-anon" in place.suggestion for place in alone(text).places] == [True]


def test_a_value_that_our_services_share_is_changed_once() -> None:
    """Two services of the image with one anchor are one place."""
    text = f"x-c: &c\n  build: .\n  {OURS}\nservices:\n  web:\n    <<: *c\n  worker: *c\n"
    one = alone(text)

    assert text.replace("/usr/local/", "/opt/venv/").encode() == applied(text.encode(), one.places)


def test_variables_without_a_purpose_are_taken_out() -> None:
    """A line of its own goes as a whole, where the image sets nothing that would then count."""
    text = services("environment:", "  - A=b", "  - PYTHONPATH=/usr/local/lib/python3.12/site-packages", "  - C=d")
    one = alone(text)

    assert [("old-path-in-settings", LIKELY)] == [(place.page, place.confidence) for place in one.places]
    assert services("environment:", "  - A=b", "  - C=d").encode() == applied(text.encode(), one.places)


@pytest.mark.parametrize("entry", ["- PYTHONPATH={}", "PYTHONPATH: {}", '"PYTHONPATH": "{}" # packages'])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_block_that_would_be_empty_goes_with_its_only_entry(entry: str, ending: str) -> None:
    """What is left is still what compose reads."""
    line = "  " + entry.format("/usr/local/lib/python3.12/site-packages")
    text = services("environment:", line, "ports: []").replace("\n", ending)
    one = alone(text)

    assert [LIKELY] == [place.confidence for place in one.places]
    assert services("ports: []").replace("\n", ending).encode() == applied(text.encode(), one.places)


def test_a_variable_that_another_file_sets_is_not_taken_out() -> None:
    """Without the line of the override, that of the file below it would count again."""
    old = "/usr/local/lib/python3.12/site-packages"
    files = {
        "compose.yaml": services("environment: {PYTHONPATH: /srv}"),
        "compose.override.yaml": f"services:\n  web:\n    environment:\n      PYTHONPATH: {old}\n      A: b\n",
    }
    (place,) = found(files)["compose.override.yaml"].places

    assert (REPORTED, ()) == (place.confidence, place.edits)


def test_a_template_is_not_emptied() -> None:
    """What has nothing but that block would become a null that cannot be merged."""
    text = "x-a: &a\n  environment:\n    PYTHONPATH: /usr/local/lib/python3.12/site-packages\n"
    (place,) = alone(f"{text}services:\n  web:\n    <<: *a\n    build: .\n").places

    assert REPORTED is place.confidence


def test_a_user_base_is_left() -> None:
    """PYTHONUSERBASE, the scripts of a user and a user who is not root are all told of."""
    lines = (
        "user: app",
        "command: /root/.local/bin/shopctl",
        "environment:",
        "  A: b",
        "  PYTHONUSERBASE: /root/.local",
    )
    one = alone(services(*lines), image(USER))

    assert [
        ("user-install", 4, REPORTED),
        ("old-path-in-command", 5, CERTAIN),
        ("old-path-in-settings", 8, LIKELY),
    ] == (told(one))


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ('"0"', ("stage-named-elsewhere", LIKELY)),
        ("&t '0'", ("stage-named-elsewhere", LIKELY)),
        ("nowhere", None),
        ("$TARGET", None),
    ],
)
def test_a_number_of_a_stage_follows_it(target: str, expected: tuple[str, Confidence] | None) -> None:
    """The number of the last stage becomes its new number; what was no stage is nobody's business."""
    text = f"services:\n  web:\n    build:\n      context: .\n      target: {target}\n"
    one = alone(text)

    assert ([expected] if expected else []) == [(place.page, place.confidence) for place in one.places]
    assert text.replace("0", "2").encode() == applied(text.encode(), one.places)


def test_names_of_stages_stay() -> None:
    """A target that exists before and after, and ships in both, is no place."""
    text = "services:\n  web:\n    build: {context: ., target: app}\n  lint:\n    build: {context: ., target: LINT}\n"

    assert () == alone(text, image(STAGES)).places


def test_nothing_is_found_once_it_is_done() -> None:
    """Accepting everything leaves nothing to rewrite."""
    text = services(OURS, "environment:", "  PATH: /bin", "  A: b", "volumes:", "  - .:/opt")
    after = applied(text.encode(), alone(text).places).decode()

    assert () == tuple(edit for place in alone(after).places for edit in place.edits)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"services:\n  a: \0", "it is no text"),
        (b"services:\n  a: \xe9", "it is not UTF-8"),
        (b"services:\n\tweb: {}", "no YAML that can be followed at line 2"),
        (b"services:\n  a: 1\n  a: 2", "line 3 says a key again"),
        (b"services:\n  a: &a\n    b: *a", "line 2 holds itself"),
        (b"services:\n  a: " + b"[" * 50_000, "more, or deeper, values"),
        (b"services:\n" + b"".join(b" " * (2 * n + 2) + b"a:\n" for n in range(80)), "nested too deeply"),
        (b"services:\n  a: " + b"x" * 10_000_000, "larger than 128 KiB"),
        (b"services:\n" + b"  a:\n" * 20_000, "more, or deeper, values"),
        (b"services: {}\n---\nservices: {}\n", "no YAML that can be followed at line 2"),
        (b"services:\n  a: *missing", "no YAML that can be followed at line 2"),
    ],
)
def test_what_cannot_be_read_is_noted(content: bytes, why: str) -> None:
    """A file of a stranger gives a sentence, whatever is in it."""
    (one,) = compose_companions({"compose.yaml": content}, image())

    assert () == one.places
    assert [True] == [why in note for note in one.notes]


def test_a_bomb_of_merges_does_not_grow() -> None:
    """Ten aliases in each of thirty levels are thirty tables, and not ten to the thirty."""
    levels = "".join(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 10)}]\n" for n in range(1, 30))
    text = f"x0: &x0 [a]\n{levels}services:\n  web:\n    build: .\n    {OURS}\n    labels: *x29\n"

    assert [COMMAND] == [(place.page, place.confidence) for place in alone(text).places]


def test_other_yaml_is_no_compose_file() -> None:
    """A file without services is not even composed."""
    assert {} == found({"values.yaml": "a: [\n", "k8s.yaml": "kind: Pod\nspec:\n  services: [", "list.yaml": "- a\n"})


def test_a_dockerfile_below_the_root_has_its_context() -> None:
    """Paths are followed from the directory of the compose file."""
    files = {"deploy/compose.yaml": f"services:\n  api:\n    build: ../services/api\n    {OURS}\n"}
    given = image(GLOBAL, relocation(), path="services/api/Dockerfile", context="services/api")

    assert [COMMAND] == [(p.page, p.confidence) for p in found(files, given)["deploy/compose.yaml"].places]
