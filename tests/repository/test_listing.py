"""What a listing of a repository holds, and what it leaves out."""

from __future__ import annotations

import os
import socket
import subprocess
from pathlib import Path

import pytest

from venvoy.model.dockerfile import Unreadable
from venvoy.repository import listing as room
from venvoy.repository.listing import LARGEST, listing, read


@pytest.fixture(autouse=True)
def _own_configuration(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the configuration of the person who runs the tests out of them."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / ".config"))


def lay(root: Path, *names: str) -> Path:
    """Write a file of one byte for each of *names*, and return *root*."""
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"#")
    return root


def git(root: Path, *arguments: str) -> None:
    """Run git in *root*."""
    subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True)


def names(root: Path) -> list[str]:
    """Return the paths of a listing."""
    return [file.path for file in listing(root).files]


@pytest.fixture(name="tree", params=["walked", "git"])
def _tree(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return a directory that is a work tree, and one that is none: most promises hold for both."""
    root = tmp_path / "tree"
    root.mkdir()
    if request.param == "git":
        git(root, "init", "--quiet")
    return root


def test_files_have_paths_and_sizes(tree: Path) -> None:
    """Each file once, in the order of the paths, with its size."""
    lay(tree, "b/c/d.py", "b-side.py", "a.py")

    found = listing(tree)

    assert (str(tree), (), False) == (found.root, found.notes, found.truncated)
    assert [("a.py", 1), ("b/c/d.py", 1), ("b-side.py", 1)] == [(file.path, file.size) for file in found.files]


def test_what_tools_keep_is_left_out(tree: Path) -> None:
    """A virtual environment of any name, caches and vendored packages are nobody's source."""
    lay(tree, "app.py", "env39/pyvenv.cfg", "env39/lib/x.py", ".venv/x.py", "web/node_modules/x/y.py", "site-packages")

    assert ["app.py", "site-packages"] == names(tree)


def test_links_are_not_followed(tree: Path, tmp_path: Path) -> None:
    """Neither out of the tree nor round in a circle."""
    lay(tmp_path, "secret/key.py")
    lay(tree, "app.py", "below/x.py")
    (tree / "below/loop").symlink_to(tree)
    (tree / "out").symlink_to(tmp_path / "secret")
    (tree / "self").symlink_to("self")
    (tree / "other.py").symlink_to("app.py")

    assert ["app.py", "below/x.py"] == names(tree)


def test_what_is_no_file_is_left_out(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pipes and sockets are never opened."""
    lay(tree, "app.py")
    os.mkfifo(tree / "pipe")
    monkeypatch.chdir(tree)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("sock")

        assert ["app.py"] == names(tree)


def test_names_that_are_no_text(tree: Path) -> None:
    """They are counted: no front could show or keep them."""
    lay(tree, "app.py")
    Path(os.fsdecode(os.fsencode(tree) + b"/\xff.py")).touch()

    found = listing(tree)

    assert ["app.py"] == [file.path for file in found.files]
    assert ("Files whose names are no UTF-8 are left out: 1.",) == found.notes


def test_a_bound_is_said(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A listing that ends early says so."""
    monkeypatch.setattr(room, "FILE_LIMIT", 2)
    lay(tree, "a", "b", "c")

    found = listing(tree)

    assert (2, True, ("tree holds more than 2 files; the others are left out.",)) == (
        len(found.files),
        found.truncated,
        found.notes,
    )


def test_a_directory_that_is_not_there(tmp_path: Path) -> None:
    """It holds nothing, and a note says why."""
    found = listing(tmp_path / "gone")

    assert ((), ("gone is not read: it does not exist.",)) == (found.files, found.notes)


@pytest.mark.parametrize(("limit", "listed"), [(2, 3), (1, 2)])
def test_a_walk_has_a_depth(limit: int, listed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies deeper is a note."""
    monkeypatch.setattr(room, "DEPTH_LIMIT", limit)
    found = listing(lay(tmp_path, "x.py", "a/x.py", "a/b/x.py"))

    assert (listed, 3 - listed) == (len(found.files), len(found.notes))


def test_a_walk_has_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names are counted whether or not they are listed; those of the root come first."""
    monkeypatch.setattr(room, "ENTRY_LIMIT", 3)
    found = listing(lay(tmp_path, "a/b", "a/c", "a/d", "x.py", "y.py"))

    assert ["x.py", "y.py"] == [file.path for file in found.files]
    assert (f"{tmp_path.name} was looked at no further than 3 names.",) == found.notes


def test_many_notes_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody reads a thousand sentences."""
    monkeypatch.setattr(room, "DEPTH_LIMIT", 0)
    found = listing(lay(tmp_path, *(f"{number}/x" for number in range(room.NOTE_LIMIT + 5))))

    assert room.NOTE_LIMIT + 1 == len(found.notes)
    assert "There are 5 more places that could not be looked at." == found.notes[-1]


def test_what_git_ignores_is_left_out(tmp_path: Path) -> None:
    """Tracked and new files are listed, one that is gone is not; below and inside of what is ignored, too."""
    git(tmp_path, "init", "--quiet")
    lay(tmp_path, "src/app.py", "src/gone.py", "src/data/big.bin", "src/new.py", "other.py")
    (tmp_path / ".gitignore").write_text("data/\n")
    git(tmp_path, "add", "src/app.py", "src/gone.py")
    (tmp_path / "src/gone.py").unlink()

    assert ["app.py", "new.py"] == names(tmp_path / "src")
    assert [".gitignore", "other.py", "src/app.py", "src/new.py"] == names(tmp_path)
    assert ["big.bin"] == names(tmp_path / "src/data")


def test_a_repository_inside_is_its_own(tmp_path: Path) -> None:
    """What lies in it is decided where it is at home."""
    git(tmp_path, "init", "--quiet")
    lay(tmp_path, "app.py", "vendor/lib/x.py")
    git(tmp_path / "vendor/lib", "init", "--quiet")

    found = listing(tmp_path)

    assert (["app.py"], ("vendor/lib is a repository of its own and is not read.",)) == (
        [file.path for file in found.files],
        found.notes,
    )


def test_a_tracked_directory_that_became_a_link(tmp_path: Path) -> None:
    """Git goes on naming the files, and the way to them now leads out."""
    root = tmp_path / "root"
    lay(root, "conf/a/settings.py", "app.py")
    git(root, "init", "--quiet")
    git(root, "add", ".")
    lay(tmp_path, "elsewhere/a/settings.py")
    (root / "conf/a/settings.py").unlink()
    (root / "conf/a").rmdir()
    (root / "conf").rmdir()
    (root / "conf").symlink_to(tmp_path / "elsewhere")

    assert ["app.py"] == names(root)


def test_a_git_that_does_not_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe in the place of .gitignore holds git up; the tree is walked instead."""
    monkeypatch.setattr("venvoy.workspace.git.LISTING_TIMEOUT", 0.2)
    lay(tmp_path, "app.py")
    git(tmp_path, "init", "--quiet")
    os.mkfifo(tmp_path / ".gitignore")

    assert ["app.py"] == names(tmp_path)


def test_a_file_is_read_within_bounds(tmp_path: Path) -> None:
    """A small file is its content; a large one is said to be."""
    lay(tmp_path, "small.py")
    (tmp_path / "large.py").write_bytes(b"#" * (LARGEST + 1))
    found = listing(tmp_path)

    assert b"#" == read(found, "small.py")
    assert isinstance(read(found, "large.py"), Unreadable)
