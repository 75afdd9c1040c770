"""`venvoy migrate`: the difference, the whole file, the written file, and what stays."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from venvoy.model.plan import Extra

from .given import (
    CLEAN,
    HOSTILE,
    KEPT,
    LATIN_1,
    LOGIN_SHELL,
    NOT_REWRITTEN,
    POETRY,
    TEMPLATE,
    TO_REVIEW,
    TWO_FAMILIES,
    USER_INSTALL,
)
from .running import InProcess, on_terminal


@pytest.fixture(name="dockerfile")
def _dockerfile(place: Path) -> Path:
    path = place / "Dockerfile"
    path.write_bytes(USER_INSTALL)
    return path


def git(*arguments: str) -> None:
    """Run git in the working directory, with nobody's configuration."""
    who = ("-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], check=True, capture_output=True)


def test_diff_is_the_default_and_exits_with_1(venvoy: InProcess, dockerfile: Path) -> None:
    """Something would change: the difference is on standard output, and nothing is written."""
    ran = venvoy("migrate", "Dockerfile")

    assert 1 == ran.code
    assert ran.out.startswith(b"--- a/Dockerfile\n+++ b/Dockerfile\n@@ ")
    assert b"-COPY --from=builder /root/.local /root/.local\n+COPY --from=builder /opt/venv /opt/venv\n" in ran.out
    assert (1, ran.out) == (venvoy("migrate", "Dockerfile", "--diff").code, ran.out)
    assert USER_INSTALL == dockerfile.read_bytes()


def test_reasons_are_narration(venvoy: InProcess, dockerfile: Path) -> None:
    """Why each line changes is on standard error, under the finding that caused it."""
    ran = venvoy("migrate", "Dockerfile")

    assert ran.err.startswith("user-install:3\n    +")
    assert "The venv is copied whole" in ran.err
    assert b"copied whole" not in ran.out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(CLEAN, "already live in a virtual environment", id="clean"),
        pytest.param(KEPT, "Kept by the comment on line 3: notebooks", id="kept"),
    ],
)
def test_nothing_to_change_exits_with_0(content: bytes, said: str, venvoy: InProcess, dockerfile: Path) -> None:
    """No difference, and the reason why not."""
    dockerfile.write_bytes(content)

    ran = venvoy("migrate", "Dockerfile")

    assert (0, b"") == (ran.code, ran.out)
    assert said in " ".join(ran.err.split())


def test_the_difference_applies(venvoy: InProcess, dockerfile: Path) -> None:
    """`git apply` makes of the file exactly what --stdout prints."""
    difference = venvoy("migrate", "Dockerfile").out
    whole = venvoy("migrate", "Dockerfile", "--stdout").out
    subprocess.run(["git", "apply", "-"], input=difference, check=True)

    assert whole == dockerfile.read_bytes()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(USER_INSTALL.replace(b"\n", b"\r\n"), id="CRLF"),
        pytest.param(b"\xef\xbb\xbf" + USER_INSTALL, id="byte order mark"),
        pytest.param(LATIN_1, id="Latin-1"),
        pytest.param(HOSTILE, id="control bytes"),
        pytest.param(USER_INSTALL.rstrip(b"\n"), id="no final newline"),
    ],
)
def test_bytes_stay_as_they_are(content: bytes, venvoy: InProcess, dockerfile: Path) -> None:
    """Whatever is not rewritten is the same byte for byte, and written is what was printed; undo brings all back."""
    dockerfile.write_bytes(content)
    before, after = set(content.splitlines(keepends=True)), venvoy("migrate", "Dockerfile", "--stdout").out
    changed = before - set(after.splitlines(keepends=True))
    ending = b"\r\n" if b"\r\n" in content else b"\n"

    assert 3 == len(changed)
    assert after.count(b"\n") == after.count(ending)
    assert 0 == venvoy("migrate", "Dockerfile", "--write").code
    assert after == dockerfile.read_bytes()
    assert 0 == venvoy("undo").code
    assert content == dockerfile.read_bytes()


