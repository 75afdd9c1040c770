"""`venvoy walk --plain` and `venvoy demo`: the walk as lines of text."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from venvoy import samples
from venvoy.model.plan import Extra

from .given import CLEAN, HOSTILE, KEPT, LOGIN_SHELL, NOT_REWRITTEN, TEMPLATE, TO_REVIEW, TWO_FAMILIES, USER_INSTALL
from .running import InProcess, on_terminal, python


@pytest.fixture(name="dockerfile")
def _dockerfile(place: Path) -> Path:
    path = place / "Dockerfile"
    path.write_bytes(USER_INSTALL)
    return path


def answers(*lines: str) -> bytes:
    """Return *lines* as somebody types them."""
    return "".join(f"{line}\n" for line in lines).encode()


def test_accept_and_write(venvoy: InProcess, dockerfile: Path) -> None:
    """Accept, leave the choices, agree: what is written is what `migrate` writes, and undo takes it back."""
    whole = venvoy("migrate", ".", "--stdout").out

    ran = venvoy("walk", "--plain", ".", given=answers("a", "", "y"))

    assert (0, "") == (ran.code, ran.err)
    assert whole == dockerfile.read_bytes()
    assert "To take it back: venvoy undo " in ran.text
    assert 0 == venvoy("undo").code
    assert USER_INSTALL == dockerfile.read_bytes()


def test_a_finding_is_told_with_place_and_price(venvoy: InProcess, dockerfile: Path) -> None:
    """Before the question stand what it is, where it is, the line itself, and what it costs."""
    told, _, _ = venvoy("walk", "--plain", ".").text.partition("Accept, keep, explain, back or quit?")

    for part in (
        "Finding 1 of 1: user-install, line 3, stage builder\n",
        "  3: RUN pip install --user -r requirements.txt\n",
        "Line 6: copies /root/.local from stage builder.",
        "What it costs\n",
        "Advice: unguarded-install (line 3): ",
    ):
        assert part in told


@pytest.mark.parametrize(
    "given",
    [
        pytest.param((), id="at once"),
        pytest.param(("a",), id="before the choices"),
        pytest.param(("a", ""), id="before writing"),
        pytest.param(("k",), id="before the reason"),
        pytest.param(("a", "y", "3"), id="among the choices"),
    ],
)
def test_the_end_of_the_input_quits(given: tuple[str, ...], venvoy: InProcess, dockerfile: Path) -> None:
    """Wherever the answers end, nothing is written, and it is said."""
    ran = venvoy("walk", "--plain", ".", given=answers(*given))

    assert 0 == ran.code
    assert ran.text.endswith("\nNothing was written.\n")
    assert USER_INSTALL == dockerfile.read_bytes()


@pytest.mark.parametrize(
    "given",
    [
        ("q",),
        ("quit",),
        ("a", "q"),
        ("a", "quit"),
        ("a", "y", "", "", "", "q"),
        ("a", "", "q"),
        ("a", "", "n"),
        ("a", "", ""),
        ("a", "", "N"),
    ],
)
def test_nothing_is_written_without_a_yes(given: tuple[str, ...], venvoy: InProcess, dockerfile: Path) -> None:
    """Quitting, a no and an empty answer write nothing."""
    assert 0 == venvoy("walk", "--plain", ".", given=answers(*given)).code
    assert USER_INSTALL == dockerfile.read_bytes()


def test_keep_with_a_reason(venvoy: InProcess, dockerfile: Path) -> None:
    """The reason is written above the instruction, and the next walk asks no more."""
    venvoy("walk", "--plain", ".", given=answers("k", "notebooks \x1b[31m need it", "y"))

    assert USER_INSTALL.replace(
        b"RUN pip", b"# venvoy: keep user-install -- notebooks [31m need it\nRUN pip"
    ) == dockerfile.read_bytes()  # fmt: skip
    assert 0 == venvoy("check", ".").code
    assert "Accept, keep" not in venvoy("walk", "--plain", ".").text


def test_keep_without_a_reason_changes_nothing(venvoy: InProcess, dockerfile: Path) -> None:
    """There is nothing to write, and back or quit is all that is left to say."""
    ran = venvoy("walk", "--plain", ".", given=answers("k", "", "q"))

    assert 0 == ran.code
    assert "Nothing would change.\n" in ran.text
    assert "Back or quit? [b/q]" in ran.text
    assert USER_INSTALL == dockerfile.read_bytes()


def test_back_takes_the_last_answer_back(venvoy: InProcess, dockerfile: Path) -> None:
    """From one finding to the one before, and from the last question to the last decision."""
    dockerfile.write_bytes(TWO_FAMILIES)

    ran = venvoy("walk", "--plain", ".", given=answers("b", "k", "", "b", "a", "k", "later", "", "b", "a", "", "y"))

    assert "There is nothing to take back.\n" in ran.text
    assert 2 == ran.text.count("Finding 1 of 2: user-install, line 3,")
    assert 3 == ran.text.count("Finding 2 of 2: user-install, line 12,")
    assert b"--user" not in dockerfile.read_bytes()
    assert b"later" not in dockerfile.read_bytes()


def test_explain_tells_the_whole_page(venvoy: InProcess, dockerfile: Path) -> None:
    """The page comes with this file's own names, and the question again."""
    ran = venvoy("walk", "--plain", ".", given=answers("e", "q"))

    assert "When it is fine to keep\n" in ran.text
    assert 2 == ran.text.count("Accept, keep, explain, back or quit?")


