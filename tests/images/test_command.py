"""``venvoy compare`` as a program: what it asks, what it leaves with, and what it never shows."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import shutil
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from engine import Engine as Client
from venvoy.cli.running import run

PROJECTS = Path(__file__).parents[1] / "projects"
FILE = 'FROM python:3.12-slim\nRUN echo {}\nCMD ["python"]\n'
CANARY = "Canary4711ThatNobodyMaySee"


@pytest.fixture(name="context")
def _context(tmp_path: Path) -> Path:
    (tmp_path / "Dockerfile").write_text(FILE.format("before"))
    (tmp_path / "Dockerfile.after").write_text(FILE.format("after"))
    return tmp_path


def compare(context: Path, *more: str) -> int:
    """Compare the two files in *context*, without timed builds."""
    files = ("--before", str(context / "Dockerfile"), "--after", str(context / "Dockerfile.after"))
    return run(["compare", *files, "--measure", "same", *more])


def test_without_an_engine_it_leaves_with_4(
    context: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And says what to do about it."""
    monkeypatch.setenv("DOCKER_HOST", "unix:///nonexistent/docker.sock")

    assert 4 == compare(context, "--yes")
    assert "No engine answers at unix:///nonexistent/docker.sock" in capsys.readouterr().err


def test_what_would_not_change_needs_no_engine(context: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """There is nothing to compare then, and nothing is built."""
    assert 0 == run(["compare", str(context / "Dockerfile"), "--yes"])
    assert "nothing to compare" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--before", "Dockerfile"),
        ("Dockerfile", "--before", "Dockerfile", "--after", "Dockerfile"),
        ("Dockerfile", "--build-arg", "NOT_THERE_AT_ALL"),
        ("Dockerfile", "--build-arg", "=x"),
        ("Dockerfile", "--add-package", "a;b"),
        ("--before", "Dockerfile", "--after", "Dockerfile", "--add-missing"),
        ("Dockerfile", "--after", "Dockerfile", "--scope", "repository"),
        ("Dockerfile", "--add-missing", "--scope", "repository"),
    ],
)
def test_what_makes_no_sense_is_refused(
    arguments: tuple[str, ...], context: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is looked for."""
    monkeypatch.chdir(context)

    assert 2 == run(["compare", *arguments])


@pytest.mark.engine
def test_nothing_is_built_without_a_yes(context: Path, engine: Client, capsys: pytest.CaptureFixture[str]) -> None:
    """The commands are shown, and that is all."""
    assert 2 == compare(context)
    said = capsys.readouterr().err
    assert 2 == said.count("build --progress=plain --label venvoy.run=")
    assert "nothing was built without --yes" in said


@pytest.mark.engine
def test_a_difference_leaves_with_1_and_a_failed_build_with_3(
    context: Path, engine: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    """As the reference says."""
    (context / "Dockerfile.after").write_text(FILE.format("after") + "USER nobody\n")
    assert 1 == compare(context, "--yes", "--format", "markdown")
    assert "| config | USER | — | nobody |" in capsys.readouterr().out

    (context / "Dockerfile.after").write_text("FROM python:3.12-slim\nRUN exit 7\n")
    assert 3 == compare(context, "--yes")
    assert "The build of 'after' failed at line 2.\nRUN exit 7" in re.sub(r"\n +", "\n", capsys.readouterr().err)


@pytest.mark.engine
@pytest.mark.parametrize("form", ["text", "json", "markdown", "html"])
def test_no_secret_is_shown(
    form: str, context: Path, engine: Client, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not that of a build argument, of a secret, of ENV, of an index address; not in a report, and not on the way."""
    (context / "token").write_text(CANARY)
    file = (
        "FROM python:3.12-slim\nARG TOKEN\n"
        f"RUN --mount=type=secret,id=token echo $TOKEN $(cat /run/secrets/token) https://u:{CANARY}@example.org/?s={CANARY}\n"
        f"ENV API_TOKEN={CANARY} INDEX=https://u:{CANARY}@example.org/simple\n"
        f'LABEL index=https://u:{CANARY}@example.org\nCMD ["x", "--token", "{CANARY}"]\n'
    )
    (context / "Dockerfile").write_text(file)
    (context / "Dockerfile.after").write_text(f"{file}ENV API_TOKEN=x{CANARY}\nUSER nobody\n")
    monkeypatch.setenv("TOKEN", CANARY)
    secret = ("--build-arg", "TOKEN", "--secret", f"id=token,src={context / 'token'}")

    assert 1 == compare(context, "--yes", "--format", form, *secret)
    told = capsys.readouterr()
    assert CANARY not in told.out + told.err
    if form == "json":
        assert "[redacted]" == json.loads(told.out)["before"]["config"]["env"]["API_TOKEN"]

    (context / "Dockerfile.after").write_text(f"{file}RUN echo {CANARY}; exit 1\n")
    assert 3 == compare(context, "--yes", *secret)
    assert CANARY not in capsys.readouterr().err


@pytest.mark.engine
def test_the_classic_builder_shows_no_secret_either(
    context: Path, engine: Client, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It repeats every instruction as it is written."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("TOKEN", CANARY)
    file = f"FROM python:3.12-slim\nARG TOKEN\nENV API_TOKEN=x{CANARY}\nRUN echo $TOKEN $API_TOKEN && exit 1\n"
    (context / "Dockerfile").write_text(file)

    assert 3 == compare(context, "--yes", "--build-arg", "TOKEN")
    said = capsys.readouterr().err
    assert "classic builder" in said
    assert "API_TOKEN=[redacted]" in said
    assert CANARY not in said


@pytest.mark.engine
@pytest.mark.parametrize(("answer", "code"), [(b"\x03", 130), (b"n\n", 2), (b"\x04", 2)], ids=["Ctrl-C", "no", "end"])
def test_a_question_is_asked_on_a_terminal(answer: bytes, code: int, context: Path, engine: Client) -> None:
    """Anything but a yes builds nothing, and Ctrl-C ends it at once."""
    ours, theirs = pty.openpty()
    files = ("--before", str(context / "Dockerfile"), "--after", str(context / "Dockerfile.after"))
    child = subprocess.Popen(
        [sys.executable, "-m", "venvoy", "compare", *files],
        stdin=theirs, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )  # fmt: skip
    os.close(theirs)
    assert child.stderr is not None
    said = b""
    while b"[y/N]" not in said and (line := child.stderr.readline()):
        said += line
    os.write(ours, answer)
    _, rest = child.communicate(timeout=60)
    os.close(ours)

    assert code == child.returncode, rest
    assert b"building" not in rest


@pytest.mark.engine
def test_only_the_same_application_is_written(
    engine: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither without a yes, nor when one does not build, nor when a file of the application is another one."""
    monkeypatch.setenv("VENVOY_STATE_DIR", str(tmp_path / "state"))
    context = shutil.copytree(PROJECTS / "user-install-builder", tmp_path / "context")
    dockerfile = context / "Dockerfile"
    original = dockerfile.read_bytes()
    write = ["migrate", str(dockerfile), "--write", "--verify", "--allow-dirty"]

    assert 2 == run(write)
    assert original == dockerfile.read_bytes()
    assert "nothing was built without --yes" in capsys.readouterr().err

    for code, more in ((3, b"RUN exit 3\n"), (1, b"RUN date +%N > /app/built\n")):
        dockerfile.write_bytes(original + more)
        assert code == run([*write, "--yes"])
        assert original + more == dockerfile.read_bytes()
    assert "/app/built" in capsys.readouterr().err

    dockerfile.write_bytes(original)
    assert 0 == run([*write, "--yes"])
    assert b"/opt/venv" in dockerfile.read_bytes()


@pytest.mark.engine
def test_a_repository_is_built_with_what_is_changed_along(
    engine: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both Dockerfiles run a script that has to follow while they build; one that does not build stops both."""
    monkeypatch.setenv("VENVOY_STATE_DIR", str(tmp_path / "state"))
    root = tmp_path / "shops"
    for name in ("one", "two"):
        (root / name).mkdir(parents=True)
        (root / name / "Dockerfile").write_text(
            "FROM python:3.12-slim\nRUN pip install --user flask==3.0.3\nENV PATH=/root/.local/bin:$PATH\n"
            'COPY start.sh .\nRUN ./start.sh\nENTRYPOINT ["./start.sh"]\n'
        )
    (root / "start.sh").write_text("#!/bin/sh\nexec /root/.local/bin/flask --version\n")
    (root / "start.sh").chmod(0o755)
    subprocess.run(["git", "init", "--quiet", str(root)], check=True)
    held = {path: path.read_bytes() for path in root.rglob("*") if path.is_file() and ".git" not in path.parts}
    scope = ("--scope", "repository", "--yes")

    assert 2 == run(["compare", str(root), *scope])
    assert "One is compared at a time, and there are 2" in capsys.readouterr().err
    assert 0 == run(["compare", str(root / "one"), "--accept", "all", "--measure", "same", *scope])
    assert "/start.sh" in capsys.readouterr().out
    write = ["migrate", str(root), "--write", "--verify", "--allow-dirty", "--accept", "all", *scope]
    two = root / "two" / "Dockerfile"
    two.write_bytes(held[two] + b"RUN exit 3\n")
    assert 3 == run(write)
    two.write_bytes(held[two])
    assert held == {path: path.read_bytes() for path in held}
    assert 0 == run(write)
    assert set() == {path for path in held if held[path] == path.read_bytes()}


@pytest.mark.engine
def test_what_is_missing_is_added_and_written(
    engine: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The original could not even start; the stage that builds tells which package has the library."""
    monkeypatch.setenv("VENVOY_STATE_DIR", str(tmp_path / "state"))
    context = shutil.copytree(PROJECTS / "compiled-psycopg2", tmp_path / "context")
    dockerfile = context / "Dockerfile"
    dockerfile.write_text(
        "FROM python:3.12-slim AS build\n"
        "RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev libpq-dev\n"
        "COPY requirements.txt .\nRUN pip install --user -r requirements.txt\n"
        'FROM python:3.12-slim\nCOPY --from=build /root/.local /root/.local\nCOPY dsn.py .\nCMD ["python", "dsn.py"]\n'
    )
    write = ["migrate", str(dockerfile), "--write", "--verify", "--allow-dirty", "--yes", "--add-missing"]

    assert 0 == run(write)
    said = " ".join(capsys.readouterr().err.split())
    assert "Added to the last stage: libpq5. libpq.so.5 is in it" in said
    assert "Modules need it; the original lacked it, and the rewrite has it." in said
    assert "apt-get install -y --no-install-recommends libpq5 &&" in dockerfile.read_text().rpartition("FROM")[2]


@pytest.mark.engine
def test_whence_asks_an_image_that_is_there(engine: Client, capsys: pytest.CaptureFixture[str]) -> None:
    """And says so when it is not."""
    assert 0 == run(["whence", "python:3.12-slim", "json"])
    assert "json comes from /usr/local/lib/python3.12/json/__init__.py" in capsys.readouterr().out
    assert 1 == run(["whence", "python:3.12-slim", "no_such_module"])
    assert 2 == run(["whence", "no-such-image:at-all", "json"])
    assert "no such image" in capsys.readouterr().err.lower()
