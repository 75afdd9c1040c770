"""Markdown and sentences as lines of a pane."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from venvoy.tui.prose import rendered, wrapped
from venvoy.tui.shown import shown


def plain(lines: list[list[tuple[str, str]]]) -> list[str]:
    """Return the lines without their inks."""
    return ["".join(text for text, _ in line) for line in lines]


class TestRendered:
    """Markdown."""

    def test_paragraphs_lists_and_fences(self) -> None:
        """Each block has its form, and an empty line before it; items stand close together."""
        markdown = "One\ntwo.\n\n- a `b`\n- c\n\n```text\n$ d  e\n```\n\nEnd."

        assert ["One two.", "", "• a b", "• c", "", "▏ $ d  e", "", "End."] == plain(rendered(markdown, 40))

    def test_inks(self) -> None:
        """Code, emphasis and links are set apart; a link's address is shown, because nobody can click on it."""
        line = rendered("`a` *b* **c** [d](https://e.example)", 60)[0]

        assert [
            ("a", "code"),
            (" ", ""),
            ("b", "italic"),
            (" ", ""),
            ("c", "bold"),
            (" ", ""),
            ("d", "accent"),
            (" ", "faint"),
            ("(https://e.example)", "faint"),
        ] == line

    def test_escapes(self) -> None:
        """What was escaped is text, brackets and stars included."""
        assert ["*a* [b] `c`"] == plain(rendered(r"\*a\* \[b\] \`c\`", 40))

    def test_code_is_cut_not_lost(self) -> None:
        """A command that is longer than the pane goes on in the next line."""
        assert ["▏ docker", "▏   run", "▏   x"] == plain(rendered("```sh\ndocker run x\n```", 8))

    def test_code_is_broken_at_blanks(self) -> None:
        """A message of pip that is too long keeps its words whole, and a long word is still not lost."""
        lines = plain(rendered("```\n  Collecting x (from requests)\n```", 22))

        assert ["▏   Collecting x (from", "▏     requests)"] == lines

    def test_a_fence_that_never_ends(self) -> None:
        """Unfinished Markdown still shows all of its text."""
        assert ["▏ a"] == plain(rendered("```\na", 20))


class TestWrapped:
    """Breaking lines."""

    def test_breaks_at_blanks(self) -> None:
        """No line starts or ends with the blank it was broken at."""
        assert ["a place", "that", "only"] == plain(wrapped([("a place that only", "")], 7))

    def test_leads(self) -> None:
        """The first line and those below have their own leads."""
        assert ["• one", "  two"] == plain(wrapped([("one two", "")], 6, [("• ", "")], [("  ", "")]))

    def test_wide_characters_count_two(self) -> None:
        """Cells, not characters, fill a line."""
        assert ["数据", "库"] == plain(wrapped([("数据库", "")], 5))

    @given(st.lists(st.tuples(st.text(), st.sampled_from(["", "bold"])), max_size=5), st.integers(2, 30))
    def test_never_wider_and_nothing_lost(self, runs: list[tuple[str, str]], width: int) -> None:
        """Every line fits, and every character that is no blank is there, in order."""
        lines = plain(wrapped(runs, width))

        assert [] == [line for line in lines if cell_len(line) > width]
        assert "".join("".join(shown(text) for text, _ in runs).split()) == "".join("".join(lines).split())