def test_an_answer_that_is_none_is_asked_for_again(venvoy: InProcess, dockerfile: Path) -> None:
    """Whole words do; anything else is answered with what there is, and cannot steer the terminal."""
    ran = venvoy("walk", "--plain", ".", given=answers("\x1b[A", "accept", "maybe", "NO", "yes"))

    assert "Answer with a (accept), k (keep), e (explain), b (back), q (quit).\n" in ran.text
    assert "Answer with y (yes), n (no), q (quit).\n" in ran.text
    assert "\x1b" not in ran.text
    assert b"/opt/venv" in dockerfile.read_bytes()


def test_choices_change_the_result(venvoy: InProcess, dockerfile: Path) -> None:
    """Each choice is asked for with its meaning, a wrong one again, and an empty answer leaves it."""
    given = answers("a", "y", "9", "3", "", "/usr", "/srv/env", "n", *[""] * 8, "y")

    ran = venvoy("walk", "--plain", ".", given=given)

    assert "Answer with a number from 1 to 6, or q (quit).\n" in ran.text
    assert "Not that one: /usr belongs to the system" in ran.text
    assert "Chosen: installer uv; environment /srv/env; stages split; extras smoke-test.\n" in ran.text
    assert (0, True) == (ran.code, b"uv pip install" in dockerfile.read_bytes())
    assert b"PIP_REQUIRE_VIRTUALENV" not in dockerfile.read_bytes()


def test_an_installer_that_is_not_possible_is_not_taken(venvoy: InProcess, dockerfile: Path) -> None:
    """It is listed with its reason, and asked for again."""
    given = answers("a", "y", "4", "1", "", "", *[""] * len(Extra), "n")

    ran = venvoy("walk", "--plain", ".", given=given)
    told = " ".join(ran.text.split())

    assert "4: poetry. " in told
    assert "Not possible for this file: Poetry would install what poetry.lock says, and none was seen" in told
    assert "Not that one: Poetry would install what poetry.lock says" in told
    assert "Chosen: installer keep;" in told


def test_isolated_mode_is_only_asked_about_where_it_works(venvoy: InProcess, place: Path) -> None:
    """Elsewhere the reason stands in the place of the question."""
    (place / "settings.py").touch()
    (place / "run.py").write_text("import settings\n")
    (place / "Dockerfile").write_text(
        'FROM python:3.12\nRUN pip install flask\nCOPY run.py settings.py /app/\nCMD ["python", "/app/run.py"]\n'
    )
    ran = venvoy("walk", "--plain", ".", given=answers("a", "y", "", "", "", *[""] * (len(Extra) - 1), "n"))

    assert "Not possible for this file: run.py, line 1, imports settings, which" in " ".join(ran.text.split())
    assert 0 == ran.code


