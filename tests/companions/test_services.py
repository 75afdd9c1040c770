"""The services of compose files, told before anything is decided."""

from __future__ import annotations

import pytest

from venvoy.companions.services import services
from venvoy.model.service import ComposeService, ServiceMount

BIND, ANONYMOUS = ServiceMount("bind mount", ".", "/srv"), ServiceMount("anonymous volume", "", "/srv/.venv")


def served(*files: tuple[str, str]) -> tuple[ComposeService, ...]:
    """Return the services of *files*, path and text each."""
    return services({path: text.encode() for path, text in files})[0]


@pytest.mark.parametrize(
    ("build", "dockerfile", "target"),
    [
        pytest.param(".", "deploy/Dockerfile", None, id="a directory"),
        pytest.param("{context: .., dockerfile: web/Dockerfile, target: dev}", "web/Dockerfile", "dev", id="a file"),
        pytest.param("{context: '${WHERE}'}", None, None, id="only a variable knows"),
        pytest.param("{context: 'https://example.org/x.git'}", None, None, id="elsewhere"),
        pytest.param("{dockerfile_inline: FROM scratch}", None, None, id="inside"),
    ],
)
def test_what_it_is_built_from(build: str, dockerfile: str | None, target: str | None) -> None:
    """The Dockerfile from the root of the repository, and the stage; nothing where that is not known."""
    text = f"services:\n  web:\n    build: {build}\n    image: shop\n"

    expected = ComposeService("web", ("deploy/compose.yaml",), dockerfile, target, "shop", ())
    assert (expected,) == served(("deploy/compose.yaml", text))


def test_an_override_speaks_of_the_same_service() -> None:
    """It is told once, with the mounts and the stage that either says."""
    base = "services:\n  web:\n    build: .\n    volumes: ['.:/srv']\n  cache: {image: redis}\n"
    override = "services:\n  web:\n    build: {target: dev}\n    volumes: ['/srv/.venv']\n"

    assert (
        ComposeService("web", ("compose.yaml", "compose.override.yaml"), "Dockerfile", "dev", None, (BIND, ANONYMOUS)),
        ComposeService("cache", ("compose.yaml",), None, None, "redis", ()),
    ) == served(("compose.yaml", base), ("compose.override.yaml", override))


def test_mounts_come_from_what_is_extended() -> None:
    """And a mount covers what lies below it."""
    text = "services:\n  base:\n    volumes: ['.:/srv']\n  web:\n    extends: base\n    build: .\n"

    assert [(BIND,), (BIND,)] == [one.mounts for one in served(("compose.yaml", text))]
    assert [True, True, False] == [BIND.covers(path) for path in ("/srv", "/srv/app", "/srvs")]


def test_a_broken_file_is_a_note() -> None:
    """And hides no other file."""
    found, notes = services({"broken.yaml": b"services: {a: [1\n", "compose.yaml": b"services: {a: {image: x}}\n"})

    assert ["a"] == [one.name for one in found]
    assert 1 == len(notes)
    assert notes[0].startswith("broken.yaml is not read: ")
