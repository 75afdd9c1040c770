"""Which files of a directory are taken for Dockerfiles, and what a search never does."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from venvoy.model.dockerfile import Unreadable
from venvoy.workspace import discovery
from venvoy.workspace.discovery import Discovery, discover, is_dockerfile_name

from .children import unprivileged


def plant(top: Path, *names: str) -> None:
    """Make files below *top*."""
    for name in names:
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_bytes(b"FROM a\n")


@pytest.mark.parametrize(
    "name",
    [
        "Dockerfile", "Dockerfile.dev", "Dockerfile.prod.gpu", "Dockerfile.j2", "api.Dockerfile", "api.dockerfile",
        "Containerfile", "Containerfile.alpine", "api.Containerfile", "dockerfile", "Dockerfile.python",
    ],
)  # fmt: skip
def test_name_of_a_dockerfile(name: str) -> None:
    """These names are found."""
    assert is_dockerfile_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "Dockerfile.dockerignore", ".dockerignore", "Dockerfile~", "Dockerfile.orig", "Dockerfile.rej",
        "Dockerfile.swp", ".Dockerfile.swp", "Dockerfile.bak", "Dockerfile.md", "Dockerfiles", "MyDockerfile",
        "dockerfile.py", "Dockerfile.", ".Dockerfile", "docker-compose.yml", "DOCKERFILE.md", "Dockerfile-dev~",
    ],
)  # fmt: skip
def test_name_of_something_else(name: str) -> None:
    """Backups, ignore files, documents and modules are not."""
    assert not is_dockerfile_name(name)


def test_order(tmp_path: Path) -> None:
    """The directory's own Dockerfile is the first, the others follow by path."""
    plant(
        tmp_path, "Dockerfile.dev", "Dockerfile", "api/Dockerfile", "Containerfile", "a/b/c/web.Dockerfile", "README.md"
    )

    found = discover(tmp_path)

    assert isinstance(found, Discovery)
    assert (
        "Dockerfile",
        "Containerfile",
        "Dockerfile.dev",
        "a/b/c/web.Dockerfile",
        "api/Dockerfile",
    ) == tuple(str(path.relative_to(tmp_path)) for path in found.files)
    assert () == found.problems


def test_file_is_itself(tmp_path: Path) -> None:
    """A file that is named is taken, whatever its name."""
    plant(tmp_path, "image.txt")

    assert Discovery((tmp_path / "image.txt",)) == discover(tmp_path / "image.txt")


def test_relative_paths_stay_relative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is found below a relative path is named the way the person named it."""
    plant(tmp_path, "sub/Dockerfile")
    monkeypatch.chdir(tmp_path)

    assert Discovery((Path("sub/Dockerfile"),)) == discover(Path("sub"))
    assert Discovery((Path("sub/Dockerfile"),)) == discover(Path())


def test_directories_of_tools_are_skipped(tmp_path: Path) -> None:
    """Vendored trees and caches are not searched; nor is a venv of any name."""
    plant(tmp_path, ".git/Dockerfile", "node_modules/x/Dockerfile", "venv/Dockerfile", ".tox/Dockerfile")
    plant(tmp_path, "my-env/pyvenv.cfg", "my-env/Dockerfile", "build/Dockerfile")

    assert Discovery((tmp_path / "build/Dockerfile",)) == discover(tmp_path)


def test_links_to_directories_are_not_followed(tmp_path: Path) -> None:
    """A link upwards makes no circle, and one outwards leads nowhere."""
    plant(tmp_path, "top/sub/Dockerfile", "outside/Dockerfile")
    (tmp_path / "top/sub/up").symlink_to("..")
    (tmp_path / "top/out").symlink_to("../outside")
    (tmp_path / "top/Dockerfile.d").symlink_to("sub")

    assert Discovery((tmp_path / "top/sub/Dockerfile",)) == discover(tmp_path / "top")


def test_directory_that_is_a_link(tmp_path: Path) -> None:
    """A link that the person names is followed."""
    plant(tmp_path, "real/Dockerfile")
    (tmp_path / "link").symlink_to("real")

    assert Discovery((tmp_path / "link/Dockerfile",)) == discover(tmp_path / "link")


def test_link_to_a_found_file_is_left_out(tmp_path: Path) -> None:
    """A file is listed once, under its own name; a link to a file elsewhere stays."""
    plant(tmp_path, "top/Dockerfile.prod", "other")
    (tmp_path / "top/Dockerfile").symlink_to("Dockerfile.prod")
    (tmp_path / "top/x.Dockerfile").symlink_to("../other")

    assert Discovery((tmp_path / "top/Dockerfile.prod", tmp_path / "top/x.Dockerfile")) == discover(tmp_path / "top")


def test_things_that_are_no_files(tmp_path: Path) -> None:
    """A pipe and a broken link with a Dockerfile's name are reported; a directory with one is searched."""
    plant(tmp_path, "Dockerfile.d/Dockerfile")
    os.mkfifo(tmp_path / "Dockerfile.pipe")
    (tmp_path / "Dockerfile").symlink_to("nowhere")

    found = discover(tmp_path)

    assert isinstance(found, Discovery)
    assert (tmp_path / "Dockerfile.d/Dockerfile",) == found.files
    assert {str(tmp_path / "Dockerfile.pipe"), str(tmp_path / "Dockerfile")} == {p.path for p in found.problems}


