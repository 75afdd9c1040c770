"""Extras and dependency groups, with what they hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venvoy.model.project import Group, Said
from venvoy.repository import groups as room
from venvoy.repository.toml import Document, read_toml


def document(text: str) -> Document:
    """Return *text* as a document."""
    found = read_toml(text)
    assert isinstance(found, Document)
    return found


def held(found: tuple[Group, ...]) -> dict[str, list[tuple[str, int]]]:
    """Return each group with its requirements and their lines."""
    return {group.name: [(said.text, said.line) for said in group.requirements] for group in found}


def test_extras() -> None:
    """The standard's, each requirement with its line."""
    text = '[project.optional-dependencies]\n"My_DB" = [\n  "psycopg>=3",\n  "alembic",\n]\nnone = 3\n'
    notes: list[str] = []

    assert {"my-db": [("psycopg>=3", 3), ("alembic", 4)], "none": []} == held(room.extras(document(text), notes))
    assert [] == notes


def test_extras_of_poetry() -> None:
    """Poetry's own name what its table of dependencies marks as optional."""
    found = room.extras(document('[tool.poetry.extras]\nweb = ["flask"]\n'), [])

    assert (Group("web", (Said("flask", "pyproject.toml", 2),)),) == found


def test_groups_include_each_other() -> None:
    """What a group includes stands where it includes it, and once."""
    text = (
        '[dependency-groups]\ndev = ["a", {include-group = "Unit.Test"}, "b", {include-group = "lint"}]\n'
        'unit_test = ["pytest", {include-group = "lint"}]\nlint = ["ruff", 7, {other = 1}]\n'
    )
    notes: list[str] = []

    assert {
        "dev": [("a", 2), ("pytest", 3), ("ruff", 4), ("b", 2)],
        "unit-test": [("pytest", 3), ("ruff", 4)],
        "lint": [("ruff", 4)],
    } == held(room.groups(document(text), notes))
    assert [] == notes


def test_groups_of_tools() -> None:
    """Before the standard, each tool had a table of its own."""
    text = (
        '[tool.uv]\ndev-dependencies = ["ruff"]\n[tool.pdm.dev-dependencies]\ntest = ["pytest"]\n'
        "[tool.poetry.group.docs.dependencies]\nmkdocs = '^1'\nall = '*'\n"
        "[tool.poetry.dev-dependencies]\nmypy = [{version = '1'}, {version = '2'}, 3]\n"
    )

    assert {
        "dev": [("mypy 1 || 2", 9)],
        "test": [("pytest", 4)],
        "docs": [("mkdocs ^1", 6), ("all", 7)],
    } == held(room.groups(document(text), []))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('a = [{include-group = "A"}]', ["pyproject.toml, line 2: the group a includes itself."]),
        (
            'a = [{include-group = "b"}]\nb = [{include-group = "a"}]',
            [
                "pyproject.toml, line 2: the group a includes itself.",
                "pyproject.toml, line 3: the group b includes itself.",
            ],
        ),
        (
            'a = [{include-group = "gone"}]',
            ["pyproject.toml, line 2: the group a includes gone, which is not there."],
        ),
    ],
)
def test_groups_that_no_tool_takes(text: str, expected: list[str]) -> None:
    """A circle, and a name that means nothing, are told with their line."""
    notes: list[str] = []

    room.groups(document(f"[dependency-groups]\n{text}\n"), notes)

    assert expected == notes


def test_groups_that_double_each_other() -> None:
    """Each includes the next one twice: what is written once is read once."""
    rows = [f'g{n} = [{{include-group = "g{n + 1}"}}, {{include-group = "g{n + 1}"}}]' for n in range(100)]
    notes: list[str] = []

    found = room.groups(document("[dependency-groups]\n" + "\n".join(rows) + '\ng100 = ["x"]\n'), notes)

    assert [("x",)] * 101 == [tuple(said.text for said in group.requirements) for group in found]
    assert [] == notes


def test_bounds_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """No more groups than any project has."""
    monkeypatch.setattr(room, "GROUP_LIMIT", 2)
    notes: list[str] = []

    found = room.groups(document("[dependency-groups]\na = []\nb = []\nc = []\n"), notes)

    assert (2, ["pyproject.toml, line 1: no more than 2 groups are read."]) == (len(found), notes)


def test_fifty_thousand_requirements() -> None:
    """A list without end is cut, and said."""
    listed = ",\n".join(f'"p{n}"' for n in range(50_000))
    notes: list[str] = []

    found = room.groups(document(f'[dependency-groups]\na = [\n{listed}]\nb = ["q"]\n'), notes)

    assert [room.ENTRY_LIMIT, 0] == [len(group.requirements) for group in found]
    assert [f"no more than {room.ENTRY_LIMIT} entries of groups are read."] * 2 == [n.partition(": ")[2] for n in notes]


VALUES = st.recursive(
    st.sampled_from([1, "x", "y>1", True, {"include-group": "a"}, {"include-group": "b"}, {"include-group": 3}]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["a", "B", "b.c", "d"]), VALUES))
def test_any_table_has_an_answer(content: dict[str, object]) -> None:
    """Whatever stands in the table, nothing is raised, and each requirement of a group is told once."""
    made = Document({"dependency-groups": content}, "", {}, ("",))

    for group in room.groups(made, []):
        assert len(set(group.requirements)) == len(group.requirements)
