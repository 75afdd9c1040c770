"""The whole path in a real terminal: open, accept, preview, apply, undo, with keys and with the mouse."""

from __future__ import annotations

import os
import re
import signal
import time
from importlib.resources import files
from pathlib import Path

import pytest
from tests.tui.terminal import PATIENCE, Terminal

from engine import Engine
from repositories.fixture_repository import copy_to, repository

pytestmark = pytest.mark.terminal


@pytest.fixture(name="dockerfile")
def _dockerfile(tmp_path: Path) -> Path:
    """Copy a sample's Dockerfile."""
    path = tmp_path / "shop" / "Dockerfile"
    path.parent.mkdir()
    path.write_bytes((files("venvoy") / "samples" / "flask-shop" / "Dockerfile").read_bytes())
    return path


def test_with_the_keyboard(terminal: Terminal, dockerfile: Path, tmp_path: Path) -> None:
    """Accept, look, write, take back, leave: what the file holds at each step is what the screen said."""
    before = dockerfile.read_bytes()
    terminal.start(tmp_path / "state", str(dockerfile))

    terminal.see("0 of 1 decided")
    terminal.press("a")
    terminal.see("All is decided")
    terminal.press("4")
    terminal.see("RUN python -m venv /opt/venv")
    terminal.press("5")
    terminal.see("enter writes this")
    assert before == dockerfile.read_bytes()

    terminal.press("Enter")
    terminal.see("✓ Done")
    assert b"RUN python -m venv /opt/venv\n" in dockerfile.read_bytes()

    terminal.press("u")
    terminal.see("✓ Taken back")
    assert before == dockerfile.read_bytes()

    terminal.press("q")
    terminal.see("ended with 0")


def test_a_repository_with_the_keyboard(terminal: Terminal, tmp_path: Path) -> None:
    """From open to apply to undo: what stands beside the Dockerfile follows it, and comes back byte for byte."""
    root = copy_to(repository("django-user-install"), tmp_path)
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file() and ".git" not in path.parts}
    terminal.start(tmp_path / "state", str(root))

    terminal.see("0 of 2 decided")
    terminal.press("a")
    terminal.see("1 of 2 decided")
    terminal.press("a")
    terminal.see("2 of 2 decided")
    terminal.press("4")
    terminal.see("5 files, 1 of them new")
    terminal.press("Tab")
    terminal.see("▸ Files")
    terminal.press("Down", "Down", "Enter")
    terminal.see("/opt/venv/bin/gunicorn --reload")
    terminal.press("5")
    terminal.see("enter writes this")
    terminal.press("Enter")
    terminal.see("enter writes all the same")
    terminal.press("Enter")
    terminal.see("✓ Done")
    followed = {"compose.yaml": b"bin/gunicorn", "entrypoint.sh": b"bin/django-admin"}
    for name, program in followed.items():
        was = before[root / name].replace(b"/root/.local/" + program, b"/opt/venv/" + program)
        assert was == (root / name).read_bytes()
    assert (root / ".dockerignore").exists()

    terminal.press("u")
    terminal.see("✓ Taken back")
    now = {path: path.read_bytes() for path in root.rglob("*") if path.is_file() and ".git" not in path.parts}
    assert before == now

    terminal.press("q")
    terminal.see("ended with 0")


