"""The examples of the pages are true: what they show is what venvoy does.

With VENVOY_UPDATE_SNAPSHOTS set, the files of the pages are written anew from what the rewrite gives.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from attrs import evolve

import venvoy.shortcuts
from venvoy.migration import analyse, plan
from venvoy.model.analysis import Analysis
from venvoy.model.finding import Remedy
from venvoy.model.page import Example, PageKind, Role
from venvoy.model.plan import DEFAULT_EXTRAS, Answer, Choices, Decision, Decisions, Extra
from venvoy.shortcuts.pages import names, page

FOLDER = Path(venvoy.shortcuts.__file__).parent


def examples(*roles: Role) -> list[object]:
    """Return a parameter (page, example) for each Dockerfile that the pages show in one of *roles*."""
    found: list[object] = []
    for name in names():
        shown = page(name)
        assert shown is not None
        if shown.kind is PageKind.COMPANION:
            continue
        wanted = [example for example in shown.examples if example.role in roles]
        found += [pytest.param(name, one, id=f"{name}, {one.role.value} {at}") for at, one in enumerate(wanted, 1)]
    return found


def pairs(*kinds: PageKind) -> list[object]:
    """Return a parameter (page, before, after) for each Dockerfile that the pages migrate, of *kinds* where given."""
    shown = [(name, page(name)) for name in names()]
    return [
        pytest.param(name, before, after, id=f"{name} {at}")
        for name, one in shown
        if one is not None and one.kind is not PageKind.COMPANION and (not kinds or one.kind in kinds)
        for at, (before, after) in enumerate(one.pairs, 1)
    ]


IN_A_REPOSITORY = {
    "hidden-venv": {"pyproject.toml": "", "uv.lock": ""},
    "installed-project": {"requirements.txt": "", "shop/__init__.py": "", "shop/__main__.py": ""},
    "stale-lock": {
        "pyproject.toml": "[tool.poetry]\n",
        "poetry.lock": '[metadata]\ncontent-hash = "of another file"\n',
        "requirements.txt": "flask==3.1.0\n",
    },
}
"""Pages whose examples lie in a directory, and what lies there beside them: what they show is not in the file alone."""


def analysed(name: str, text: str, scratch: Path) -> Analysis:
    """Return the analysis of a Dockerfile that can be read, an example of the page *name*."""
    for file, content in IN_A_REPOSITORY.get(name, {}).items():
        (scratch / file).parent.mkdir(exist_ok=True)
        (scratch / file).write_text(content, encoding="utf-8")
    analysis = analyse(text.encode(), "Dockerfile", scratch if name in IN_A_REPOSITORY else None)
    assert isinstance(analysis, Analysis), analysis
    return analysis


def everything(analysis: Analysis, name: str) -> Decisions:
    """Return decisions that accept all findings, with the default choices and the extra that the page *name* is on."""
    shown = page(name)
    assert shown is not None
    extras = DEFAULT_EXTRAS | ({Extra(name)} if shown.kind is PageKind.EXTRA else set())
    accepted = {finding.id: Decision(Answer.ACCEPT) for finding in analysis.review.findings}
    return Decisions(accepted, Choices(extras=extras))


@pytest.mark.parametrize(("name", "example"), examples(Role.BEFORE))
def test_before_has_the_finding(name: str, example: Example, tmp_path: Path) -> None:
    """What a page shows as its shortcut is found as its shortcut; an extra's file has one that can be migrated."""
    found = analysed(name, example.text, tmp_path).review.findings
    shown = page(name)
    assert shown is not None
    if shown.kind is PageKind.EXTRA:
        assert any(finding.remedy is Remedy.SAFE for finding in found)
    else:
        assert name in {finding.shortcut for finding in found}


@pytest.mark.parametrize(("name", "before", "after"), pairs())
def test_after_is_what_a_migration_writes(name: str, before: Example, after: Example, tmp_path: Path) -> None:
    """What a page promises is, byte for byte, what accepting everything gives."""
    analysis = analysed(name, before.text, tmp_path)
    actual = plan(analysis, everything(analysis, name), beside=name in IN_A_REPOSITORY).after.decode()
    if os.environ.get("VENVOY_UPDATE_SNAPSHOTS") and actual != after.text:
        file = FOLDER / (name.replace("-", "_") + ".md")
        file.write_text(file.read_text(encoding="utf-8").replace(after.text, actual), encoding="utf-8")
        pytest.fail(f"{file.name} was written anew; look at the difference and run the tests again")

    assert after.text == actual


@pytest.mark.parametrize(("name", "before", "after"), pairs(PageKind.EXTRA))
def test_an_extra_shows_what_it_adds(name: str, before: Example, after: Example, tmp_path: Path) -> None:
    """Without the extra the same file becomes another one, so that its page does not show what happens anyway."""
    analysis = analysed(name, before.text, tmp_path)
    decisions = everything(analysis, name)
    without = evolve(decisions.choices, extras=decisions.choices.extras - {Extra(name)})

    assert after.text != plan(analysis, evolve(decisions, choices=without)).after.decode()


@pytest.mark.parametrize(("name", "example"), examples(Role.AFTER, Role.UNTOUCHED))
def test_the_others_have_no_finding(name: str, example: Example, tmp_path: Path) -> None:
    """A migrated file and one that only looks alike are left in peace, byte for byte."""
    analysis = analysed(name, example.text, tmp_path)

    # Stages with images of their own stay so; that they are not coupled is said, and no fault of what is shown.
    beside = {"uncoupled-stages"} - {name}
    assert [] == [finding.id for finding in analysis.review.findings if finding.shortcut not in beside]
    assert example.text == plan(analysis, everything(analysis, name), beside=True).after.decode()
