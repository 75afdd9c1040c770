"""A comparison without secrets: what leaves this room."""

from __future__ import annotations

from typing import Any

import attrs
from attrs import evolve

from venvoy.images.redaction import HIDDEN, Redactor, speaks_of_secret
from venvoy.model.comparison import Comparison, Difference, Traced
from venvoy.model.image import Image, Layer, NotProbed
from venvoy.model.page import Page
from venvoy.model.plan import DiffLine, FileDiff


def redacted(comparison: Comparison, redact: Redactor) -> Comparison:
    """Return *comparison* with secrets hidden, those of the images' own ENV among them."""
    for image in (comparison.before, comparison.after):
        redact = redact.with_variables(image.config.env.items())
    return evolve(
        comparison,
        before=_image(comparison.before, redact),
        after=_image(comparison.after, redact),
        differences=tuple(_difference(one, redact) for one in comparison.differences),
        notes=tuple(map(redact, comparison.notes)),
        additions=tuple(evolve(one, why=redact(one.why)) for one in comparison.additions),
        diff=None if comparison.diff is None else _diff(comparison.diff, redact),
        pages=tuple(_page(one, redact) for one in comparison.pages),
        traces=tuple(_traced(one, redact) for one in comparison.traces),
    )


def _difference(difference: Difference, redact: Redactor) -> Difference:
    hidden = difference.name.startswith("ENV ") and speaks_of_secret(difference.name.removeprefix("ENV "), "")

    def shown(value: str | None) -> str | None:
        return None if value is None else HIDDEN if hidden else redact(value)

    return evolve(
        difference,
        name=redact(difference.name),
        before=shown(difference.before),
        after=shown(difference.after),
        why=redact(difference.why),
    )


def _diff(diff: FileDiff, redact: Redactor) -> FileDiff:
    """Return *diff* without secrets; it is for reading then, and no patch any more where one was hidden."""

    def line(one: DiffLine) -> DiffLine:
        return evolve(one, text=redact(one.text.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape"))

    hunks = tuple(evolve(hunk, lines=tuple(map(line, hunk.lines))) for hunk in diff.hunks)
    return evolve(diff, hunks=hunks, lines=tuple(map(line, diff.lines)))


def _page(page: Page, redact: Redactor) -> Page:
    """Return *page* without the secrets that its facts brought along."""
    sections = tuple(evolve(one, body=redact(one.body)) for one in page.sections)
    return evolve(page, summary=redact(page.summary), sections=sections)


def _traced(traced: Traced, redact: Redactor) -> Traced:
    """Return *traced* without secrets, and of its Dockerfile only what a picture shows."""
    stages = tuple(
        evolve(stage, name=_everywhere(stage.name, redact), base=redact(stage.base), instructions=())
        for stage in traced.dockerfile.stages
    )
    bare = evolve(traced.dockerfile, content=b"", pieces=(), preamble=(), stages=stages, pragmas=())
    return Traced(_everywhere(traced.trace, redact), bare)


def _everywhere(value: Any, redact: Redactor) -> Any:
    """Return a frozen value with secrets hidden in each text of it, however deep."""
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, tuple):
        return tuple(_everywhere(one, redact) for one in value)
    if not attrs.has(type(value)):
        return value
    inside = {one.alias: _everywhere(getattr(value, one.name), redact) for one in attrs.fields(type(value)) if one.init}
    return evolve(value, **inside)


def _image(image: Image, redact: Redactor) -> Image:
    config = image.config
    env = {n: HIDDEN if speaks_of_secret(n, v) else redact(v) for n, v in config.env.items()}
    asked = image.search_path
    return evolve(
        image,
        layers=tuple(Layer(layer.size, redact(layer.made_by)) for layer in image.layers),
        config=evolve(
            config,
            env=env,
            entrypoint=tuple(map(redact, config.entrypoint)),
            command=tuple(map(redact, config.command)),
            healthcheck=tuple(map(redact, config.healthcheck)),
            labels={name: redact(value) for name, value in config.labels.items()},
            on_build=tuple(map(redact, config.on_build)),
        ),
        search_path=evolve(asked, reason=redact(asked.reason)) if isinstance(asked, NotProbed) else asked,
    )
