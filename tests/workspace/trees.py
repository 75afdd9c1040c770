"""Change sets, and directories as values."""

from __future__ import annotations

from pathlib import Path

from venvoy.model.plan import ChangeSet, FileChange


def change_set(root: Path, contents: dict[str, tuple[bytes | None, bytes]]) -> ChangeSet:
    """Return a change set below *root*: name → (before, after)."""
    changes = tuple(FileChange(str(root / name), before, after) for name, (before, after) in contents.items())
    return ChangeSet(changes, str(root), "migrate Dockerfile")


def tree(directory: Path) -> dict[str, bytes]:
    """Return every file below *directory* with its content: leftovers show."""
    return {str(p.relative_to(directory)): p.read_bytes() for p in sorted(directory.rglob("*")) if p.is_file()}
