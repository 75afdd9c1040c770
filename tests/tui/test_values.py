"""The small values behind the screens: paths, effects, messages, text."""

from __future__ import annotations

import pytest
from tests.tui.made import SHOP, MadeRooms, analysis
from textual.theme import Theme

from venvoy import session as transitions
from venvoy.reports import page_style, trace_svg
from venvoy.tui import themes
from venvoy.tui.change_text import commit_text, pull_request_text
from venvoy.tui.effects import difference
from venvoy.tui.outlook import look_ahead
from venvoy.tui.shown import cut, cut_path, shown
from venvoy.tui.venv_path import objection


@pytest.mark.parametrize("path", ["/opt/venv", "/app", "/srv/shop/.venv", "/usr/local/venv", "/opt/venv/"])
def test_paths_that_a_venv_can_have(path: str) -> None:
    """An absolute directory of its own is fine."""
    assert None is objection(path)


@pytest.mark.parametrize(
    ("path", "why"),
    [
        pytest.param("", "absolute", id="empty"),
        pytest.param("venv", "absolute", id="relative"),
        pytest.param("~/venv", "absolute", id="home"),
        pytest.param("$HOME/venv", "absolute", id="variable"),
        pytest.param("/opt/$X", "survive PATH", id="variable inside"),
        pytest.param("/opt/my venv", "survive PATH", id="blank"),
        pytest.param("/opt/a:b", "survive PATH", id="colon"),
        pytest.param("/opt/v\n", "survive PATH", id="line end"),
        pytest.param("/opt/ü", "survive PATH", id="not ASCII"),
        pytest.param("/opt/../etc", "may not hold ..", id="dots"),
        pytest.param("/opt//venv", "may not hold ..", id="two slashes"),
        pytest.param("/usr/local", "belongs to the system", id="the system's prefix"),
        pytest.param("/usr/local/", "belongs to the system", id="the same with a slash"),
        pytest.param("/", "belongs to the system", id="root"),
    ],
)
def test_paths_that_a_venv_cannot_have(path: str, why: str) -> None:
    """What speaks against a path is said."""
    assert why in (objection(path) or "nothing")


def test_what_an_option_changes() -> None:
    """Added and removed lines with one line around each run."""
    made = difference(b"a\nb\nc\nd\ne\nf\ng\n", b"a\nB\nc\nd\ne\nf\ng\nh\n")

    assert [" a", "-b", "+B", " c", " ⋮", " g", "+h"] == [sign + text for sign, text in made.lines]
    assert "+2 -1" == made.size


def test_no_change_is_said() -> None:
    """An option without an effect says so."""
    assert "no change" == difference(b"a\n", b"a\n").size


def test_a_commit_message() -> None:
    """It says what moved and why, what was kept and why, and what there is to know; no line is too long."""
    session = transitions.keep(transitions.accept(transitions.begin(analysis())), "the platform wants it")
    outlook = look_ahead(MadeRooms(), session)

    text = commit_text(outlook, session)

    assert text.splitlines()[0] == "Install Python packages into a virtual environment"
    assert (
        "- user-install: pip installs below /root/.local: a place that only the\n  user with that HOME looks at."
        in text
    )
    assert "Kept: global-install (line 13), because the platform wants it." in text
    assert "- Line 6 stays as it is: what eval runs is not known." in text
    assert 72 >= max(map(len, text.splitlines()))


def test_a_pull_request_text() -> None:
    """Found, changed, kept, to look at; a reason brings no markup and no control byte into the page."""
    session = transitions.keep(transitions.accept(transitions.begin(analysis())), "<b>\x1b[1m *no*")
    outlook = look_ahead(MadeRooms(), session)

    text = pull_request_text(outlook, session)

    headings = ["## What was found", "## What changes", "## What stays", "## What to look at"]
    assert headings == [line for line in text.splitlines() if line.startswith("#")]
    assert r"- `global-install`, line 13: \<b\>\\x1b\[1m \*no\*" in text


def test_a_commit_message_for_kept_findings_only() -> None:
    """Where nothing moves, the message does not claim it."""
    session = transitions.keep(transitions.begin(analysis()))
    outlook = look_ahead(MadeRooms(), session)

    assert commit_text(outlook, session).startswith("Record why packages are installed as they are\n")


def test_sizes() -> None:
    """The outlook counts the lines of the diff."""
    session = transitions.accept(transitions.begin(analysis()))
    outlook = look_ahead(MadeRooms(), session)

    assert "+6 -3" == outlook.size
    assert SHOP == outlook.plan.before


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"RUN x\r\n", "RUN x"),
        (b"\tx", "        x"),
        (b"caf\xe9", r"caf\xe9"),
        ("\x1b[0m", r"\x1b[0m"),
        ("a\u202eb", r"a\u202eb"),
    ],
)
def test_shown(text: str | bytes, expected: str) -> None:
    """Line ends go, tabs become blanks, whatever steers a terminal is spelt out."""
    assert expected == shown(text)


def test_cutting() -> None:
    """A text keeps its start, a path its end."""
    assert ("abc", "ab…") == (cut("abc", 3), cut("abcd", 3))
    assert ("abc", "…cd") == (cut_path("abc", 3), cut_path("abcd", 3))


@pytest.mark.parametrize("style", [page_style.STYLE, trace_svg.STYLE], ids=["report", "picture"])
@pytest.mark.parametrize("theme", [themes.LIGHT, themes.DARK], ids=["light", "dark"])
def test_reports_have_the_colours_of_the_session(style: str, theme: Theme) -> None:
    """Ground, text, rules, and what is right, wrong and pointed out look the same wherever they are read."""
    colours = (theme.background, theme.foreground, theme.variables["rule"], theme.accent, theme.success, theme.error)

    assert [] == [colour for colour in colours if colour is None or colour not in style]