def test_write_says_how_to_take_it_back(venvoy: InProcess, dockerfile: Path) -> None:
    """The file is written, standard output stays empty, and the command that undoes it is named and works."""
    ran = venvoy("migrate", "Dockerfile", "--write")

    assert (0, b"") == (ran.code, ran.out)
    assert b"/opt/venv" in dockerfile.read_bytes()
    *_, last = ran.err.splitlines()
    told, _, command = last.partition(": ")
    assert "To take it back" == told
    assert 0 == venvoy(*command.split()[1:]).code
    assert USER_INSTALL == dockerfile.read_bytes()


def test_writing_twice_changes_nothing_more(venvoy: InProcess, dockerfile: Path) -> None:
    """A rewrite is a fixed point: the second --write has nothing to write, and that is no failure."""
    venvoy("migrate", "Dockerfile", "--write")
    once = dockerfile.read_bytes()

    again = venvoy("migrate", "Dockerfile", "--write")

    assert (0, once) == (again.code, dockerfile.read_bytes())
    assert "nothing would change" in again.err
    assert 0 == venvoy("check", "Dockerfile").code


def test_uncommitted_changes_are_a_reason_to_refuse(venvoy: InProcess, dockerfile: Path) -> None:
    """In a work tree, a file that git could not bring back is written only with --allow-dirty."""
    git("init", "--quiet")
    untracked = venvoy("migrate", "Dockerfile", "--write")
    git("add", "Dockerfile")
    git("commit", "--quiet", "--message", "Begin")
    dockerfile.write_bytes(USER_INSTALL + b"EXPOSE 80\n")
    modified = venvoy("migrate", "Dockerfile", "--write")

    assert (2, 2) == (untracked.code, modified.code)
    assert "Dockerfile: Git does not track this file. Nothing was written." in untracked.err
    assert "Dockerfile: This file has changes that are not committed. Nothing was written." in modified.err
    assert USER_INSTALL + b"EXPOSE 80\n" == dockerfile.read_bytes()
    assert 0 == venvoy("migrate", "Dockerfile", "--write", "--allow-dirty").code
    assert b"/opt/venv" in dockerfile.read_bytes()


def test_a_committed_file_is_written(venvoy: InProcess, dockerfile: Path) -> None:
    """A file that is as it was committed needs no permission."""
    git("init", "--quiet")
    git("add", "Dockerfile")
    git("commit", "--quiet", "--message", "Begin")

    assert 0 == venvoy("migrate", "Dockerfile", "--write").code


def test_a_link_out_of_the_directory_is_refused(venvoy: InProcess, place: Path, tmp_path: Path) -> None:
    """What would be written elsewhere is not written, and the next step is told."""
    (tmp_path / "elsewhere").write_bytes(USER_INSTALL)
    (place / "Dockerfile").symlink_to(tmp_path / "elsewhere")

    ran = venvoy("migrate", "Dockerfile", "--write")

    assert 2 == ran.code
    assert "symbolic link that leads out of the directory" in ran.err
    assert "Run it on the file itself." in ran.err
    assert USER_INSTALL == (tmp_path / "elsewhere").read_bytes()


def test_standard_input_is_rewritten(venvoy: InProcess) -> None:
    """A dash reads standard input and prints as for a file; it cannot be written to."""
    whole = venvoy("migrate", "-", "--stdout", given=USER_INSTALL)
    difference = venvoy("migrate", "-", given=USER_INSTALL)
    written = venvoy("migrate", "-", "--write", given=USER_INSTALL)

    assert 0 == whole.code
    assert b"COPY --from=builder /opt/venv /opt/venv" in whole.out
    assert 1 == difference.code
    assert (2, b"") == (written.code, written.out)
    assert "Standard input cannot be written to; --stdout prints the rewritten Dockerfile." in written.err


