"""Everything that differs between two images, and what it comes to."""

from __future__ import annotations

from collections.abc import Iterator

from venvoy.images.comparing.config import config_differences
from venvoy.images.comparing.damage import damage_differences
from venvoy.images.comparing.files import IGNORED, file_differences
from venvoy.images.comparing.packages import package_differences
from venvoy.images.comparing.requirements import requirement_differences
from venvoy.images.comparing.scripts import library_differences, script_differences
from venvoy.images.comparing.surroundings import certificate_differences, locale_differences
from venvoy.images.comparing.system import python_differences, system_differences
from venvoy.images.comparing.variables import variable_differences
from venvoy.model.comparison import Comparison, Difference, Expectations, Judgement, Measure, SameVerdict
from venvoy.model.engine import Engine
from venvoy.model.image import Image, NotProbed

_FILES_ONLY = "What a program does when it runs is not compared: only what it starts with, and what it finds."


def compared(
    engine: Engine,
    before: Image,
    after: Image,
    expected: Expectations,
    measures: tuple[Measure, ...] = (),
    tried: tuple[Difference, ...] = (),
) -> Comparison:
    """Return how *after* differs from *before*, and whether it is the same application.

    Args:
        engine: what built both.
        before: the image of the original.
        after: the image of the rewrite.
        expected: what the migration means to change.
        measures: what both cost.
        tried: what differed when something of the images was run.
    """
    differences = (*_differences(before, after, expected), *tried)
    surprised = any(one.judgement is Judgement.SURPRISE for one in differences)
    return Comparison(
        engine=engine,
        before=before,
        after=after,
        verdict=SameVerdict.DIFFERS if surprised else SameVerdict.EQUIVALENT,
        differences=differences,
        measures=measures,
        ignored=(*IGNORED, _FILES_ONLY),
        notes=tuple(_notes(before, after)),
    )


def _differences(before: Image, after: Image, expected: Expectations) -> Iterator[Difference]:
    yield from config_differences(before.config, after.config, expected)
    yield from variable_differences(before, after, expected)
    yield from python_differences(before, after, expected)
    yield from package_differences(before, after, expected)
    yield from damage_differences(before, after)
    yield from requirement_differences(before, after)
    yield from script_differences(before, after)
    yield from library_differences(before, after)
    yield from locale_differences(before, after)
    yield from certificate_differences(before, after)
    yield from system_differences(before, after, expected)
    yield from file_differences(before, after, expected)


def _notes(before: Image, after: Image) -> Iterator[str]:
    for name, image in (("before", before), ("after", after)):
        if isinstance(image.search_path, NotProbed):
            yield f"{name}: where Python looks could not be asked: {image.search_path.reason}"
        yield from (f"{name}: {note}" for note in image.contents.notes)
        yield from (
            f"{name}: {need.module} needs {need.library}, which no usual place has; both images lack it alike."
            for need in image.contents.missing
            if need.library in {other.library for other in before.contents.missing}
        )
