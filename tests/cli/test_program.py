"""The program around the commands: ways in, terminals, pipes, interruptions and faults."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from venvoy import __version__, migration
from venvoy.cli import output
from venvoy.cli.commands import COMMANDS

from .given import USER_INSTALL
from .running import InProcess, as_program, command, environment, on_terminal


def test_version(venvoy: InProcess) -> None:
    """The version is one line of data."""
    assert (0, f"venvoy {__version__}\n") == (venvoy("--version").code, venvoy("--version").text)


@pytest.mark.parametrize("arguments", [("--help",), ("-h",), *((name, "--help") for name in COMMANDS), ("x", "--help")])
def test_help(arguments: tuple[str, ...], venvoy: InProcess) -> None:
    """Everything explains itself."""
    ran = venvoy(*arguments)

    assert (0, "") == (ran.code, ran.err)
    assert ran.text.startswith("Usage: venvoy ")


def test_help_names_both_ways_in_and_every_command(venvoy: InProcess) -> None:
    """A path and a command are both in the usage, and each command has a line."""
    lines = venvoy("--help").text.splitlines()

    assert ["Usage: venvoy [PATH]", "       venvoy COMMAND [ARGUMENTS]..."] == lines[:2]
    listed = lines[lines.index("Commands:") + 1 :]
    assert list(COMMANDS) == [line.split()[0] for line in listed]


@pytest.mark.parametrize("arguments", [(), (".",), ("Dockerfile",), ("walk", "."), ("./check",)])
def test_the_session_needs_a_terminal(arguments: tuple[str, ...], venvoy: InProcess, place: Path) -> None:
    """Without one, a sentence names what works instead."""
    for name in ("Dockerfile", "check"):
        (place / name).write_bytes(USER_INSTALL)

    ran = venvoy(*arguments)

    assert (2, b"") == (ran.code, ran.out)
    assert "'venvoy walk --plain PATH'" in ran.err
    assert "'venvoy check PATH'" in ran.err


def test_a_dumb_terminal_is_none_for_the_session(place: Path) -> None:
    """Where the cursor cannot be moved, the session is not tried."""
    (place / "Dockerfile").write_bytes(USER_INSTALL)

    ran = on_terminal(".", more={"TERM": "dumb"}, typed=b"\n")

    assert 2 == ran.code
    assert "'venvoy walk --plain PATH'" in ran.err


@pytest.fixture(name="opened")
def _opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Put a session in place that only notes what it was opened on, and leaves with 7."""
    paths: list[Path] = []

    def hold(path: Path) -> int:
        paths.append(path)
        return 7

    monkeypatch.setattr(output, "is_conversation", lambda: True)
    monkeypatch.setitem(sys.modules, "venvoy.tui.app", SimpleNamespace(run=hold))
    return paths


@pytest.mark.parametrize(
    ("arguments", "path"),
    [((), "."), (("api",), "api"), (("api/Dockerfile",), "api/Dockerfile"), (("walk", "api"), "api"), (("walk",), ".")],
)
def test_the_session_opens_on_the_path(
    arguments: tuple[str, ...], path: str, opened: list[Path], venvoy: InProcess, place: Path
) -> None:
    """At a terminal, the session gets the path, by default the working directory, and its exit code is ours."""
    (place / "api").mkdir()
    (place / "api" / "Dockerfile").write_bytes(USER_INSTALL)

    assert (7, [Path(path)]) == (venvoy(*arguments).code, opened)


