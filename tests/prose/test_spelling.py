"""The prose is spelt right, and in one way throughout: the British one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from spellchecker import SpellChecker
from spelling import OWN_WORDS, ROOT, own, texts, words

EVERY_TEXT = pytest.mark.parametrize("text", texts(), ids=lambda path: path.relative_to(ROOT).as_posix())
AMERICAN = re.compile(
    r"(?:behavior|center|catalog|color|favor|flavor|honor|labor|neighbor)(?:s|ed|ing|al|able|ite)?"
    r"|(?!size|prize|seize)\w+(?:iz|yz)(?:e|ed|es|er|ing|ation)|artifacts?|licensed?|gray",
    re.IGNORECASE,
)
BRITISH_TOO = frozenset({"resize", "resized", "sized", "licensed"})
"""What looks American and is spelt so on both sides."""


@pytest.fixture(name="dictionary", scope="session")
def _dictionary() -> SpellChecker:
    """Return a dictionary with the project's own words in it; it lies in the package, nothing is fetched."""
    return SpellChecker(language="en")


def misspelt(markdown: str, dictionary: SpellChecker) -> list[str]:
    """Return the words that neither the dictionary nor the project knows, each once."""
    unknown = (word for word in words(markdown) if word not in own() and word.lower() not in dictionary)
    return list(dict.fromkeys(unknown))


@EVERY_TEXT
def test_every_word_is_one(text: Path, dictionary: SpellChecker) -> None:
    """A word is in the dictionary, or somebody added it to the list on purpose."""
    assert [] == misspelt(text.read_text(encoding="utf-8"), dictionary)


@EVERY_TEXT
def test_spelling_is_british(text: Path) -> None:
    """The dictionary takes both spellings; a reader notices when they change."""
    found = {word for word in words(text.read_text(encoding="utf-8")) if AMERICAN.fullmatch(word)}

    assert set() == {word for word in found if word.lower() not in BRITISH_TOO}


def test_the_own_words_are_needed(dictionary: SpellChecker) -> None:
    """The list is in order, has nothing that the dictionary has, and nothing that is no longer said."""
    listed = [line for line in OWN_WORDS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    said = {word for text in texts() for word in words(text.read_text(encoding="utf-8"))}

    assert sorted(set(listed), key=lambda word: (word.lower(), word)) == listed
    assert [] == [word for word in listed if word not in said or word.lower() in dictionary]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("A virtual enviroment is a directory.", ["enviroment"]),
        ("`enviroment` and [a link](https://example.org/enviroment).", []),
        ("```text\nenviroment\n```\nand recieve", ["recieve"]),
        ("## Sources\n\n- enviroment\n\n## Examples\n\nseperate", ["seperate"]),
        ("+++\nid = \"enviroment\"\n+++\n\nIts own words, the stages' and Docker's.", []),
    ],
)
def test_mistakes_are_found_where_they_are_ours(markdown: str, expected: list[str], dictionary: SpellChecker) -> None:
    """Code, addresses, front matter and titles of others are not ours to spell."""
    assert expected == misspelt(markdown, dictionary)