def test_what_needs_a_look_can_be_accepted(venvoy: InProcess, dockerfile: Path) -> None:
    """Here a person looks, so a rewrite to be reviewed is offered, with what stands in its way."""
    dockerfile.write_bytes(TO_REVIEW)

    ran = venvoy("walk", "--plain", ".", given=answers("a", "", "y"))

    assert "cannot be seen from here" in ran.text.replace("\n ", "")
    assert b"/opt/venv" in dockerfile.read_bytes()


def test_what_was_accepted_after_a_look_is_told_before_writing(venvoy: InProcess, dockerfile: Path) -> None:
    """The preview repeats what asked for a look, above the question whether to write."""
    dockerfile.write_bytes(LOGIN_SHELL)

    ran = venvoy("walk", "--plain", ".", given=answers("a", "", "n"))
    told = " ".join(ran.text.partition("Write this to")[0].split())

    assert "note: You accepted this although it asks for a look. Line 4: a login shell sets PATH anew" in told


def test_the_demo_tells_what_a_plan_notes(venvoy: InProcess) -> None:
    """What there is to know about a rewrite stands between the difference and the last question."""
    notes = venvoy("demo", "newsletter").text.partition("\n@@ ")[2].partition("\nWrite this to")[0]

    assert "\nnote: " in notes


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(CLEAN, "already live in a virtual environment", id="clean"),
        pytest.param(NOT_REWRITTEN, "would settle it: # venvoy: keep global-install -- reason", id="left as it is"),
        pytest.param(KEPT, "Kept: user-install (line 4): Kept by the comment on line 3", id="kept"),
    ],
)
def test_nothing_to_ask(content: bytes, said: str, venvoy: InProcess, dockerfile: Path) -> None:
    """A file without an open finding is told about, and no question is asked."""
    dockerfile.write_bytes(content)

    ran = venvoy("walk", "--plain", ".", given=b"")

    assert 0 == ran.code
    assert said in " ".join(ran.text.split())
    assert ran.text.endswith("Nothing would change.\n")


def test_one_of_several_is_picked(venvoy: InProcess, dockerfile: Path) -> None:
    """A directory with several Dockerfiles lists them with numbers."""
    worker = dockerfile.parent / "worker.Dockerfile"
    worker.write_bytes(USER_INSTALL)

    ran = venvoy("walk", "--plain", ".", given=answers("3", "2", "a", "", "y"))

    assert "  1: Dockerfile\n  2: worker.Dockerfile\n" in ran.text
    assert b"/opt/venv" in worker.read_bytes()
    assert USER_INSTALL == dockerfile.read_bytes()
    assert 0 == venvoy("walk", "--plain", ".", given=answers("q")).code
    assert 0 == venvoy("walk", "--plain", ".").code


def test_a_change_behind_our_back_is_not_overwritten(venvoy: InProcess, dockerfile: Path) -> None:
    """A refusal to write is told with the next step, and exit code 2."""
    (dockerfile.parent / "other").hardlink_to(dockerfile)

    ran = venvoy("walk", "--plain", ".", given=answers("a", "", "y"))

    assert 2 == ran.code
    assert "hard links" in ran.err
    assert USER_INSTALL == dockerfile.read_bytes()


@pytest.mark.parametrize(
    ("path", "said"),
    [
        pytest.param("missing", "missing: There is no such file", id="missing"),
        pytest.param("Dockerfile", "Dockerfile:2: ", id="a template"),
        pytest.param("empty", "empty: There is no Dockerfile here", id="a directory without one"),
        pytest.param("-", "The answers come from standard input", id="standard input"),
    ],
)
def test_unreadable(path: str, said: str, venvoy: InProcess, dockerfile: Path) -> None:
    """What cannot be read ends the walk with a sentence and exit code 2."""
    dockerfile.write_bytes(TEMPLATE)
    (dockerfile.parent / "empty").mkdir()

    ran = venvoy("walk", "--plain", path)

    assert (2, b"") == (ran.code, ran.out)
    assert ran.err.startswith(said)


def test_no_line_steers_a_terminal(venvoy: InProcess, dockerfile: Path) -> None:
    """Neither the file nor the walk itself moves a cursor or sets a colour."""
    dockerfile.write_bytes(HOSTILE)

    ran = venvoy("walk", "--plain", ".", given=answers("e", "a", "", "n"))

    assert "Write this to Dockerfile?" in ran.text
    assert not {"\x1b", "\x07", "\r", "\b", "\u202e"} & set(ran.text)


