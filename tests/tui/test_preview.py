"""The preview: the diff, its forms, and why each line changes."""

from __future__ import annotations

from tests.tui.made import FINDINGS
from tests.tui.walking import Begin, click, drawn, press, said, sitting, text_of, walk, where

from venvoy.model.plan import DiffLine, FileDiff, Sign
from venvoy.model.source import Lines
from venvoy.tui.causes import at_line
from venvoy.tui.diff_view import DiffView

USER, GUARD, PREFIX, GLOBAL, KEPT = (f.id for f in FINDINGS)


async def test_nothing_accepted(begin: Begin, size: tuple[int, int]) -> None:
    """Without a decision the file stays as it is, and it is said where to go."""
    app = begin()
    async with walk(app, size) as pilot:
        await press(pilot, "4")

        where(app, "Dockerfile stays as it is: nothing is accepted yet. 2 goes to the findings.")
        where(app, "3 findings have no answer yet")


async def test_unified(begin: Begin, size: tuple[int, int]) -> None:
    """Removed and added lines carry sign and number; the cursor is on the first change and says why."""
    app = begin()
    async with walk(app, size) as pilot:
        await press(pilot, "a", "d")
        screen = "\n".join(row.rstrip() for row in drawn(app))

        assert "Dockerfile  +6 -3" in screen
        assert "▸-   4  RUN pip install --user" in screen
        assert " +   4  RUN python -m venv /opt/venv" in screen
        why = " ".join(text_of(app, "#why").split())
        assert "user-install becomes a virtual environment at /opt/venv." in why
        assert "✓ user-install (line 4) accepted space takes it back, with line 10" in why


async def test_the_cursor_stays_in_view_above_the_scroll_bar(begin: Begin) -> None:
    """Where lines are too long for the pane, the scroll bar below them does not hide the row of the cursor."""
    app = begin()
    async with walk(app, (40, 20)) as pilot:
        await press(pilot, "a", "d", "w")
        assert app.screen.query_one(DiffView).show_horizontal_scrollbar
        rows = []
        for key in ("n", "down", "down", "down", "end", "pageup"):
            await press(pilot, key)
            rows.append(sum(row.startswith("▸") for row in drawn(app)))

        assert rows == [1] * 6


async def test_changed_words_are_marked(begin: Begin) -> None:
    """Within a line that was changed only what differs carries the mark."""
    app = begin()
    async with walk(app) as pilot:
        await press(pilot, "a", "d")
        view = app.screen.query_one(DiffView)

        assert ("--user ", "mark-removed") in [(t.lstrip(), i) for t, i in view.line(3)] or (
            " --user",
            "mark-removed",
        ) in view.line(3)


async def test_side_by_side(begin: Begin, size: tuple[int, int]) -> None:
    """Key s puts before and after in one row, and back."""
    app = begin()
    async with walk(app, size) as pilot:
        await press(pilot, "a", "d", "s", "n")
        row = next(row for row in drawn(app) if "ENV PATH=/root" in row)
        assert "ENV PATH=/opt" in row

        await press(pilot, "s")
        row = next(row for row in drawn(app) if "ENV PATH=/root" in row)
        assert "ENV PATH=/opt" not in row


async def test_context_and_whole_file(begin: Begin) -> None:
    """{ and } change how much stands around a change; w shows everything."""
    app = begin()
    async with walk(app, (160, 45)) as pilot:
        view_rows = []
        await press(pilot, "a", "d")
        for keys in (("{", "{", "{"), ("w",), ("w",), ("}",)):
            await press(pilot, *keys)
            view_rows.append(app.screen.query_one(DiffView).rows)

        assert "1 line around each change." == said(app)
        none, whole, again, one = view_rows
        assert none == again
        assert none < one < whole
        assert 21 == whole


async def test_jumping(begin: Begin, size: tuple[int, int]) -> None:
    """Keys n and p go from change to change and stop at the ends."""
    app = begin()
    async with walk(app, size) as pilot:
        await press(pilot, "a", "d", "n")
        view = app.screen.query_one(DiffView)
        assert view.row is not None
        assert (PREFIX,) == tuple(c.source for c in view.row.causes)

        await press(pilot, "n", "n")
        assert "This is the last change. 5 goes on to apply." == said(app)
        await press(pilot, "1")
        assert said(app) == ""
        await press(pilot, "4", "p", "p", "p")
        assert "This is the first change." == said(app)


async def test_space_takes_back_and_accepts_again(begin: Begin, size: tuple[int, int]) -> None:
    """Space turns over the finding behind the line, with what needs it; the diff follows; again brings it back."""
    app = begin()
    async with walk(app, size) as pilot:
        await press(pilot, "a", "d", "space")
        assert () == sitting(app).accepted
        assert said(app).startswith("? Took back user-install (line 4), and with it copied-prefix (line 10)")
        where(app, "stays as it is")

        await press(pilot, "space")
        assert (USER, PREFIX) == sitting(app).accepted
        where(app, "+6 -3")


async def test_space_on_a_line_of_a_choice(begin: Begin) -> None:
    """A line that an extra brought tells so, and that c changes it; no finding is behind it."""
    app = begin()
    async with walk(app) as pilot:
        await press(pilot, "a", "d", "n", "n")
        assert "extra: smoke-test  c to change" in text_of(app, "#why")

        await press(pilot, "space")
        assert "No finding is behind this line; move to a changed one." == said(app)
        assert (USER, PREFIX) == sitting(app).accepted


async def test_notes_are_visible(begin: Begin, size: tuple[int, int]) -> None:
    """On a line that stays, the pane tells what there is to know about the whole."""
    app = begin()
    async with walk(app, size) as pilot:
        await press(pilot, "a", "d", "up")

        why = " ".join(text_of(app, "#why").split())
        assert "· Line 6 stays as it is: what eval runs is not known." in why
        assert "? 1 finding has no answer yet and changes nothing here." in why


def test_a_line_is_told_before_and_after() -> None:
    """A note names its line, and where it is in the new file, unless it names the line itself."""
    added = DiffLine(Sign.ADDED, b"new\n", None, 1)
    diff = FileDiff("Dockerfile", (), (added, DiffLine(Sign.SAME, b"# mine\n", 1, 2)))

    assert at_line(Lines(1, 1), "It stays.", diff) == "line 1, 2 in the new file: "
    assert at_line(Lines(7, 7), "It stays.", diff) == "line 7: "
    assert at_line(Lines(1, 1), "Line 1 stays.", diff) == ""
    assert at_line(None, "It stays.", diff) == ""


async def test_by_mouse(begin: Begin) -> None:
    """A click on a line tells why it changes."""
    app = begin()
    async with walk(app, (80, 24)) as pilot:
        await press(pilot, "a", "d")
        await click(pilot, *where(app, "COPY --from=builder /root"))

        assert "copied-prefix becomes a virtual environment" in text_of(app, "#why")
