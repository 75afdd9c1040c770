"""From which directory a Dockerfile is built, told from the files that build it."""

from __future__ import annotations

from pathlib import Path

import pytest

from venvoy.repository.build_directories import build_directories, said
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
            "compose.yaml",
            "services:\n  api:\n    build:\n      context: .\n      dockerfile: docker/Dockerfile\n",
            [("docker/Dockerfile", "", 5)],
            id="compose",
        ),
        pytest.param(
            "dev/compose.dev.yml",
            "services:\n  api:\n    build:\n      dockerfile: dev/api.Dockerfile\n      args:\n        A: b\n"
            "      context: ..\n",
            [("dev/api.Dockerfile", "", 4)],
            id="compose in a directory, the context behind",
        ),
        pytest.param(
            "compose.yaml",
            "services:\n  a:\n    build:\n      context: one\n  b:\n    build:\n      dockerfile: x/Dockerfile\n",
            [("x/Dockerfile", "", 7)],
            id="the context of another service is not its own",
        ),
        pytest.param("compose.yaml", "a:\n  context: ${ROOT}\n  dockerfile: docker/Dockerfile\n", [], id="a variable"),
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
        pytest.param("Makefile", "b:\n\tdocker build -f docker/Dockerfile $(CTX)\n", [], id="a directory by variable"),
        pytest.param("Makefile", "b:\n\tdocker build -f 'docker/Dockerfile .\n", [], id="a quote that does not end"),
        pytest.param(
            ".devcontainer/devcontainer.json",
            '{\n  "build": {\n    "dockerfile": "Dockerfile",\n    "context": ".."\n  }\n}\n',
            [(".devcontainer/Dockerfile", "", 3)],
            id="a development container",
        ),
        pytest.param(
            ".devcontainer/devcontainer.json",
            '{\n  "dockerFile": "Dockerfile"\n}\n',
            [(".devcontainer/Dockerfile", ".devcontainer", 2)],
            id="a development container without a context",
        ),
        pytest.param("compose.yaml", "a:\n  context: ../..\n  dockerfile: Dockerfile\n", [], id="outside"),
    ],
)
def test_what_a_file_says(path: str, text: str, expected: list[tuple[str, str, int]]) -> None:
    """The Dockerfile and the directory, both from the root of the repository, and the line."""
    assert expected == [(one.dockerfile, one.context, one.line) for one in said(path, text)]


@pytest.mark.parametrize(
    ("makefile", "expected"), [("-f docker/Dockerfile .", [""]), ("-f docker/Dockerfile docker", [])]
)
def test_only_what_nobody_contradicts(makefile: str, expected: list[str], tmp_path: Path) -> None:
    """Two files that name different directories say nothing."""
    (tmp_path / "compose.yaml").write_text("a:\n  build:\n    context: .\n    dockerfile: docker/Dockerfile\n")
    (tmp_path / "Makefile").write_text(f"image:\n\tdocker build {makefile}\n")
    found = build_directories(listing(tmp_path), ["docker/Dockerfile"])

    assert expected == [one.context for one in found.values()]