def test_a_directory_with_one_dockerfile_stands_for_it(venvoy: InProcess, dockerfile: Path) -> None:
    """`migrate .` is `migrate Dockerfile` where there is just one."""
    assert venvoy("migrate", "Dockerfile").out == venvoy("migrate", ".").out


def test_a_directory_with_several_is_not_guessed_at(venvoy: InProcess, dockerfile: Path) -> None:
    """Several Dockerfiles are named, and none is taken."""
    (dockerfile.parent / "worker.Dockerfile").write_bytes(USER_INSTALL)

    ran = venvoy("migrate", ".", "--write")

    assert (2, b"") == (ran.code, ran.out)
    advice = "give one of them, or add '--scope repository' to migrate all of them: Dockerfile, worker.Dockerfile"
    assert f".: There are 2 Dockerfiles here; {advice}" == " ".join(ran.err.split())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(TEMPLATE, "Dockerfile:2: ", id="a template"),
        pytest.param(b"", "Dockerfile: ", id="empty"),
        pytest.param(b"FROM a\0", "Dockerfile:1: ", id="a NUL byte"),
        pytest.param(None, ".: There is no Dockerfile here; give the path of one.", id="a directory without one"),
    ],
)
@pytest.mark.parametrize("way", ["--diff", "--stdout", "--write"])
def test_unreadable(content: bytes | None, said: str, way: str, venvoy: InProcess, place: Path) -> None:
    """What is no Dockerfile is named with its reason, nothing is printed, and the exit code is 2."""
    if content is not None:
        (place / "Dockerfile").write_bytes(content)

    ran = venvoy("migrate", ".", way)

    assert (2, b"") == (ran.code, ran.out)
    assert said in ran.err


def test_only_what_is_safe_is_accepted(venvoy: InProcess, dockerfile: Path) -> None:
    """A rewrite that a person should look at needs --accept all, and standard error says so."""
    dockerfile.write_bytes(TO_REVIEW)

    safe, everything = venvoy("migrate", "."), venvoy("migrate", ".", "--accept", "all")

    assert (0, b"") == (safe.code, safe.out)
    assert "not accepted: user-install (line 3): " in safe.err
    assert "--accept all" in safe.err
    assert 1 == everything.code
    assert b"+COPY --from=builder /opt/venv /opt/venv" in everything.out


@pytest.mark.parametrize("way", ["--diff", "--stdout", "--write"])
def test_what_was_to_be_looked_at_is_told_when_accepted(way: str, venvoy: InProcess, dockerfile: Path) -> None:
    """Whoever accepts everything is told what asked for a look, whichever way the rewrite goes."""
    dockerfile.write_bytes(LOGIN_SHELL)

    told = " ".join(venvoy("migrate", "Dockerfile", "--accept", "all", way).err.split())

    assert "note: You accepted this although it asks for a look. Line 4: a login shell sets PATH anew" in told


@pytest.mark.parametrize("accept", ["safe", "all"])
def test_what_has_no_rewrite_is_left_and_said_once(accept: str, venvoy: InProcess, dockerfile: Path) -> None:
    """Accepting everything does not help where there is no rewrite, so nothing suggests it."""
    dockerfile.write_bytes(NOT_REWRITTEN)

    ran = venvoy("migrate", "Dockerfile", "--accept", accept)
    told = " ".join(ran.err.split())

    assert (0, b"") == (ran.code, ran.out)
    assert "cannot be rewritten by this version: global-install (line 2): Line 1: " in told
    assert 1 == told.count("what a venv needs")
    assert "--accept" not in told


def test_keep_a_finding(venvoy: InProcess, dockerfile: Path) -> None:
    """A kept finding stays as it is, and the others still move."""
    dockerfile.write_bytes(TWO_FAMILIES)

    whole = venvoy("migrate", ".", "--stdout", "--keep", "user-install:12")

    assert b"RUN pip install --user -r tool.txt\n" in whole.out
    assert b"RUN pip install --user -r requirements.txt\n" not in whole.out
    assert "kept: user-install (line 12): you asked for it with --keep." in whole.err


