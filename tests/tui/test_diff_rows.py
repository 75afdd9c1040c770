"""A diff as rows: nothing lost, the right lines beside each other, the right words marked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from venvoy.model.plan import Cause, DiffLine, Sign
from venvoy.tui.diff_rows import Row, changed_words, paired, rows


def line(sign: str, text: str, causes: tuple[Cause, ...] = ()) -> DiffLine:
    """Return a diff line without numbers."""
    return DiffLine(Sign(sign), f"{text}\n".encode(), None, None, causes)


def texts(made: tuple[Row, ...]) -> list[tuple[str, str]]:
    """Return the two sides of each row."""
    return [tuple(one.text.decode().strip() if one else "" for one in (row.left, row.right)) for row in made]  # type: ignore[misc]


LINES = [line(" ", f"same {n}") for n in range(10)]
LINES[5:5] = [line("-", "RUN pip install --user flask"), line("+", "RUN venv"), line("+", "RUN pip install flask")]

RANDOM = st.lists(st.builds(line, st.sampled_from(" -+"), st.text("ab ", max_size=6)), max_size=30)


class TestRows:
    """Lines become rows."""

    def test_context(self) -> None:
        """What is far from a change is one row that says how much it hides."""
        made = rows(LINES, 1, side_by_side=False)

        assert [4, 0, 0, 0, 0, 0, 4] == [row.hidden for row in made]

    def test_whole(self) -> None:
        """Without a limit every line is there."""
        assert len(LINES) == len(rows(LINES, None, side_by_side=False))

    def test_side_by_side_puts_the_changed_line_beside_its_old_self(self) -> None:
        """A line that was changed shares a row with what it became; a new one has a row of its own."""
        made = rows(LINES, 0, side_by_side=True)

        assert [("", "RUN venv"), ("RUN pip install --user flask", "RUN pip install flask")] == texts(made[1:-1])

    def test_nothing_changed(self) -> None:
        """Without a change there is one row, or none."""
        assert [3] == [row.hidden for row in rows(LINES[:3], 3, side_by_side=False)]
        assert () == rows([], 3, side_by_side=True)

    def test_causes(self) -> None:
        """A row has the causes of both of its sides, each once."""
        why, other = Cause("a:1", "one"), Cause("b:2", "two")
        made = rows([line("-", "a b c", (why,)), line("+", "a b d", (why, other))], None, side_by_side=True)

        assert [(why, other)] == [row.causes for row in made]

    @given(RANDOM, st.integers(0, 3), st.booleans())
    def test_nothing_is_lost(self, lines: list[DiffLine], context: int, side_by_side: bool) -> None:
        """Every line is in exactly one row or counted as hidden; both sides keep their order."""
        made = rows(lines, context, side_by_side=side_by_side)
        old = [one for one in lines if one.sign is Sign.REMOVED]
        new = [one for one in lines if one.sign is Sign.ADDED]
        same = [row for row in made if row.left is not None and row.left is row.right]

        assert old == [row.left for row in made if row.left is not None and row.left.sign is Sign.REMOVED]
        assert new == [row.right for row in made if row.right is not None and row.right.sign is Sign.ADDED]
        assert len(lines) - len(old) - len(new) == len(same) + sum(row.hidden for row in made)


class TestMarks:
    """What changed within a line."""

    def test_only_what_differs(self) -> None:
        """The marks of a path that was exchanged cover the path, not the line."""
        old, new = line("-", "COPY /root/.local /root/.local"), line("+", "COPY /opt/venv /opt/venv")

        left, right = changed_words(old, new)

        assert ["root/.local", "root/.local"] == [old.text.decode()[a:b] for a, b in left]
        assert ["opt/venv", "opt/venv"] == [new.text.decode()[a:b] for a, b in right]

    def test_whole_words(self) -> None:
        """A flag that went is marked as a whole, without a part of the word before it."""
        old = line("-", "RUN pip install --prefix=/install -r requirements.txt")

        left, right = changed_words(old, line("+", "RUN pip install -r requirements.txt"))

        assert (["--prefix=/install"], ()) == ([old.text.decode()[a:b].strip() for a, b in left], right)

    def test_equal_lines_have_none(self) -> None:
        """Nothing is marked where nothing differs."""
        assert ((), ()) == changed_words(line("-", "a"), line("+", "a"))

    def test_pairs_in_order(self) -> None:
        """Pairs never cross, and lines that are not alike have no partner."""
        old = [line("-", "RUN pip install a"), line("-", "ENV PATH=/a"), line("-", "zzz")]
        new = [line("+", "USER me"), line("+", "RUN pip install b"), line("+", "ENV PATH=/b")]

        assert {0: 1, 1: 2} == paired(old, new)

    @given(RANDOM, RANDOM)
    def test_pairs_never_cross(self, old: list[DiffLine], new: list[DiffLine]) -> None:
        """Both sides of the pairs grow together."""
        pairs = paired(old, new)

        assert sorted(pairs.values()) == list(pairs.values())
        assert len(set(pairs.values())) == len(pairs)
