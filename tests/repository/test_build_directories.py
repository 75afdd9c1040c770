"""From which directory a Dockerfile is built, told from the files that build it."""

from __future__ import annotations

from pathlib import Path

import pytest

from venvoy.companions.devcontainer import devcontainer_build
from venvoy.repository.build_commands import recipe_builds
from venvoy.repository.build_directories import build_directories
from venvoy.repository.listing import listing

ACTION = """\
jobs:
  image:
    steps:
      - uses: docker/build-push-action@v6
        with:
          push: true
          {context}
          tags: |
            shop/api:1
          file: {file}
"""


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param(
            ".github/workflows/image.yml",
            ACTION.format(context="context: services/api", file="services/api/docker/Dockerfile"),
            [("services/api/docker/Dockerfile", "services/api", 10)],
            id="an action",
        ),
        pytest.param(
            ".github/workflows/image.yml",
            ACTION.format(context="load: false", file="./docker/Dockerfile"),
            [("docker/Dockerfile", "", 10)],
            id="an action without a context",
        ),
        pytest.param(
            ".github/workflows/image.yml",
            "      - run: docker build -t x -f docker/Dockerfile .\n",
            [("docker/Dockerfile", "", 1)],
            id="a command of a pipeline",
        ),
        pytest.param(
            "Makefile",
            "build:\n\tdocker buildx build \\\n\t\t-f docker/Dockerfile . \\\n\t\t-t shop/api:${V} --no-cache\n",
            [("docker/Dockerfile", "", 2)],
            id="a command over several lines",
        ),
        pytest.param(
            "api/Makefile",
            "build:\n\tpodman build --file=docker/Dockerfile ..\n",
            [("api/docker/Dockerfile", "", 2)],
            id="a Makefile in a directory",
        ),
        pytest.param("Makefile", "b:\n\tcd api && docker build -f Dockerfile .\n", [], id="another directory"),
        pytest.param(
            "Makefile",
            "b:\n\tdocker build -f docker/Dockerfile $(CTX)\n",
            [("docker/Dockerfile", None, 2)],
            id="a variable",
        ),
        pytest.param(
            "Makefile",
            "b:\n\tdocker build -f 'docker/Dockerfile .\n",
            [("docker/Dockerfile", None, 2)],
            id="a quote that does not end",
        ),
        pytest.param("Makefile", "b:\n\tdocker build docker\n", [("docker/Dockerfile", "docker", 2)], id="no -f"),
        pytest.param(
            "Makefile",
            "b:\n\tdocker build -f a/x . && docker build -f a/x a\n",
            [("a/x", "", 2), ("a/x", "a", 2)],
            id="two commands of a line",
        ),
        pytest.param("Makefile", "b:\n\tdocker build -f a/x ../..\n", [("a/x", None, 2)], id="outside"),
        pytest.param("Makefile", "b:\n\tdocker build -qf a/x .\n", [], id="letters together"),
        pytest.param("Makefile", "b:\n\tdocker build - < a/x\n", [], id="standard input"),
        pytest.param("Makefile", ".ONESHELL:\nb:\n\tcd api\n\tdocker build -f a/x .\n", [], id="a shell for all lines"),
        pytest.param("make/images.mk", "b:\n\tdocker build -f a/x .\n", [], id="a file that another takes in"),
        pytest.param("justfile", "b:\n  #!/bin/sh\n  cd api\n  docker build -f a/x .\n", [], id="a script"),
        pytest.param(
            "Taskfile.yml", "tasks:\n  b:\n    dir: api\n    cmds: [docker build -f a/x .]\n", [], id="dir of a task"
        ),
        *(
            pytest.param(".github/workflows/x.yml", f"{text}      - run: docker build -f a/x .\n", [], id=text)
            for text in (
                "defaults: {run: {working-directory: api}}\njobs:\n  a:\n    steps:\n",
                "jobs:\n  a:\n    steps:\n      - {run: make, working-directory: api}\n",
                "jobs:\n  a:\n    steps:\n      - run: |\n          cd api\n          docker build -f a/x .\n",
                "jobs:\n  a:\n    steps:\n      - {uses: actions/checkout@v4, with: {path: api}}\n",
            )
        ),
        pytest.param(
            ".github/workflows/x.yml",
            "defaults: {run: {working-directory: api}}\njobs:\n  a:\n    steps:\n"
            "      - {uses: docker/build-push-action@v6, with: {context: b, file: b/x}}\n",
            [("b/x", "b", 5)],
            id="an action heeds no working-directory",
        ),
        pytest.param(
            ".github/workflows/x.yml",
            "a: {steps: [{uses: docker/build-push-action@v6, with: {context: '${{ matrix.x }}', file: b/x}}]}\n",
            [("b/x", None, 1)],
            id="an action with a variable",
        ),
        pytest.param(
            ".github/workflows/x.yml",
            "jobs: {a: {steps: [{uses: docker/build-push-action@v6, with: {context: b}}]}}\n",
            [("b/Dockerfile", "b", 1)],
            id="an action without a file",
        ),
        pytest.param(
            ".gitlab-ci.yml",
            "build:\n  script:\n    - |\n      docker pull x\n      docker build -f a/x .\n",
            [("a/x", "", 5)],
            id="a block of commands",
        ),
    ],
)
def test_what_a_recipe_says(path: str, text: str, expected: list[tuple[str, str | None, int]]) -> None:
    """The Dockerfile and the directory, both from the root of the repository, and the line."""
    said = recipe_builds(path, text.encode())

    assert said is not None
    assert expected == [(one.dockerfile, one.context, one.line) for one in said]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            '{\n  "build": {\n    "dockerfile": "Dockerfile",\n    "context": ".." // the root\n  }\n}\n',
            (".devcontainer/Dockerfile", "", 3),
            id="a context",
        ),
        pytest.param(
            '{\n  "dockerFile": "Dockerfile"\n}\n', (".devcontainer/Dockerfile", ".devcontainer", 2), id="none"
        ),
        pytest.param(
            '{"build": {"context": "${localWorkspaceFolder}", "dockerfile": "x"}}',
            (".devcontainer/x", None, 1),
            id="a variable",
        ),
        pytest.param('{"image": "python:3.12"}', None, id="another image"),
        pytest.param('{"build": {"dockerfile": "x"', None, id="no JSON"),
    ],
)
def test_what_a_development_container_says(text: str, expected: tuple[str, str | None, int] | None) -> None:
    """Both paths start where the file lies; without a context it is that directory."""
    said = devcontainer_build(".devcontainer/devcontainer.json", text.encode())

    assert expected == (None if said is None else (said.dockerfile, said.context, said.line))


