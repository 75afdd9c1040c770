"""The journal: what it lists, what it undoes, and what it says when it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venvoy.model.receipt import Applied, DamagedEntry, Entry, EntryState, Receipt, Refused, Undone
from venvoy.workspace import archive
from venvoy.workspace.applying import apply
from venvoy.workspace.journal import Journal, user_journal
from venvoy.workspace.records import DamagedRecordError, FileRecord, Kind, Record, decode, encode
from venvoy.workspace.state import state_directory

from .children import unprivileged
from .trees import change_set, tree


def write(root: Path, journal: Journal, name: str, before: bytes, after: bytes) -> Receipt:
    """Apply one change and return its receipt."""
    applied = apply(change_set(root, {name: (before, after)}), journal)
    assert isinstance(applied, Applied)
    return applied.receipt


@pytest.fixture(name="twice")
def _twice(work_tree: Path, journal: Journal) -> tuple[Receipt, Receipt]:
    (work_tree / "Dockerfile").write_bytes(b"1")
    return (
        write(work_tree, journal, "Dockerfile", b"1", b"2"),
        write(work_tree, journal, "Dockerfile", b"2", b"3"),
    )


def states(journal: Journal) -> list[EntryState]:
    """Return the states of all entries, newest first."""
    entries = journal.entries()
    assert not isinstance(entries, Refused)
    return [entry.state for entry in entries if isinstance(entry, Entry)]


def test_entries_are_listed_newest_first(work_tree: Path, journal: Journal, twice: tuple[Receipt, Receipt]) -> None:
    """Each entry tells what was written, when, and what became of it."""
    entries = journal.entries()

    files = (str(work_tree / "Dockerfile"),)
    assert (
        Entry(twice[1].id, twice[1].when, "migrate Dockerfile", str(work_tree), files, EntryState.APPLIED),
        Entry(twice[0].id, twice[0].when, "migrate Dockerfile", str(work_tree), files, EntryState.APPLIED),
    ) == entries


def test_undo_goes_back_step_by_step(work_tree: Path, journal: Journal, twice: tuple[Receipt, Receipt]) -> None:
    """Each undo takes back the newest entry that still stands; when none does, it says so."""
    seen = []
    for _ in twice:
        assert isinstance(journal.undo(), Undone)
        seen.append(((work_tree / "Dockerfile").read_bytes(), states(journal)))

    assert [
        (b"2", [EntryState.UNDONE, EntryState.APPLIED]),
        (b"1", [EntryState.UNDONE, EntryState.UNDONE]),
    ] == seen
    assert (
        Refused("There is nothing to undo.", None, "See 'venvoy undo --list' for what was written.") == journal.undo()
    )


def test_apply_after_undo_can_be_undone(work_tree: Path, journal: Journal, twice: tuple[Receipt, Receipt]) -> None:
    """What is applied again after an undo is a new entry, and the next to be undone."""
    journal.undo()
    again = write(work_tree, journal, "Dockerfile", b"2", b"3")

    undone = journal.undo()

    assert isinstance(undone, Undone)
    assert again.id == undone.id
    assert b"2" == (work_tree / "Dockerfile").read_bytes()


def test_older_entry_of_the_same_file_waits(journal: Journal, twice: tuple[Receipt, Receipt]) -> None:
    """An entry cannot be undone below a later one of the same file, and the refusal names that one."""
    refused = journal.undo(twice[0].id)

    assert isinstance(refused, Refused)
    assert f"This file was written again by entry {twice[1].id}." == refused.reason
    assert f"Undo {twice[1].id} first." == refused.next_step


def test_older_entry_of_another_file(work_tree: Path, journal: Journal) -> None:
    """An entry that shares no file with later ones can be undone by its id."""
    for name in ("a", "b"):
        (work_tree / name).write_bytes(b"old")
    first = write(work_tree, journal, "a", b"old", b"new")
    write(work_tree, journal, "b", b"old", b"new")

    assert isinstance(journal.undo(first.id), Undone)
    assert {"a": b"old", "b": b"new"} == tree(work_tree)


def test_undo_within_a_directory(tmp_path: Path, journal: Journal) -> None:
    """Another project's later entry is neither listed nor undone."""
    receipts = {}
    for project in ("mine", "theirs"):
        (tmp_path / project).mkdir()
        (tmp_path / project / "Dockerfile").write_bytes(b"old")
        receipts[project] = write(tmp_path / project, journal, "Dockerfile", b"old", b"new")

    listed = journal.entries(within=tmp_path / "mine")
    undone = journal.undo(within=tmp_path / "mine")

    assert isinstance(listed, tuple)
    assert [receipts["mine"].id] == [entry.id for entry in listed]
    assert isinstance(undone, Undone)
    assert receipts["mine"].id == undone.id
    assert b"new" == (tmp_path / "theirs/Dockerfile").read_bytes()


