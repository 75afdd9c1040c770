"""The codemods on sources that nobody wrote for them: the standard library, and the packages that are installed."""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import evolve

from codemods.given import MOVES
from venvoy.codemods.marking import applied
from venvoy.codemods.python_files import CODEMODS, python_places
from venvoy.codemods.sieve import may_concern
from venvoy.codemods.source import Source, read
from venvoy.model.codemod import Skipped

MINOR = f"{sys.version_info.major}.{sys.version_info.minor}"
HERE = evolve(
    MOVES,
    minor=MINOR,
    moved=tuple((old.replace("3.12", MINOR), new.replace("3.12", MINOR)) for old, new in MOVES.moved),
)
WHOLE = bool(os.environ.get("VENVOY_WHOLE_CORPUS"))
"""Whether every file that passes the sieve is taken, which is a matter of minutes, or every tenth of the small ones."""
SMALL = 24 * 1024
"""Bytes; most hand-written modules are below, and parsing takes about twenty seconds for a megabyte."""


def sources() -> Iterator[Path]:
    """Yield each Python file of the standard library and of the installed packages, in a fixed order."""
    paths = sysconfig.get_paths()
    standard = Path(paths["stdlib"])
    yield from sorted(one for one in standard.rglob("*.py") if "site-packages" not in one.parts)
    yield from sorted(Path(paths["purelib"]).rglob("*.py"))


def check(path: Path) -> None:
    """Hold what the codemods make of one file against what they promise."""
    content = path.read_bytes()
    found = python_places(content, path.name, HERE)
    if isinstance(found, Skipped):
        return
    assert () == found.notes, path
    after = applied(content, found.places)
    if not any(place.edits for place in found.places):
        assert content == after, path
        return
    compile(after, str(path), "exec", dont_inherit=True)
    again = python_places(after, path.name, HERE)
    assert not isinstance(again, Skipped), path
    assert [] == [place.id for place in again.places if place.edits], path


def test_files_that_may_concern() -> None:
    """No exception, nothing changed where nothing applies, valid Python where something does, and a fixed point."""
    found = [path for path in sources() if may_concern(path.read_bytes(), HERE)]
    chosen = found if WHOLE else [path for path in found if path.stat().st_size <= SMALL][::10]

    assert len(chosen) >= 10
    for path in chosen:
        check(path)


def test_the_sieve_holds_nothing_back() -> None:
    """What it keeps from the parser has nothing that a codemod would find."""
    kept = [path for path in sources() if path.stat().st_size <= SMALL and not may_concern(path.read_bytes(), HERE)]
    for path in kept[:: len(kept) // 25]:
        source = read(path.read_bytes(), path.name)
        if isinstance(source, Source):
            assert [] == [place for codemod in CODEMODS for place in codemod(source, HERE)], path


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"#!/usr/local/bin/python3 -u\n", True),
        (b"#!/usr/bin/env python\n", False),
        (b"#!/usr/bin/python3\r\n", False),
        (b"#!/usr/bin/env python\nSTART = '/usr/local/bin/flask'\n", True),
        (b"#!/bin/sh\r'/usr/local/bin/flask'", True),
    ],
)
def test_a_first_line_is_no_reason_to_parse(content: bytes, expected: bool) -> None:
    """Half of the scripts of a repository start with one, and only that of the old Python concerns anybody."""
    assert expected == may_concern(content, HERE)
