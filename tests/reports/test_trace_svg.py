"""The trace as an SVG and as JSON."""

from __future__ import annotations

import json
import os
from pathlib import Path
from xml.etree import ElementTree

from attrs import evolve
from handmade import Golden, carry, dockerfile, install
from hypothesis import given
from hypothesis import strategies as st

from venvoy.cli.trace import migrated_picture
from venvoy.migration import analyse
from venvoy.model.analysis import Analysis
from venvoy.model.dockerfile import Dockerfile
from venvoy.model.environment import Value
from venvoy.model.shell import Opaque
from venvoy.model.source import Lines
from venvoy.model.trace import Present, Site, SiteKind, Trace
from venvoy.reports.columns import cells
from venvoy.reports.trace_json import trace_json
from venvoy.reports.trace_rows import WIDE, drawn
from venvoy.reports.trace_svg import Picture, trace_svg

SVG = "{http://www.w3.org/2000/svg}"
DOCUMENTED = Path(__file__).parents[2] / "docs" / "explanation" / "trace.svg"
SAMPLE = Path(__file__).parents[2] / "src" / "venvoy" / "samples" / "fastapi-quotes" / "Dockerfile"
STRANGE = st.text(st.characters(), max_size=80)


def texts(svg: str) -> list[str]:
    """Return what the picture says, in the order of the file."""
    return ["".join(one.itertext()) for one in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def picture(two_stages: tuple[Trace, Dockerfile]) -> Picture:
    """Return the picture of two stages."""
    trace, file = two_stages
    return Picture("before", trace, file)


def test_two_stages(two_stages: tuple[Trace, Dockerfile], golden: Golden) -> None:
    """Boxes, the way between them, and the ladder of the last."""
    golden("trace-two-stages.svg", trace_svg([picture(two_stages)]))


def test_it_says_what_the_text_says(two_stages: tuple[Trace, Dockerfile]) -> None:
    """Stages, installs, what is left behind, every entry of sys.path, and what is not looked in."""
    trace, _ = two_stages
    site = Site(SiteKind.SYSTEM, Value("/usr/local"), Value("3.12"))
    last = evolve(trace.stages[1], present=(Present(site, (0,), (0,), importable=False, why_not="Python is 3.13."),))
    full = Trace(
        installs=(install(0, 3, site, ("flask==3.0",)),),
        carries=(carry(0, 1, 7, "/usr/local/lib", site, "packages", left=("/usr/local/bin",)),),
        stages=(trace.stages[0], last),
        opaques=(Opaque(Lines(5, 5), "A shell that is not known."),),
    )
    said = texts(trace_svg([Picture("before", full, dockerfile(("build", "python:3.12"), (None, "python:3.13")))]))

    for expected in (
        "build", "python:3.12", "line 3  pip ▶ /usr/local", "flask==3.0", "ships",
        "line 7 leaves behind: /usr/local/bin", "line 7  COPY from build: /usr/local/lib ▶ /usr/local/lib",
        "✗ /usr/local/lib/python3.12/site-packages: Python is 3.13.",
        "not followed: line 5: A shell that is not known.",
    ):  # fmt: skip
        assert expected in said
    assert [entry.path for entry in last.launch.sys_path] == [one for one in said if one.startswith("/")]


def test_two_pictures_stand_beside_each_other(two_stages: tuple[Trace, Dockerfile]) -> None:
    """With their titles; alone, one needs none."""
    one = picture(two_stages)
    both = trace_svg([one, evolve(one, title="after")])

    assert "before" not in texts(trace_svg([one]))
    assert {"before", "after"} <= set(texts(both))
    wide, single = (float(ElementTree.fromstring(svg).get("width", "0")) for svg in (both, trace_svg([one])))
    assert wide > 1.8 * single


def test_it_can_be_read_without_being_seen(two_stages: tuple[Trace, Dockerfile]) -> None:
    """A title and a description that the document names, and ids that a page can tell apart."""
    root = ElementTree.fromstring(trace_svg([picture(two_stages)], "second"))
    named = {one.get("id"): one.text for one in root if one.get("id")}

    assert ["second-title", "second-desc"] == [root.get("aria-labelledby"), root.get("aria-describedby")]
    assert all(named[root.get(key)] for key in ("aria-labelledby", "aria-describedby"))


def test_nothing_is_fetched_or_run(two_stages: tuple[Trace, Dockerfile]) -> None:
    """No address but the name of the format, no script, no font."""
    svg = trace_svg([picture(two_stages)])

    assert ["http://www.w3.org/2000/svg"] == [part.split('"')[0] for part in svg.split('="') if "//" in part]
    assert not [word for word in ("href", "url(", "@import", "<script", "@font-face", " on") if word in svg]
    assert "prefers-color-scheme: dark" in svg


@given(name=STRANGE, base=STRANGE, path=STRANGE, package=STRANGE, reason=STRANGE)
def test_it_is_well_formed_whatever_the_names(name: str, base: str, path: str, package: str, reason: str) -> None:
    """Names, paths and packages of strangers are text, in rows that fit their boxes."""
    site = Site(SiteKind.USER, Value(path), Value("3.12"))
    analysis = analyse(b"FROM python:3.12 AS b\nRUN pip install --user flask\nFROM python:3.12\nCMD x\n", "Dockerfile")
    assert isinstance(analysis, Analysis)
    trace = Trace(
        installs=(install(0, 3, site, (package,)),),
        carries=(carry(0, 1, 7, path, site, "packages", left=(path, package)),),
        stages=analysis.trace.stages,
        opaques=(Opaque(Lines(5, 5), reason),),
    )
    file = dockerfile((name, base), (None, base))
    root = ElementTree.fromstring(trace_svg([Picture("before", trace, file)]))

    assert {"svg", "title", "desc", "style", "rect", "g", "text", "path", "line"} >= {
        one.tag.removeprefix(SVG) for one in root.iter()
    }
    assert WIDE >= max(cells(row.text) for stage in drawn(trace, file) for row in stage.rows)
    assert json.loads(trace_json([Picture("before", trace, file)], path))["sides"][0]["installs"][0]["line"] == 3


def test_no_python_is_said() -> None:
    """A file without Python packages has a picture that says so."""
    assert ["No Python package is installed."] == texts(
        trace_svg([Picture("before", Trace((), (), (), ()), dockerfile((None, "nginx")))])
    )


def test_the_json_tells_the_whole_trace(two_stages: tuple[Trace, Dockerfile], golden: Golden) -> None:
    """Stages, installs, ways and ladders, with the numbers that lead from one to the other."""
    golden("trace-two-stages.json", trace_json([picture(two_stages)], "shop/Dockerfile"))


def test_the_picture_in_the_documentation_is_fresh() -> None:
    """It is the one of a sample, before and after; written anew with VENVOY_UPDATE_SNAPSHOTS."""
    analysis = analyse(SAMPLE.read_bytes(), "Dockerfile")
    assert isinstance(analysis, Analysis)
    svg = trace_svg([Picture("before", analysis.trace, analysis.dockerfile), migrated_picture(analysis)])
    if os.environ.get("VENVOY_UPDATE_SNAPSHOTS"):
        DOCUMENTED.write_text(svg, encoding="utf-8")

    assert svg == DOCUMENTED.read_text(encoding="utf-8")