@pytest.mark.parametrize("name", samples.names())
def test_demo_prints_the_walk(name: str, venvoy: InProcess, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Every sample is walked through to its difference; nothing is asked, written or left behind."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))

    ran = venvoy("demo", name)

    assert (0, "") == (ran.code, ran.err)
    assert f"--- a/{name}/Dockerfile\n" in ran.text
    assert f"Write this to {name}/Dockerfile? [y/N, b to go back, q to quit] n\nNothing was written.\n" in ran.text
    assert [] == list((tmp_path / "temporary").iterdir())


def test_demo_lists_its_samples(venvoy: InProcess) -> None:
    """Each sample has one line."""
    ran = venvoy("demo", "--list")

    assert (0, "") == (ran.code, ran.err)
    assert list(samples.names()) == [line.split()[0] for line in ran.text.splitlines()]


def test_demo_only_copies(venvoy: InProcess, tmp_path: Path) -> None:
    """The copy is there to try things on; a second one does not overwrite it."""
    copy = tmp_path / "flask-shop"
    first = venvoy("demo", "flask-shop", "--into", str(tmp_path))
    (copy / "Dockerfile").write_text("mine")
    again = venvoy("demo", "flask-shop", "--into", str(tmp_path))

    assert (0, f"The sample is in {copy}\n") == (first.code, first.err)
    assert (2, f"{copy} is there already, and was left as it is.\n") == (again.code, again.err)
    assert "mine" == (copy / "Dockerfile").read_text()
    assert (copy / "shop.py").is_file()


def test_demo_suggests_what_was_meant(venvoy: InProcess) -> None:
    """An unknown sample is answered with one that is close, or with the way to the list."""
    close, far = venvoy("demo", "flask-shp"), venvoy("demo", "\x1b")

    assert (2, "There is no sample called flask-shp. Did you mean flask-shop?\n") == (close.code, close.err)
    assert (2, "There is no sample called \\x1b. 'venvoy demo --list' lists all.\n") == (far.code, far.err)


def test_endless_nonsense_is_not_answered_for_ever(venvoy: InProcess, dockerfile: Path) -> None:
    """After twenty answers that are none, the walk ends without a write."""
    ran = venvoy("walk", "--plain", ".", given=answers(*["y"] * 1000))

    assert 0 == ran.code
    assert 20 == ran.text.count("Accept, keep, explain, back or quit?")
    assert USER_INSTALL == dockerfile.read_bytes()


def test_a_terminal_echoes_what_is_typed(dockerfile: Path) -> None:
    """What a person types is seen once, and end-of-file ends the walk."""
    quitting = on_terminal("walk", "--plain", ".", typed=b"xyzzy\nq\n")
    ending = on_terminal("walk", "--plain", ".", typed=b"\x04")

    assert (0, 1) == (quitting.code, quitting.out.count(b"xyzzy"))
    assert (0, True) == (ending.code, ending.out.endswith(b"\nNothing was written.\n"))
    assert b"\x1b" not in quitting.out


def test_the_plain_walk_loads_no_terminal_interface(dockerfile: Path) -> None:
    """Neither the questions nor the demo as text pay for the session's screens."""
    program = (
        "import sys; from venvoy.cli.running import run; "
        "codes = run(['walk', '--plain', '.']), run(['demo', '--plain']); "
        "sys.exit(sum(codes) + len({'textual', 'rich'} & set(sys.modules)))"
    )

    assert 0 == python("-c", program).code


def test_the_choices_fit_the_terminal(venvoy: InProcess, dockerfile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is chosen is wrapped at blanks, so that no terminal breaks it within a word."""
    monkeypatch.setenv("COLUMNS", "60")
    lines = venvoy("walk", "--plain", ".", given=answers("a", "q")).text.splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith("Choices: "))

    assert [True, True] == [len(line) <= 60 for line in lines[start : start + 2]]
    assert "  split; extras guard, smoke-test." == lines[start + 1]
