"""The page of what migrations cost and save."""

from __future__ import annotations

from pathlib import Path

from venvoy import samples

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "costs.md").read_text("utf-8")


def test_the_page_tells_every_sample() -> None:
    """And besides them only projects of the tests, each with all of its columns."""
    rows = [line.strip("| ").split(" | ") for line in PAGE.splitlines() if "→" in line and line.startswith("|")]
    told = [row[0] for row in rows]
    projects = {path.parent.name for path in (ROOT / "tests" / "projects").glob("*/project.toml")}

    assert list(samples.names()) == [name for name in told if name in samples.names()]
    assert set() == set(told) - set(samples.names()) - projects
    assert {7} == {len(row) for row in rows}
    assert "## What got worse" in PAGE