def test_directory_without_permission(open_directory: Path) -> None:
    """A closed directory is reported, and the rest is found; when it is the one to search, that is all there is."""
    plant(open_directory, "Dockerfile", "closed/Dockerfile")
    (open_directory / "closed").chmod(0)

    below, itself = unprivileged(lambda: (discover(open_directory), discover(open_directory / "closed")))
    (open_directory / "closed").chmod(0o755)

    reason = "Permission to read this is denied; change its mode, or run as a user who may read it."
    closed = Unreadable(str(open_directory / "closed"), reason)
    assert Discovery((open_directory / "Dockerfile",), (closed,)) == below
    assert closed == itself


def test_missing_and_odd(tmp_path: Path) -> None:
    """What is not there, or neither file nor directory, is unreadable."""
    os.mkfifo(tmp_path / "pipe")

    assert isinstance(discover(tmp_path / "none"), Unreadable)
    assert isinstance(discover(tmp_path / "pipe"), Unreadable)
    assert isinstance(discover(tmp_path / "a\0b"), Unreadable)


def test_nothing_found(tmp_path: Path) -> None:
    """A directory without Dockerfiles is an empty discovery."""
    plant(tmp_path, "README.md")

    assert Discovery(()) == discover(tmp_path)


def test_depth_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Directories below the limit are not searched, and the result says which."""
    monkeypatch.setattr(discovery, "DEPTH_LIMIT", 2)
    plant(tmp_path, "1/2/Dockerfile", "1/2/3/Dockerfile")

    problem = Unreadable(str(tmp_path / "1/2/3"), "This is 3 directories deep and was not searched; name it itself.")
    assert Discovery((tmp_path / "1/2/Dockerfile",), (problem,)) == discover(tmp_path)


def test_entry_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A search ends after so many names, and the result says so."""
    monkeypatch.setattr(discovery, "ENTRY_LIMIT", 10)
    plant(tmp_path, *(f"{n}.txt" for n in range(20)))

    problem = Unreadable(str(tmp_path), "The search ended here after 10 names; search a smaller directory.")
    assert Discovery((), (problem,)) == discover(tmp_path)


def test_very_deep_tree(tmp_path: Path) -> None:
    """A tree deeper than the interpreter's recursion limit is no trouble."""
    at = tmp_path
    for _ in range(60):
        at /= "d"
    plant(tmp_path, str(at.relative_to(tmp_path) / "Dockerfile"))

    found = discover(tmp_path)

    assert isinstance(found, Discovery)
    assert 1 == len(found.problems)
