"""The build context of each side, where more than the Dockerfile changes."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from attrs import evolve

from venvoy.images import contexts
from venvoy.images.comparing.verdict import compared
from venvoy.images.contexts import Cancelled, TooLarge, Version, digests, lay_out, rewrite, versions
from venvoy.model.comparison import Judgement, SameVerdict, Subject
from venvoy.model.plan import FileChange

from .given import ENGINE, EXPECTED, Made

START = FileChange("/srv/app/start.sh", b"old\n", b"new\n")
NOTHING = Version({})


@pytest.fixture(name="context")
def _context(tmp_path: Path) -> Path:
    """Make a context with a program, a link, what is ignored, and a directory with a mode of its own."""
    context = tmp_path / "context"
    (context / "data").mkdir(parents=True)
    (context / "app").mkdir(mode=0o750)
    (context / "data" / "huge").write_bytes(b"x" * 1000)
    (context / "app" / "start.sh").write_bytes(b"old\n")
    (context / "app" / "start.sh").chmod(0o755)
    (context / "link").symlink_to("app/start.sh")
    (context / ".dockerignore").write_bytes(b"# not these\ndata\n")
    return context


def laid(
    context: Path, version: Version, ignored: bytes | None = None, cancelled: threading.Event | None = None
) -> tuple[Path, tuple[str, ...]]:
    """Lay a version out beside *context*, and return where and what was left out."""
    target = context.with_name("laid") / "out"
    return target, lay_out(context, target, version, ignored, cancelled or threading.Event())


def held(root: Path) -> dict[str, bytes]:
    """Return the regular files below *root*."""
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file() and not p.is_symlink()}


def test_each_side_has_its_own_content(context: Path) -> None:
    """Before and after are what the change says, whatever lies on disk; what is outside does not matter."""
    path = str(context / "app" / "start.sh")
    changes = (evolve(START, path=path), FileChange(str(context.parent / "other"), None, b""))

    assert (Version({"app/start.sh": b"old\n"}), Version({"app/start.sh": b"new\n"})) == versions(context, changes)
    assert None is versions(context, changes[1:])


def test_the_persons_files_stay_as_they_are(context: Path) -> None:
    """Files are links to those of the context, a changed one is not, and has the mode that it had."""
    before = held(context)
    target, _ = laid(context, Version({"app/start.sh": b"new\n", "more/.dockerignore": b"", "link": None}))

    assert before == held(context)
    assert {".dockerignore": before[".dockerignore"], "app/start.sh": b"new\n", "more/.dockerignore": b""} == held(
        target
    )
    assert 0o755 == (target / "app" / "start.sh").stat().st_mode & 0o777
    assert 0o750 == (target / "app").stat().st_mode & 0o777
    assert (target / ".dockerignore").samefile(context / ".dockerignore")
    assert not (target / "link").is_symlink()
    rewrite(target / ".dockerignore", b"touched")
    assert before == held(context)


@pytest.mark.parametrize(
    ("ignored", "version", "there"),
    [
        pytest.param(None, NOTHING, False, id="by the context's own"),
        pytest.param(None, Version({".dockerignore": b"app\n"}), True, id="not by the one that takes its place"),
        pytest.param(b"app\n", NOTHING, True, id="not where the Dockerfile has one"),
        pytest.param(b"data\n!data/huge\n", NOTHING, True, id="not where something is let in again"),
    ],
)
def test_what_is_ignored_is_not_brought_along(
    context: Path, ignored: bytes | None, version: Version, *, there: bool
) -> None:
    """A directory that the builder leaves out costs nothing."""
    target, _ = laid(context, version, ignored)

    assert there == (target / "data" / "huge").exists()


def test_a_pipe_is_not_read_for_patterns(context: Path) -> None:
    """What never ends, under the name of the list of what is ignored, keeps nobody waiting."""
    (context / ".dockerignore").unlink()
    os.mkfifo(context / ".dockerignore")

    assert (laid(context, NOTHING)[0] / "data" / "huge").exists()


def test_another_file_system(context: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be linked it is copied, pipes and sockets left out, and not without a limit."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", refuse)
    os.mkfifo(context / "pipe")
    target, _ = laid(context, NOTHING, b"")
    assert held(context) == held(target)
    assert not (target / "pipe").exists()
    assert "app/start.sh" == os.readlink(target / "link")  # noqa: PTH115 - compared as text
    monkeypatch.setattr(contexts, "LARGEST_CONTEXT", 100)
    with pytest.raises(TooLarge):
        laid(context, NOTHING, b"")


def test_what_cannot_be_read_is_said(context: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A directory that is not ours is left out by name, and so is a file that would have to be copied."""
    scan = os.scandir

    def guarded(path: str | Path) -> object:
        if str(path).endswith("app"):
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(os, "scandir", guarded)

    assert ("app",) == laid(context, NOTHING)[1]


def test_it_stops_when_asked(context: Path) -> None:
    """A large context does not keep the session from ending."""
    cancelled = threading.Event()
    cancelled.set()

    with pytest.raises(Cancelled):
        laid(context, NOTHING, None, cancelled)


@pytest.mark.parametrize(
    ("becomes", "judgement"),
    [
        pytest.param(b"new\n", Judgement.EXPECTED, id="as planned"),
        pytest.param(b"something else\n", Judgement.SURPRISE, id="otherwise"),
    ],
)
def test_a_planned_change_is_no_surprise(becomes: bytes, judgement: Judgement) -> None:
    """A file that the plan changes differs between the images, and just as the plan says."""
    expected = evolve(EXPECTED, rewritten=digests((START, FileChange("/srv/app/new", None, b"made"))))
    old = Made({"/srv/start.sh": b"old\n"}).image()
    new = Made({"/srv/start.sh": becomes, "/srv/new": b"made"}).image()

    found = compared(ENGINE, old, new, expected)

    assert [(Subject.FILE, "/srv/new", Judgement.EXPECTED), (Subject.FILE, "/srv/start.sh", judgement)] == [
        (one.subject, one.name, one.judgement) for one in found.differences
    ]
    assert (SameVerdict.EQUIVALENT if judgement is Judgement.EXPECTED else SameVerdict.DIFFERS) is found.verdict