def test_several_dockerfiles(terminal: Terminal, tmp_path: Path) -> None:
    """Marked by key and by click, decided one after the other, written and taken back as one, and there again."""
    root = copy_to(repository("monorepo-three-services"), tmp_path)
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file() and ".git" not in path.parts}
    terminal.start(tmp_path / "state", str(root))

    terminal.see("shared/start.sh  1 place to change")
    terminal.press("Space")
    terminal.see("▸ [x] + mail/Dockerfile")
    terminal.click("[ ] + stock/Dockerfile")
    terminal.see("3 Dockerfiles, 2 of them marked.")
    terminal.press("a")
    terminal.see("3 of them marked.")
    terminal.press("Enter")
    terminal.see("file 1 of 3")
    terminal.press("a")
    terminal.see("1 of 2 decided")
    for name in ("orders", "stock"):
        terminal.press("]")
        terminal.see(f"{name}/Dockerfile: 1 finding to decide.")
        terminal.press("a")
        terminal.see("✓ Accepted global-install (line 5).")
    terminal.press("4")
    terminal.see("5 files")
    terminal.press("Tab")
    terminal.click("start.sh")
    terminal.see("▸ ~   start.sh")
    terminal.press("5")
    terminal.see("enter writes this")
    terminal.press("Enter")
    terminal.see("enter writes all the same")
    terminal.press("Enter")
    terminal.see("✓ Done")
    changed = {path.relative_to(root).as_posix() for path in before if before[path] != path.read_bytes()}
    assert {
        "compose.yaml",
        "shared/start.sh",
        *(f"{name}/Dockerfile" for name in ("mail", "orders", "stock")),
    } == changed

    terminal.press("u")
    terminal.see("✓ Taken back")
    assert before == {path: path.read_bytes() for path in before}
    terminal.press("1")
    terminal.see("3 Dockerfiles, 3 of them marked.")
    terminal.press("q")
    terminal.see("ended with 0")


def test_with_the_mouse(terminal: Terminal, dockerfile: Path, tmp_path: Path) -> None:
    """The same by clicks alone: in the list, on the keys of the footer, on the steps."""
    before = dockerfile.read_bytes()
    (dockerfile.parent / "cron.Dockerfile").write_text("FROM scratch\n")
    terminal.start(tmp_path / "state", str(dockerfile.parent))

    terminal.see("nothing to do")
    terminal.click("cron.Dockerfile")
    terminal.click("Dockerfile       ")
    terminal.click("Dockerfile       ")
    terminal.click("accept  k keep")
    terminal.see("1 of 1 decided")
    terminal.click("4 Preview")
    terminal.see("RUN python -m venv /opt/venv")
    terminal.click("5 Apply")
    terminal.click("enter write it")
    terminal.see("✓ Done")
    assert b"RUN python -m venv /opt/venv\n" in dockerfile.read_bytes()

    terminal.click("u take back")
    terminal.see("✓ Taken back")
    assert before == dockerfile.read_bytes()

    terminal.click("q quit")
    terminal.see("ended with 0")


def test_comes_back_after_a_kill(terminal: Terminal, dockerfile: Path, tmp_path: Path) -> None:
    """A session that was ended without a word resumes with its decisions."""
    terminal.start(tmp_path / "state", str(dockerfile))
    terminal.see("0 of 1 decided")
    terminal.press("a")
    terminal.see("1 of 1 decided")
    until = time.monotonic() + PATIENCE
    while not list((tmp_path / "state").rglob("*.json")) and time.monotonic() < until:
        time.sleep(0.05)
    # The server would end with its last session, and might do so under the hands of the next one.
    terminal.tmux("set-option", "-s", "exit-empty", "off", ";", "kill-session")

    terminal.start(tmp_path / "state", str(dockerfile))
    terminal.see("1 of 1 decided")
    terminal.see("Resumed where you left it.")


def _run_of(terminal: Terminal) -> str:
    """Return the label of the run whose commands are on the screen."""
    terminal.see("venvoy.run=")
    found = re.search(r"venvoy\.run=[0-9a-f]{32}", "\n".join(terminal.screen()))
    assert found is not None
    return found[0]


def _left(engine: Engine, label: str) -> list[str]:
    """Return the images and containers that carry *label*, and the clients that still build one."""
    listings = (("ps", "--all"), ("images", "--all"))
    made = [one for what in listings for one in engine._run(*what, "-q", "--filter", f"label={label}").split()]  # noqa: SLF001
    return [*made, *(str(client) for client in Path("/proc").glob("[0-9]*") if label in _command(client))]


def _command(process: Path) -> str:
    """Return the words of a process; none of one that has just ended."""
    try:
        return (process / "cmdline").read_text(errors="replace")
    except OSError:
        return ""