def test_the_demo_opens_on_a_copy_that_stays(
    opened: list[Path], venvoy: InProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was tried on the sample can be looked at afterwards, and where is said."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    ran = venvoy("demo", "flask-shop")
    (file,) = opened

    assert 7 == ran.code
    assert file.is_relative_to(tmp_path)
    assert (file.parent / "requirements.txt").is_file()
    assert f"The copy of the sample stays in {file.parent}\n" == ran.err


def test_a_command_wins_over_a_file_of_its_name(venvoy: InProcess, place: Path) -> None:
    """`venvoy check Dockerfile` checks, even where there is a file called check."""
    for name in ("Dockerfile", "check"):
        (place / name).write_bytes(USER_INSTALL)

    assert 1 == venvoy("check", "Dockerfile").code


def test_a_misspelt_command_is_taken_for_a_path_and_said(venvoy: InProcess) -> None:
    """There is no such file; the command that was meant is named."""
    ran = venvoy("chekc")

    assert (2, b"") == (ran.code, ran.out)
    assert "chekc: There is no such file; check the path.\nOr did you mean 'venvoy check'?\n" == ran.err


def test_a_misspelt_command_with_arguments_is_named(venvoy: InProcess) -> None:
    """The arguments are not what is wrong, so they are not what is said to be."""
    ran = venvoy("chekc", ".")

    assert 2 == ran.code
    assert "Error: 'chekc' is no command, and no path that is there. Did you mean 'venvoy check'?\n" in ran.err


@pytest.mark.parametrize(
    "arguments",
    [("check",), ("check", "--frmat", "json", "."), ("--nonsense",), ("a", "b"), ("trace",), ("check", "--\x1b")],
)
def test_usage_errors(arguments: tuple[str, ...], venvoy: InProcess) -> None:
    """A command line that makes no sense gets its usage, a safe sentence, and exit code 2."""
    ran = venvoy(*arguments)

    assert (2, b"") == (ran.code, ran.out)
    assert ran.err.startswith("Usage: venvoy ")
    assert "\nError: " in ran.err
    assert "\x1b" not in ran.err


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_leaves_early_is_no_error(unbuffered: str, place: Path) -> None:
    """`venvoy check . | head -1` is quiet, and leaves as a program does that a closed pipe ended."""
    for number in range(100):
        (place / f"{number}.Dockerfile").write_bytes(USER_INSTALL)
    child = subprocess.Popen(
        command("check", ".", "--format", "json"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment({"PYTHONUNBUFFERED": unbuffered}),
    )
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.read(1)
    child.stdout.close()

    said = child.stderr.read()

    assert (141, b"") == (child.wait(), said)


def test_a_full_disk_is_a_sentence(place: Path) -> None:
    """When standard output cannot be written, it is said."""
    (place / "Dockerfile").write_bytes(USER_INSTALL)
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command("check", "."), stdout=full, stderr=subprocess.PIPE, env=environment(), check=False
        )

    assert (2, b"standard output: No space left on device.\n") == (done.returncode, done.stderr)


@pytest.mark.parametrize("closed", [0, 1, 2])
def test_a_closed_stream_is_no_fault(closed: int, place: Path) -> None:
    """Started without one of its streams, venvoy still leaves without a traceback."""
    (place / "Dockerfile").write_bytes(USER_INSTALL)
    arguments = command("check", "-" if closed == 0 else ".", "missing")
    shell = ["sh", "-c", f'exec "$@" {closed}{"<" if closed == 0 else ">"}&-', "sh", *arguments]

    done = subprocess.run(shell, capture_output=True, env=environment(), check=False)

    assert {0: 2, 1: 141, 2: 2}[closed] == done.returncode
    assert b"Traceback" not in done.stderr
    if closed == 0:
        assert b"<stdin>: Standard input is closed; give the path of a Dockerfile.\n" in done.stderr


def test_an_interruption_leaves_with_130() -> None:
    """Ctrl-C ends a run without a traceback."""
    child = subprocess.Popen(
        command("check", "-"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        # A shell starts what runs in its background with the interruption ignored, and that is handed down to here.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert child.stdin is not None
    # It has begun to read when its pipe is filled up once: then it waits for more.
    child.stdin.write(b"#" * (1 << 20))
    child.stdin.flush()
    child.send_signal(signal.SIGINT)

    out, err = child.communicate()

    assert (130, b"", b"") == (child.returncode, out, err.strip())


def test_a_fault_of_our_own_is_a_sentence(venvoy: InProcess, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody sees a traceback who did not ask for one."""

    def stumble(content: bytes, path: str, _place: Path | None) -> None:
        raise ValueError(f"cannot do {path}\x1b")

    (place / "Dockerfile").write_bytes(USER_INSTALL)
    monkeypatch.setattr(migration, "analyse", stumble)

    ran = venvoy("check", "Dockerfile")

    assert (2, b"") == (ran.code, ran.out)
    assert ran.err.startswith("This is a fault of venvoy's own: ValueError: cannot do Dockerfile\\x1b\n")
    assert "VENVOY_TRACEBACK=1 shows where" in ran.err
    monkeypatch.setenv("VENVOY_TRACEBACK", "1")
    with pytest.raises(ValueError, match="cannot do Dockerfile"):
        venvoy("check", "Dockerfile")


def test_python_dash_m(place: Path) -> None:
    """`python -m venvoy` is the same program."""
    (place / "Dockerfile").write_bytes(USER_INSTALL)

    assert 1 == as_program("check", ".").code
    assert f"venvoy {__version__}\n".encode() == as_program("--version").out


def test_shell_completion_is_offered(place: Path) -> None:
    """Click's completion answers with commands and with the options of one."""
    given = {"_VENVOY_COMPLETE": "bash_complete", "COMP_WORDS": "venvoy mig", "COMP_CWORD": "1"}
    more = {"_VENVOY_COMPLETE": "bash_complete", "COMP_WORDS": "venvoy migrate --st", "COMP_CWORD": "2"}

    assert b"plain,migrate\n" == as_program(more=given).out
    assert b"plain,--stdout\n" == as_program(more=more).out


def test_colour_only_where_it_is_looked_at(place: Path) -> None:
    """A terminal gets colours, a dumb one does not."""
    (place / "Dockerfile").write_bytes(USER_INSTALL)

    assert b"\x1b[" in on_terminal("migrate", ".").out
    assert b"\x1b[" not in on_terminal("migrate", ".", more={"TERM": "dumb"}).out
    assert os.fsencode("Dockerfile") in on_terminal("check", ".").out


@pytest.mark.parametrize("arguments", [("",), ("check", ""), ("migrate", ""), ("trace", ""), ("walk", "--plain", "")])
def test_an_empty_path_is_not_the_working_directory(arguments: tuple[str, ...], venvoy: InProcess, place: Path) -> None:
    """What a shell makes of a variable that is not set stands for nothing."""
    (place / "Dockerfile").write_bytes(USER_INSTALL)

    ran = venvoy(*arguments)

    assert 2 == ran.code
    assert ran.err.startswith("'': An empty path names nothing; check where it comes from.\n")


def test_a_working_directory_that_is_gone(venvoy: InProcess, place: Path) -> None:
    """A directory that was removed under our feet is a sentence."""
    place.rmdir()

    ran = venvoy("check", "Dockerfile")

    assert (2, "Dockerfile: There is no such file; check the path.\n") == (ran.code, ran.err)