def test_file_changed_after_apply(work_tree: Path, journal: Journal, twice: tuple[Receipt, Receipt]) -> None:
    """Undo never overwrites what somebody wrote since."""
    (work_tree / "Dockerfile").write_bytes(b"3 and my own")

    refused = journal.undo()

    assert isinstance(refused, Refused)
    assert f"This file was changed after entry {twice[1].id} wrote it, and undoing would lose that." == refused.reason
    assert str(work_tree / "Dockerfile") == refused.path
    assert b"3 and my own" == (work_tree / "Dockerfile").read_bytes()


def test_one_changed_file_keeps_all_from_being_undone(work_tree: Path, journal: Journal) -> None:
    """An undo is all or nothing too."""
    for name in ("a", "b"):
        (work_tree / name).write_bytes(b"old")
    assert isinstance(apply(change_set(work_tree, {"a": (b"old", b"1"), "b": (b"old", b"2")}), journal), Applied)
    (work_tree / "b").write_bytes(b"mine")

    assert isinstance(journal.undo(), Refused)
    assert {"a": b"1", "b": b"mine"} == tree(work_tree)


def test_deleted_file(work_tree: Path, journal: Journal, twice: tuple[Receipt, Receipt]) -> None:
    """A file that was deleted since is not brought back silently."""
    (work_tree / "Dockerfile").unlink()

    refused = journal.undo()

    assert isinstance(refused, Refused)
    assert "This file is gone." == refused.reason


def test_link_in_the_place_of_the_file(work_tree: Path, journal: Journal, twice: tuple[Receipt, Receipt]) -> None:
    """A symbolic link that took the file's place is not written through, even when it leads to the same bytes."""
    (work_tree.parent / "outside").write_bytes(b"3")
    (work_tree / "Dockerfile").unlink()
    (work_tree / "Dockerfile").symlink_to("../outside")

    assert isinstance(journal.undo(), Refused)
    assert b"3" == (work_tree.parent / "outside").read_bytes()


def test_link_in_the_place_of_a_directory(work_tree: Path, journal: Journal, twice: tuple[Receipt, Receipt]) -> None:
    """A directory that was replaced by a link to another is not written through."""
    elsewhere = work_tree.parent / "elsewhere"
    work_tree.rename(elsewhere)
    work_tree.symlink_to(elsewhere)

    refused = journal.undo()

    assert isinstance(refused, Refused)
    assert "A symbolic link has taken the place of a directory on the way to this file." == refused.reason
    assert b"3" == (elsewhere / "Dockerfile").read_bytes()


def test_undone_twice_and_unknown(journal: Journal, twice: tuple[Receipt, Receipt]) -> None:
    """An entry that does not stand any more, and one that never was, are told apart."""
    journal.undo(twice[1].id)

    again, unknown = journal.undo(twice[1].id), journal.undo("9999-abcdef")

    assert isinstance(again, Refused)
    assert f"Entry {twice[1].id} is not in force: it was undone, or never completed." == again.reason
    assert isinstance(unknown, Refused)
    assert "The journal has no entry 9999-abcdef." == unknown.reason


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[:0],
        lambda content: content[:-20],
        lambda content: content.replace(b"migrate", b"MIGRATE"),
    ],
    ids=["empty", "cut", "altered"],
)
def test_damaged_entry(work_tree: Path, journal: Journal, twice: tuple[Receipt, Receipt], damage: object) -> None:
    """A record that is not as it was written is listed as damaged, and undo says so instead of going around it."""
    assert callable(damage)
    file = journal.directory / f"{twice[1].id}.done"
    file.write_bytes(damage(file.read_bytes()))
    damaged = DamagedEntry(
        twice[1].id, str(file), "This journal entry is damaged: its checksum does not match its content."
    )

    entries = journal.entries()
    refused = journal.undo()

    assert isinstance(entries, tuple)
    assert damaged == entries[0]
    assert Refused(damaged.reason, str(file), "Undo an older entry by its id, or remove this file.") == refused
    assert b"3" == (work_tree / "Dockerfile").read_bytes()


def test_damaged_entry_does_not_stop_the_work(
    work_tree: Path, journal: Journal, twice: tuple[Receipt, Receipt]
) -> None:
    """New change sets are written, and undone, in a journal that has a damaged entry."""
    (journal.directory / f"{twice[0].id}.done").rename(journal.directory / f"{twice[0].id}.pending")
    (journal.directory / f"{twice[0].id}.pending").write_bytes(b"?")

    receipt = write(work_tree, journal, "Dockerfile", b"3", b"4")
    undone = journal.undo()

    assert isinstance(undone, Undone)
    assert receipt.id == undone.id