COMPOSE = "services: {{a: {{build: {{context: {}, dockerfile: {}}}}}}}\n"
TAKEN = "docker/Dockerfile is not taken to be built from the root of the repository, as compose.yaml line 1 says: "


@pytest.mark.parametrize(
    ("files", "expected", "notes"),
    [
        pytest.param({"Makefile": "a:\n\tdocker build -f docker/Dockerfile .\n"}, [""], (), id="the same"),
        pytest.param(
            {"Makefile": "a:\n\tdocker build -f docker/Dockerfile docker\n"},
            [],
            (f"{TAKEN}Makefile line 2 names docker.",),
            id="another",
        ),
        pytest.param(
            {"Makefile": "a:\n\tdocker build docker\n"}, [], (f"{TAKEN}Makefile line 2 names docker.",), id="no -f"
        ),
        pytest.param(
            {"Makefile": "a:\n\tdocker build -f docker/Dockerfile $(CTX)\n"},
            [],
            (f"{TAKEN}which directory Makefile line 2 names is not known.",),
            id="a variable",
        ),
        pytest.param(
            {".github/workflows/a.yml": "a: docker/Dockerfile\na: b\n"},
            [],
            (f"{TAKEN}.github/workflows/a.yml cannot be read, and may name another.",),
            id="one that is not read",
        ),
        pytest.param({".github/workflows/a.yml": "a: b\na: b\n"}, [""], (), id="one that is not read, of another"),
    ],
)
def test_only_what_nobody_contradicts(
    files: dict[str, str], expected: list[str], notes: tuple[str, ...], tmp_path: Path
) -> None:
    """Nothing is taken where another file names another directory, or may name one, and that is said."""
    (tmp_path / "docker").mkdir()
    for path, text in ({"compose.yaml": COMPOSE.format(".", "docker/Dockerfile")} | files).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)

    found, said = build_directories(listing(tmp_path), ["docker/Dockerfile"])

    assert (expected, notes) == ([one.context for one in found.values()], said)


@pytest.mark.parametrize(
    ("leads", "expected", "why"),
    [("/", [], "that leads out of the repository"), ("sub", ["link"], ""), ("x", [], "there is no such directory")],
)
def test_a_directory_outside_is_not_taken(leads: str, expected: list[str], why: str, tmp_path: Path) -> None:
    """A symbolic link may lead anywhere, and what lies there is none of the repository's."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "link").symlink_to(leads)
    (tmp_path / "compose.yaml").write_text(COMPOSE.format("link", "Dockerfile"))

    found, said = build_directories(listing(tmp_path), ["link/Dockerfile"])

    assert expected == [one.context for one in found.values()]
    assert [f"link/Dockerfile is not taken to be built from link, as compose.yaml line 1 says: {why}."] * bool(
        why
    ) == list(said)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("compose.yaml", "services:\n  a:\n    build:\n" + "      dockerfile: x\n" * 12_000),
        (".github/workflows/a.yml", "- with:\n    file: x\n" * 12_000),
        (".devcontainer/devcontainer.json", "/*" * 100_000),
        (".devcontainer/devcontainer.json", '"' + '\\"' * 100_000),
        ("Makefile", "docker build -f x $(Y);" * 10_000),
    ],
    ids=["compose", "workflow", "comments", "strings", "Makefile"],
)
def test_a_file_made_to_take_long_is_soon_done(path: str, text: str, tmp_path: Path) -> None:
    """No line is looked at again for each of the others: what took minutes ends before the suite's limit."""
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).write_text(text)

    assert {} == build_directories(listing(tmp_path), ["docker/Dockerfile"])[0]