def test_keep_a_shortcut(venvoy: InProcess, dockerfile: Path) -> None:
    """A shortcut's name keeps all of its findings, whatever else is accepted."""
    dockerfile.write_bytes(TWO_FAMILIES)

    for accept in ("safe", "all"):
        assert 0 == venvoy("migrate", ".", "--keep", "user-install", "--accept", accept).code


def test_keep_an_unknown_name(venvoy: InProcess, dockerfile: Path) -> None:
    """A name that the file does not have is an error that lists those it has."""
    ran = venvoy("migrate", ".", "--keep", "user-install:4\x1b")

    assert (2, b"") == (ran.code, ran.out)
    assert (
        "--keep: Dockerfile has no finding or shortcut called user-install:4\\x1b. It has user-install:3.\n" == ran.err
    )


def test_choices_are_taken(venvoy: InProcess, dockerfile: Path) -> None:
    """Installer and path are in the result."""
    ran = venvoy("migrate", ".", "--stdout", "--installer", "uv", "--venv", "/srv/env/")

    assert b"uv pip install" in ran.out
    assert b"COPY --from=builder /srv/env /srv/env\n" in ran.out
    assert b"/opt/venv" not in ran.out


@pytest.mark.parametrize("out", [(), ("--stdout",), ("--write",)], ids=["diff", "stdout", "write"])
def test_an_installer_that_cannot_take_over(out: tuple[str, ...], venvoy: InProcess, dockerfile: Path) -> None:
    """The file, the reason and the next step are said, nothing else is printed or written, and the exit code tells."""
    dockerfile.write_bytes(POETRY)
    (dockerfile.parent / "poetry.lock").touch()

    ran = venvoy("migrate", ".", "--installer", "uv", *out)

    assert (2, b"", POETRY) == (ran.code, ran.out, dockerfile.read_bytes())
    said = " ".join(ran.err.split())
    assert said.startswith("Dockerfile: --installer uv is not possible. uv would install what uv.lock says, and there")
    assert said.endswith(": migrate-to-uv makes it, with the versions of poetry.lock.")


def test_an_installer_takes_over_from_its_own_lock(venvoy: InProcess, dockerfile: Path) -> None:
    """With the files that it needs beside the Dockerfile, uv installs in Poetry's place."""
    dockerfile.write_bytes(POETRY)
    for name, text in {"poetry.lock": "", "uv.lock": "", "pyproject.toml": "[project]\n"}.items():
        (dockerfile.parent / name).write_text(text, encoding="utf-8")

    ran = venvoy("migrate", ".", "--stdout", "--installer", "uv")

    assert (0, True) == (ran.code, b"\nRUN uv sync --locked --no-dev --no-install-project\n" in ran.out)
    assert "Does uv.lock hold the same versions as poetry.lock?" in " ".join(ran.err.split())


def test_a_choice_for_nothing_is_no_mistake(venvoy: InProcess, dockerfile: Path) -> None:
    """Where nothing is rewritten, no installer has to take over."""
    dockerfile.write_bytes(CLEAN)

    assert (0, b"") == (venvoy("migrate", ".", "--installer", "pdm").code, venvoy("migrate", ".").out)


def test_shape_is_taken(venvoy: InProcess, dockerfile: Path) -> None:
    """A single stage is split, or not when that is chosen."""
    dockerfile.write_bytes(
        b'FROM python:3.13-slim\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCMD ["flask"]\n'
    )

    split, in_place = venvoy("migrate", ".", "--stdout"), venvoy("migrate", ".", "--stdout", "--shape", "in-place")

    assert 1 < split.out.count(b"FROM")
    assert 1 == in_place.out.count(b"FROM")
    assert b"/opt/venv" in in_place.out