@pytest.mark.engine
def test_both_are_built_and_compared(terminal: Terminal, engine: Engine, tmp_path: Path) -> None:
    """From the demo to the verdict with keys alone; what was made for it is gone."""
    terminal.start(tmp_path / "state", "demo")
    terminal.see("0 of 1 decided")
    terminal.press("A")
    terminal.see("All is decided")
    terminal.press("5")
    terminal.see("b compare")
    terminal.press("b")
    label = _run_of(terminal)
    assert [] == _left(engine, label)

    terminal.press("Enter")
    terminal.see("✓ The same application: 14 packages")
    terminal.see("How this was measured   image size")
    assert [] == _left(engine, label)
    terminal.press("Tab")
    terminal.see("Layers")

    terminal.press("q")
    terminal.see("ended with 0")


def _in_mid_build(terminal: Terminal, place: Path) -> str:
    """Begin a comparison below *place*, wait until a step runs that takes minutes, and return the run's label."""
    path = place / "Dockerfile"
    path = place / "Dockerfile"
    path.write_text(
        "FROM python:3.12-slim\nRUN echo begins && sleep 300\n"
        'RUN pip install --user flask\nCMD ["python", "-m", "flask"]\n'
    )
    terminal.start(place / "state", str(path))
    terminal.see("to decide")
    terminal.press("A")
    terminal.press("6")
    label = _run_of(terminal)
    terminal.press("Enter")
    terminal.see("echo begins")
    return label


@pytest.mark.engine
@pytest.mark.parametrize(
    ("keys", "end"), [(("q",), "ended with 0"), (("C-c", "C-c"), "ended with 0"), (("c",), "interrupted")]
)
def test_nothing_is_left_of_a_build_that_was_cut_short(
    terminal: Terminal, engine: Engine, tmp_path: Path, keys: tuple[str, ...], end: str
) -> None:
    """In the middle of a step: the session ends, or goes on, and the engine holds nothing of it."""
    label = _in_mid_build(terminal, tmp_path)
    for key in keys:
        terminal.press(key)
    terminal.see(end)

    assert [] == _left(engine, label)


def test_a_message_is_pasted(terminal: Terminal, dockerfile: Path, tmp_path: Path) -> None:
    """The doctor tells its cause, opens the page over it, and comes back to the session."""
    terminal.start(tmp_path / "state", str(dockerfile))

    terminal.see("0 of 1 decided")
    terminal.press("D")
    terminal.see("Paste an error message")
    terminal.paste("Collecting flask\n#8 2.0 error: externally-managed-environment\nnote: q a 5")
    terminal.see("belongs to the distribution")
    terminal.see("line 2  error: externally-managed-environment")
    terminal.click("read: ")
    terminal.see("What it looks like")
    terminal.press("Escape")
    terminal.see("belongs to the distribution")
    terminal.press("Escape")
    terminal.see("0 of 1 decided")


def _session_of(terminal: Terminal) -> int:
    """Return the id of the process that holds the session, below the terminal's shell."""
    shell = terminal.tmux("list-panes", "-F", "#{pane_pid}").strip()
    return int(Path(f"/proc/{shell}/task/{shell}/children").read_text().split()[0])


@pytest.mark.engine
@pytest.mark.parametrize(("sign", "end"), [(signal.SIGTERM, "ended with 143"), (signal.SIGHUP, "ended with 129")])
def test_nothing_is_left_when_it_is_asked_to_end(
    terminal: Terminal, engine: Engine, tmp_path: Path, sign: signal.Signals, end: str
) -> None:
    """By a signal in the middle of a step, twice as from a shell that ends: the terminal is given back in order."""
    label = _in_mid_build(terminal, tmp_path)
    session = _session_of(terminal)
    for _ in range(2):
        os.kill(session, sign)
    terminal.see(end)

    assert [] == _left(engine, label)
    assert "Traceback" not in "\n".join(terminal.screen())


@pytest.mark.engine
def test_nothing_is_left_when_the_terminal_is_closed(terminal: Terminal, engine: Engine, tmp_path: Path) -> None:
    """In the middle of a step: the session ends by itself, and its decisions are kept."""
    label = _in_mid_build(terminal, tmp_path)
    session = Path(f"/proc/{_session_of(terminal)}")
    terminal.tmux("kill-server")
    until = time.monotonic() + PATIENCE
    while session.exists() and time.monotonic() < until:
        time.sleep(0.05)

    assert not session.exists()
    assert [] == _left(engine, label)
    assert [] != list((tmp_path / "state").rglob("*.json"))
