"""`venvoy undo`: what was written, taken back, and listed."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path

import pytest
from attrs import evolve

from venvoy.cli import writing
from venvoy.workspace.journal import user_journal

from .given import USER_INSTALL
from .running import InProcess


def written(venvoy: InProcess, path: Path) -> str:
    """Migrate a new file at *path* and return the id of the journal's entry."""
    path.write_bytes(USER_INSTALL)
    (entry,) = re.findall(r"venvoy undo (\S+)$", venvoy("migrate", str(path), "--write").err, re.MULTILINE)
    return str(entry)


def test_the_newest_is_undone_first(venvoy: InProcess, place: Path) -> None:
    """Without an id, undo goes back step by step, says what it restored, and ends with exit code 2."""
    first, second = place / "a.Dockerfile", place / "b.Dockerfile"
    written(venvoy, first)
    written(venvoy, second)

    once = venvoy("undo")
    between = (USER_INSTALL == first.read_bytes(), USER_INSTALL == second.read_bytes())
    twice, thrice = venvoy("undo"), venvoy("undo")

    assert (False, True) == between
    assert USER_INSTALL == first.read_bytes()
    assert f"{second} holds again what it held before.\n" in once.err
    assert (0, 0, 2) == (once.code, twice.code, thrice.code)
    assert "There is nothing to undo here. See 'venvoy undo --list' for what was written.\n" == thrice.err


def test_another_projects_change_is_left_alone(
    venvoy: InProcess, place: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without an id, undo takes back nothing that was written outside of the project it is called in."""
    dockerfile = place / "Dockerfile"
    entry = written(venvoy, dockerfile)
    after = dockerfile.read_bytes()
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))

    assert (2, after) == (venvoy("undo").code, dockerfile.read_bytes())
    assert (0, USER_INSTALL) == (venvoy("undo", entry).code, dockerfile.read_bytes())


def test_an_entry_is_undone_by_its_id(venvoy: InProcess, place: Path) -> None:
    """An older entry can be taken back alone."""
    first, second = place / "a.Dockerfile", place / "b.Dockerfile"
    entry = written(venvoy, first)
    written(venvoy, second)

    assert 0 == venvoy("undo", entry).code
    assert USER_INSTALL == first.read_bytes()
    assert USER_INSTALL != second.read_bytes()


def test_a_file_that_was_changed_since_is_left_alone(venvoy: InProcess, place: Path) -> None:
    """Nobody's later work is lost; the refusal says what to do."""
    written(venvoy, place / "Dockerfile")
    (place / "Dockerfile").write_bytes(b"FROM scratch\n")

    ran = venvoy("undo")

    assert 2 == ran.code
    assert ran.err.startswith(f"{place / 'Dockerfile'}: This file was changed after entry ")
    assert b"FROM scratch\n" == (place / "Dockerfile").read_bytes()


def test_an_unknown_entry(venvoy: InProcess) -> None:
    """An id that the journal does not have is refused, shown safely."""
    ran = venvoy("undo", "\x1b[31m")

    assert (2, b"") == (ran.code, ran.out)
    assert "The journal has no entry \\x1b[31m." in ran.err


def test_the_list(venvoy: InProcess, place: Path) -> None:
    """Entries are data, newest first, with their files, and what became of them; listing changes nothing."""
    first = written(venvoy, place / "a.Dockerfile")
    second = written(venvoy, place / "b.Dockerfile")
    venvoy("undo", first)

    ran = venvoy("undo", "--list")
    heads = [line.split("  ") for line in ran.text.splitlines() if not line.startswith(" ")]

    assert (0, "") == (ran.code, ran.err)
    assert [[second, "applied"], [first, "undone"]] == [[head[0], head[2]] for head in heads]
    assert f"    {place / 'a.Dockerfile'}\n" in ran.text
    assert USER_INSTALL != (place / "b.Dockerfile").read_bytes()


def test_a_write_that_failed_is_listed_as_such(venvoy: InProcess, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write that came to nothing is told apart from one that somebody took back."""
    (place / "Dockerfile").write_bytes(USER_INSTALL)

    def fill(step: str) -> None:
        if step.startswith("replace "):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(writing, "user_journal", lambda: evolve(user_journal(), step=fill))
        failed = venvoy("migrate", "Dockerfile", "--write")
    written(venvoy, place / "Dockerfile")
    venvoy("undo")

    heads = [line.split("  ")[2] for line in venvoy("undo", "--list").text.splitlines() if not line.startswith(" ")]

    assert 2 == failed.code
    assert ["undone", "failed, files as before"] == heads


def test_an_empty_list(venvoy: InProcess) -> None:
    """No data, a sentence, and no failure."""
    ran = venvoy("undo", "--list")

    assert (0, b"", "Nothing was written yet.\n") == (ran.code, ran.out, ran.err)


def test_a_damaged_entry_is_named(venvoy: InProcess, place: Path, tmp_path: Path) -> None:
    """A journal that does not hold what was written to it makes the list incomplete, and the exit code 2."""
    written(venvoy, place / "Dockerfile")
    (record,) = [path for path in (tmp_path / "state" / "journal").rglob("*") if path.suffix == ".entry"] or [
        max((p for p in (tmp_path / "state" / "journal").rglob("*") if p.is_file()), key=lambda p: p.stat().st_size)
    ]
    record.write_bytes(b"nonsense")

    ran = venvoy("undo", "--list")

    assert 2 == ran.code
    assert str(record) in ran.err


def test_a_journal_that_cannot_be_written(venvoy: InProcess, place: Path, tmp_path: Path) -> None:
    """Without a journal nothing is written, because it could not be taken back."""
    (tmp_path / "state").write_bytes(b"a file where a directory should be")
    (place / "Dockerfile").write_bytes(USER_INSTALL)

    ran = venvoy("migrate", "Dockerfile", "--write")

    assert 2 == ran.code
    assert USER_INSTALL == (place / "Dockerfile").read_bytes()
    assert 2 == venvoy("undo").code
