"""The review: every key, every pane, both sizes."""

from __future__ import annotations

from pathlib import Path

from attrs import evolve
from tests.tui.made import FINDINGS, SHOP, MadeRooms
from tests.tui.walking import Begin, click, drawn, focused, press, said, sitting, text_of, walk, where

from venvoy.model.finding import Remedy
from venvoy.model.plan import Answer
from venvoy.tui.finding_list import FindingList
from venvoy.tui.keys import working
from venvoy.tui.page_view import PageView
from venvoy.tui.panes import Panes
from venvoy.tui.source_view import SourceView

USER, GUARD, PREFIX, GLOBAL, KEPT = (f.id for f in FINDINGS)


async def test_five_seconds(begin: Begin, size: tuple[int, int]) -> None:
    """At once there is where one is, what was found, and what to press."""
    app = begin()
    async with walk(app, size):
        screen = "\n".join(drawn(app))

    assert "venvoy   /home/me/shop/Dockerfile" in screen
    assert "[2 Review]" in screen
    assert "0 of 3 decided" in screen
    assert "▸ ? user-install" in screen
    assert "left alone" in screen or "1 left alone" in screen
    assert " a accept  k keep…  n next  p prev " in screen
    assert " q quit  ? help " in screen
    assert "3 findings ask for your answer: a accepts, k keeps it, l tells more, ? helps." in screen


async def test_accept(begin: Begin, size: tuple[int, int]) -> None:
    """Key a accepts what moves together, says so and goes on."""
    app = begin()
    async with walk(app, size) as pilot:
        await press(pilot, "a")

        assert (USER, PREFIX) == sitting(app).accepted
        assert GLOBAL == sitting(app).selected
        assert said(app).startswith("✓ Accepted user-install (line 4), and with it copied-prefix (line 10)")
        assert where(app, "✓ user-install") < where(app, "✓ copied-prefix")


async def test_keep_with_a_reason(begin: Begin, size: tuple[int, int]) -> None:
    """Key k asks why in a line of its own; letters are text there; enter keeps."""
    app = begin()
    async with walk(app, size) as pilot:
        await press(pilot, "k", *"qa", "space", *"z?", "enter")

        assert Answer.KEEP is sitting(app).answer(USER)
        assert "qa z?" == sitting(app).decisions.answers[USER].reason
        assert isinstance(focused(app), FindingList)
        where(app, "= user-install")


async def test_the_question_is_readable(begin: Begin, size: tuple[int, int]) -> None:
    """The question, the keys that answer it and the hint are each whole, and no old notice contradicts them."""
    app = begin()
    async with walk(app, size) as pilot:
        await press(pilot, "k")

        where(app, "= Keep user-install (line 4): why? enter keeps it, esc goes back.")
        where(app, "▸ it may stay empty; it is written into the file as a comment")
        assert "" == said(app)


async def test_what_this_version_cannot_rewrite(begin: Begin, size: tuple[int, int]) -> None:
    """One word for it in the list, in the detail, in the notice, in the preview; it counts as no question."""
    path = Path("/home/me/Dockerfile")
    known = evolve(FINDINGS[3], remedy=Remedy.NONE, reason="The Python comes from the distribution.")
    app = begin(path, MadeRooms(files={path: SHOP}, findings=(known,)))
    async with walk(app, size) as pilot:
        assert "nothing to decide" in drawn(app)[0]
        assert said(app).startswith("Nothing here can be rewritten by this version:")
        assert "cannot be rewritten by this version" in " ".join(text_of(app, "Detail").split())
        await press(pilot, "a")
        assert said(app).startswith("global-install (line 13) cannot be rewritten by this version. The Python")

        await press(pilot, "4")
        where(app, "Dockerfile stays as it is: nothing in it can be rewritten by this version.")


async def test_keep_dismissed(begin: Begin, size: tuple[int, int]) -> None:
    """Escape goes back from the reason without a decision, and the keys work again."""
    app = begin()
    async with walk(app, size) as pilot:
        await press(pilot, "k", "x", "escape", "n")

        assert {} == dict(sitting(app).decisions.answers)
        assert GUARD == sitting(app).selected


async def test_a_reason_can_be_changed(begin: Begin) -> None:
    """Key k on a kept finding starts from the reason that was given."""
    app = begin()
    async with walk(app) as pilot:
        await press(pilot, "k", "n", "o", "enter", "p", "p", "k", "t", "enter")

        assert "not" == sitting(app).decisions.answers[USER].reason


async def test_next_and_previous(begin: Begin, size: tuple[int, int]) -> None:
    """Keys n and p select findings; source and page follow."""
    app = begin()
    async with walk(app, size) as pilot:
        await press(pilot, "n", "n")

        assert PREFIX == sitting(app).selected
        assert 9 == app.screen.query_one(SourceView).cursor
        page = app.screen.query_one(PageView)
        assert PREFIX == (page.finding.id if page.finding is not None else None)

        await press(pilot, "p", "p", "p")
        assert USER == sitting(app).selected
        assert "This is the first finding." == said(app)


async def test_accept_all_safe(begin: Begin, size: tuple[int, int]) -> None:
    """A accepts what is safe and stops at what needs a look."""
    app = begin()
    async with walk(app, size) as pilot:
        await press(pilot, "A")

        assert (USER, PREFIX) == sitting(app).accepted
        assert GLOBAL == sitting(app).selected


