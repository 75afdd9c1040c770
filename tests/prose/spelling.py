"""The words of the project's prose, without what is code, an address or somebody's name."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "src" / "venvoy" / "shortcuts"
LABS = ROOT / "src" / "venvoy" / "labs"
LESSONS = ROOT / "src" / "venvoy" / "lessons"
OWN_WORDS = Path(__file__).parent / "words.txt"

FRONT_MATTER = re.compile(r"\A\+\+\+\n.*?^\+\+\+\n", re.DOTALL | re.MULTILINE)
SOURCES = re.compile(r"^## Sources\n.*?(?=^## |\Z)", re.DOTALL | re.MULTILINE)
FENCE = re.compile(r"^( *)```.*?^\1```$", re.DOTALL | re.MULTILINE)
SKIPPED = (
    re.compile(r"`[^`\n]*`"),  # code
    re.compile(r"\]\([^)]*\)"),  # the address of a link; its words stay
    re.compile(r"<[^>\n]+>"),
    re.compile(r"https?://\S+"),
)
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
POSSESSIVE = re.compile(r"'s?$")


def texts() -> list[Path]:
    """Return every file of prose: the pages, the labs, the lessons, the docs, and what stands at the root."""
    return [
        *sorted(PAGES.rglob("*.md")),
        *sorted(LABS.glob("*.md")),
        *sorted(LESSONS.glob("*.md")),
        *sorted((ROOT / "docs").rglob("*.md")),
        *sorted(ROOT.glob("*.md")),
    ]


def words(markdown: str) -> list[str]:
    """Return the words of *markdown* in their order: titles of sources are as their authors wrote them."""
    told = FENCE.sub("", SOURCES.sub("", FRONT_MATTER.sub("", markdown)))
    for pattern in SKIPPED:
        told = pattern.sub(" ", told)
    found = (POSSESSIVE.sub("", word) for word in WORD.findall(told))
    return [word for word in found if len(word) > 1]


def own() -> frozenset[str]:
    """Return the words that no dictionary has: programs, formats, projects and the people who are cited."""
    lines = OWN_WORDS.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
