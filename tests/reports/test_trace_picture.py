"""The trace as a picture."""

from __future__ import annotations

from functools import partial

import pytest
from attrs import evolve
from handmade import Golden, carry, dockerfile, install, launch

from venvoy.model.dockerfile import Dockerfile
from venvoy.model.environment import Value
from venvoy.model.trace import Present, Site, SiteKind, Trace
from venvoy.reports.columns import cells
from venvoy.reports.trace_picture import trace_text, two_texts


@pytest.mark.parametrize("width", [80, 120])
def test_two_stages(two_stages: tuple[Trace, Dockerfile], golden: Golden, width: int) -> None:
    """Two stages stand side by side where they fit, with what travels between them."""
    golden(f"trace-two-stages-{width}.txt", trace_text(*two_stages, width))


@pytest.mark.parametrize("width", [60, 80, 100, 120, 160])
def test_the_picture_fits(two_stages: tuple[Trace, Dockerfile], width: int) -> None:
    """No line is wider than the terminal."""
    assert [] == [line for line in trace_text(*two_stages, width).splitlines() if cells(line) > width]


@pytest.mark.parametrize(("width", "beside"), [(80, False), (119, False), (160, True), (200, True)])
def test_two_pictures(two_stages: tuple[Trace, Dockerfile], width: int, beside: bool) -> None:
    """Before and after stand beside each other where both fit, and nothing is wider than the terminal."""
    drawing = partial(trace_text, *two_stages)
    lines = two_texts(("before", "after"), (drawing, drawing), width).splitlines()

    assert beside == (lines[0].split() == ["before", "after"])
    assert [] == [line for line in lines if cells(line) > width]
    assert 2 == sum(line.count("looks in") for line in lines)


def test_a_picture_that_is_too_wide_for_half(two_stages: tuple[Trace, Dockerfile]) -> None:
    """With a line that half of the terminal has no room for, both stand below each other."""
    drawing = partial(trace_text, *two_stages)
    lines = two_texts(("before", "after"), (lambda _: f"{'x' * 99}\n", drawing), 160).splitlines()

    assert "before" == lines[0]
    assert "after" in lines


def test_several_stages_are_stacked(two_stages: tuple[Trace, Dockerfile], golden: Golden) -> None:
    """With more than two stages, boxes stand below each other, and what is left behind is said."""
    trace, _ = two_stages
    system = Site(SiteKind.SYSTEM, Value("/usr/local"), Value("3.12"))
    packages = "/usr/local/lib/python3.12/site-packages"
    builder, last = trace.stages
    stages = (
        evolve(builder, index=0, present=(Present(system, (0, 1)),)),
        evolve(builder, index=1, present=()),
        evolve(last, index=2, present=(Present(system, (0,), (0,), importable=False, why_not="Python is 3.13 here."),)),
        evolve(last, index=3, present=(Present(system, (2,)),), reaches_last=False),
    )
    many = Trace(
        installs=(
            install(0, 3, system, ("flask==3.0", "gunicorn")),
            install(0, 4, system, ("uv",), tooling=True),
            install(3, 14, Site(SiteKind.UNKNOWN, Value(None), None), ("pytest",), conditional=True),
        ),
        carries=(carry(0, 2, 10, packages, system, "packages", left=("/usr/local/bin", "/usr/local/share")),),
        stages=stages,
        opaques=(),
    )
    file = dockerfile(("build", "python:3.12"), ("assets", "node:22"), ("run", "python:3.13-slim"), ("test", "run"))

    golden("trace-stacked.txt", trace_text(many, file))


def test_hostile_names_stay_inside_their_boxes(two_stages: tuple[Trace, Dockerfile]) -> None:
    """Stage names, paths and packages are made safe, and the frame stays straight."""
    trace, _ = two_stages
    site = Site(SiteKind.USER, Value("/root\x1b[2J/.local"), Value("3.12"))
    hostile = evolve(trace, installs=(install(0, 3, site, ("fl\u202eask\n\r", "大" * 80)),))
    file = dockerfile(("b\x1b]0;x\x07", "python\x00"), (None, "\udcff"))
    text = trace_text(hostile, file)

    assert [] == [char for char in text if char != "\n" and not char.isprintable()]
    assert {80} >= {cells(line) for line in text.splitlines() if line.startswith("│") and cells(line) > 80}


def test_no_python_is_said() -> None:
    """A file without Python packages has no picture, and the reader is told."""
    nothing = Trace((), (), (), ())

    assert "No Python package is installed.\n" == trace_text(nothing, dockerfile((None, "nginx")))


def test_a_stage_that_ships_without_an_interpreter(two_stages: tuple[Trace, Dockerfile]) -> None:
    """What is not known is said to be not known."""
    trace, file = two_stages
    builder, last = trace.stages
    unknown = evolve(last, launch=evolve(launch(), python=None, sys_path=()))

    assert "an interpreter that is not known" in trace_text(evolve(trace, stages=(builder, unknown)), file)