def test_record_under_another_name(journal: Journal, twice: tuple[Receipt, Receipt]) -> None:
    """A record that was renamed by hand is damaged: its id is what undo refers to."""
    (journal.directory / f"{twice[1].id}.done").rename(journal.directory / "0099-abcdef.done")

    refused = journal.undo()

    assert isinstance(refused, Refused)
    assert "This journal entry is damaged: it belongs under another name." == refused.reason


def test_foreign_files_are_ignored(journal: Journal, twice: tuple[Receipt, Receipt]) -> None:
    """Files that are none of the journal's are neither read nor removed."""
    (journal.directory / "notes.txt").write_bytes(b"mine")

    assert isinstance(journal.undo(), Undone)
    assert (journal.directory / "notes.txt").exists()


def test_journal_is_private(journal: Journal, twice: tuple[Receipt, Receipt]) -> None:
    """A Dockerfile may hold secrets: nobody else can read the journal."""
    files = [path for path in journal.directory.iterdir() if path.is_file()]

    assert 0o700 == journal.directory.stat().st_mode & 0o777
    assert {0o600} == {path.stat().st_mode & 0o777 for path in files}


def test_old_entries_are_removed(work_tree: Path, journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    """The journal keeps the newest entries only, and ids are not used again."""
    monkeypatch.setattr(archive, "KEPT", 3)
    (work_tree / "Dockerfile").write_bytes(b"0")
    receipts = [write(work_tree, journal, "Dockerfile", b"%d" % n, b"%d" % (n + 1)) for n in range(6)]

    entries = journal.entries()

    assert isinstance(entries, tuple)
    # One more than is kept: removing is done before an entry is added.
    assert [receipt.id for receipt in reversed(receipts[2:])] == [entry.id for entry in entries]


def test_record_that_moves_while_it_is_listed(
    journal: Journal, twice: tuple[Receipt, Receipt], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Listing needs no lock: an entry that another process settles between the look and the reading is not lost."""
    done, pending = (journal.directory / f"{twice[1].id}.{state}" for state in ("done", "pending"))
    done.rename(pending)
    look = Path.iterdir

    def look_and_lose(directory: Path) -> list[Path]:
        names = list(look(directory))
        pending.rename(done)
        return names

    monkeypatch.setattr(Path, "iterdir", look_and_lose)

    assert [EntryState.APPLIED, EntryState.APPLIED] == states(journal)


def test_interrupted_entry_is_listed_as_such(journal: Journal, twice: tuple[Receipt, Receipt]) -> None:
    """What was cut short and not cleaned up yet is told apart from what was written."""
    (journal.directory / f"{twice[1].id}.done").rename(journal.directory / f"{twice[1].id}.pending")

    assert [EntryState.INTERRUPTED, EntryState.APPLIED] == states(journal)


def test_journal_that_cannot_be_read(open_directory: Path) -> None:
    """A closed journal is a refusal, not an empty list."""
    (open_directory / "journal").mkdir(mode=0)

    refused = unprivileged(lambda: Journal(open_directory / "journal").entries())
    (open_directory / "journal").chmod(0o700)

    assert isinstance(refused, Refused)
    assert "The journal cannot be used, so nothing was written: permission is denied." == refused.reason


def test_empty_journal(journal: Journal) -> None:
    """A journal that was never written has no entries and nothing to undo."""
    assert () == journal.entries()
    assert isinstance(journal.undo(), Refused)


def test_state_directory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """VENVOY_STATE_DIR says where the journal is; else it is below the user's state directory."""
    monkeypatch.setenv("VENVOY_STATE_DIR", str(tmp_path))
    assert tmp_path / "journal" == user_journal().directory
    monkeypatch.delenv("VENVOY_STATE_DIR")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "xdg"))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert state_directory().is_relative_to(tmp_path)
    assert "venvoy" == state_directory().name


contents = st.none() | st.binary(max_size=200)
files = st.builds(
    FileRecord,
    path=st.text(st.characters(exclude_characters="\0", codec=None), min_size=1),
    before=contents,
    after=contents,
    mode=st.none() | st.integers(0, 0o7777),
)
records = st.builds(
    Record,
    id=st.just("0001-abcdef"),
    kind=st.sampled_from(Kind),
    undoes=st.none() | st.text(),
    when=st.datetimes(),
    summary=st.text(st.characters(codec=None)),
    root=st.text(),
    files=st.lists(files, max_size=3).map(tuple),
)


@given(records)
def test_record_survives_the_disk(record: Record) -> None:
    """Encoding and decoding gives the same record, lone surrogates and all."""
    assert record == decode(encode(record))


@given(records, st.data())
def test_any_altered_byte_is_noticed(record: Record, data: st.DataObject) -> None:
    """No single altered byte of a record goes unnoticed."""
    content = bytearray(encode(record))
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))

    with pytest.raises(DamagedRecordError):
        decode(bytes(content))