def test_extras_are_added_and_left_out(venvoy: InProcess, dockerfile: Path) -> None:
    """Guard and smoke test are on until they are left out; the others are off until they are added."""
    usual = venvoy("migrate", ".", "--stdout").out
    bare = venvoy("migrate", ".", "--stdout", "--no-extra", "guard", "--no-extra", "smoke-test").out
    more = venvoy("migrate", ".", "--stdout", "--extra", "non-root-user").out

    assert b"PIP_REQUIRE_VIRTUALENV" in usual
    assert b"PIP_REQUIRE_VIRTUALENV" not in bare
    assert b"RUN python -Ic" in usual
    assert b"RUN python -Ic" not in bare
    assert b"\nUSER " in more
    assert b"\nUSER " not in usual


@pytest.mark.parametrize("extra", [extra.value for extra in Extra])
def test_every_extra_has_its_name(extra: str, venvoy: InProcess, dockerfile: Path) -> None:
    """Each extra can be added and left out by name."""
    assert 0 == venvoy("migrate", ".", "--stdout", "--extra", extra).code
    assert 0 == venvoy("migrate", ".", "--stdout", "--no-extra", extra).code


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("--write", "--stdout"), id="two ways out"),
        pytest.param(("--venv", "opt/venv"), id="relative path"),
        pytest.param(("--venv", "/usr"), id="a path of the system"),
        pytest.param(("--venv", "/opt/$(id)"), id="a path that a shell would read"),
        pytest.param(("--installer", "conda"), id="unknown installer"),
        pytest.param(("--extra", "magic"), id="unknown extra"),
        pytest.param(("--extra", "guard", "--no-extra", "guard"), id="added and left out"),
        pytest.param(("--accept", "none"), id="unknown acceptance"),
        pytest.param(("second",), id="a second path"),
    ],
)
def test_senseless_options(arguments: tuple[str, ...], venvoy: InProcess, dockerfile: Path) -> None:
    """What makes no sense is refused with a sentence, before anything is read or written."""
    ran = venvoy("migrate", ".", *arguments)

    assert (2, b"") == (ran.code, ran.out)
    assert "\nError: " in ran.err
    assert USER_INSTALL == dockerfile.read_bytes()


def test_what_is_not_followed_is_said(venvoy: InProcess, dockerfile: Path) -> None:
    """Lines that are left alone are on standard error, with the reason."""
    dockerfile.write_bytes(USER_INSTALL.replace(b"COPY req", b"RUN eval $SETUP\nCOPY req"))

    assert "left alone: line 2: " in venvoy("migrate", ".").err


def test_on_a_terminal_nothing_of_the_file_steers_it(dockerfile: Path) -> None:
    """Looked at, the difference and the file are made safe; the colours are ours, and NO_COLOR takes them away."""
    dockerfile.write_bytes(HOSTILE)

    coloured = on_terminal("migrate", "Dockerfile")
    plain = on_terminal("migrate", "Dockerfile", more={"NO_COLOR": "1"})
    whole = on_terminal("migrate", "Dockerfile", "--stdout")

    assert b"\x1b[32m+" in coloured.out
    assert b"\x1b]0;" not in coloured.out
    for ran in (plain, whole):
        assert b"\x1b" not in ran.out
        assert b"\\x1b]0;owned\\x07 \\u202e" in ran.out


def test_a_name_that_is_not_utf_8(venvoy: InProcess, place: Path) -> None:
    """The difference holds the name as git writes it, and the file can be written."""
    (place / os.fsdecode(b"b\xfd.Dockerfile")).write_bytes(USER_INSTALL)

    ran = venvoy("migrate", ".")

    assert 1 == ran.code
    assert b"b\xfd.Dockerfile" in ran.out
    assert 0 == venvoy("migrate", ".", "--write").code