async def test_undo(begin: Begin, size: tuple[int, int]) -> None:
    """Key z takes the last decision back and returns to its finding."""
    app = begin()
    async with walk(app, size) as pilot:
        await press(pilot, "a", "z")

        assert () == sitting(app).accepted
        assert USER == sitting(app).selected
        assert "Taken back: accept user-install (line 4)." == said(app)


async def test_learn_there_and_back(begin: Begin, size: tuple[int, int]) -> None:
    """Key l turns to the page, and escape back to the findings."""
    app = begin()
    async with walk(app, size) as pilot:
        await press(pilot, "l")
        assert isinstance(focused(app), PageView)

        await press(pilot, "escape")
        assert isinstance(focused(app), FindingList)


async def test_the_page_knows_this_file(begin: Begin) -> None:
    """The page is filled with the finding's facts and led by its message and its related lines."""
    app = begin()
    async with walk(app):
        page = " ".join(text_of(app, "#page PageView").split())

    assert "pip installs below /root/.local" in page
    assert "line 10 carries it into the last stage" in page
    assert "One directory to carry over: /root/.local." in page
    assert "▏ No module named 'flask'" in page
    assert "• The user is fixed." in page


async def test_left_alone_is_in_the_list(begin: Begin, size: tuple[int, int]) -> None:
    """What was not understood can be selected: its reason is told and its lines are shown."""
    app = begin()
    async with walk(app, size) as pilot:
        await press(pilot, "end")

        assert "Line 6: What eval runs is only known when it runs. It stays as it is." == " ".join(
            text_of(app, "Detail").split()
        )
        assert 6 in app.screen.query_one(SourceView).marked


async def test_a_reason_is_told(begin: Begin) -> None:
    """What only the person can tell says why."""
    app = begin()
    async with walk(app) as pilot:
        await press(pilot, "n", "n", "n")

        assert "? to decide" in text_of(app, "Detail")
        assert "only you can tell whether both belong together." in " ".join(text_of(app, "Detail").split())


async def test_the_source_selects(begin: Begin, size: tuple[int, int]) -> None:
    """A cursor that moves onto a finding's lines in the source selects it."""
    app = begin()
    async with walk(app, size) as pilot:
        await press(pilot, "tab", *["down"] * 9)

        assert isinstance(focused(app), SourceView)
        assert GLOBAL == sitting(app).selected


async def test_marks_in_the_gutter(begin: Begin) -> None:
    """Lines of the finding carry a sign, lines that belong to it another, other findings a third."""
    app = begin()
    async with walk(app):
        rows = drawn(app)

    assert any("▸  4 RUN pip install" in row for row in rows)
    assert any("· 10 COPY --from=builder" in row for row in rows)
    assert any("▪ 13 RUN pip install gunicorn" in row for row in rows)


async def test_tabs_keep_their_place(begin: Begin) -> None:
    """On a small screen one pane shows; each comes back as it was left."""
    app = begin()
    async with walk(app, (80, 24)) as pilot:
        assert (True, False, False) == tuple(pane.display for pane in app.screen.query(".pane"))

        await press(pilot, "tab", "down", "down", "tab")
        assert (False, False, True) == tuple(pane.display for pane in app.screen.query(".pane"))

        await press(pilot, "shift+tab")
        assert 5 == app.screen.query_one(SourceView).cursor


async def test_tabs_by_mouse(begin: Begin) -> None:
    """A click on a tab turns to its pane."""
    app = begin()
    async with walk(app, (80, 24)) as pilot:
        await click(pilot, *where(app, "Page"))

        assert 2 == app.screen.query_one(Panes).current
        where(app, "Why people do it")


async def test_all_panes_on_a_large_screen(begin: Begin) -> None:
    """With room for all, nothing is hidden, and headings stand in for tabs."""
    app = begin()
    async with walk(app, (160, 45)):
        screen = "\n".join(drawn(app))

    for text in ("Findings", "Source", "user install", "RUN pip install --user", "Why people do it"):
        assert text in screen
    assert "tab changes the pane" not in screen


async def test_by_mouse(begin: Begin) -> None:
    """A click selects a finding, another one opens it in the source; the keys of the footer are buttons."""
    app = begin()
    async with walk(app, (80, 24)) as pilot:
        await click(pilot, *where(app, "copied-prefix"))
        assert PREFIX == sitting(app).selected

        await click(pilot, *where(app, "a accept"))
        assert (USER, PREFIX) == sitting(app).accepted

        await click(pilot, *where(app, "global-install"))
        assert isinstance(focused(app), SourceView)


async def test_a_file_without_findings(begin: Begin, size: tuple[int, int]) -> None:
    """Nothing to do is said, and the other steps still work."""
    path = Path("/home/me/Dockerfile")
    app = begin(path, MadeRooms(files={path: b"FROM scratch\n"}))
    async with walk(app, size) as pilot:
        assert "nothing to decide" in drawn(app)[0]
        assert "There is nothing to migrate in this file: 1 lists the Dockerfiles, q quits." == said(app)
        where(app, "nothing found")
        assert not {"accept", "keep", "next", "prev", "diff"} & {key.label for key in working(app.screen)}
        await press(pilot, "a", "4", "5", "2")

    assert () == sitting(app).accepted
