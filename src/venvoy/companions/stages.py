"""Build stages that files beside the Dockerfile name."""

from __future__ import annotations

from venvoy.companions.image import Image, stage_index
from venvoy.companions.sheet import Sheet
from venvoy.model.companion import Confidence, Place
from venvoy.model.dockerfile import Dockerfile
from venvoy.model.source import Span

_PAGE = "stage-named-elsewhere"


def stage_place(sheet: Sheet, span: Span, target: str, who: str, image: Image) -> Place | None:
    """Return the place of a stage's name or number at *span* that means another stage, or none, after the migration.

    Args:
        sheet: the file that names it.
        span: where.
        target: the name or number.
        who: names it, for the message.
        image: before and after.
    """
    old, new = image.before.dockerfile, image.after.dockerfile
    was, now = stage_index(old, target), stage_index(new, target)
    if was is None:
        return None
    facts = (("image", target),)
    if now is None:
        message = f"{who} is built to the stage {target}, which the migrated Dockerfile does not have."
        return sheet.place(_PAGE, span, message, _choose(new), facts=facts)
    if image.renumbers(target):
        message = f"{who} is built to the stage with number {target}, and a migration changes how many there are."
        if was != len(old.stages) - 1:
            return sheet.place(_PAGE, span, message, _choose(new), facts=facts)
        last = str(len(new.stages) - 1)
        suggestion = f"Write {last}, the number of the last stage, or give it a name."
        change = (span, last.encode())
        return sheet.place(_PAGE, span, message, suggestion, Confidence.LIKELY, [change], facts)
    if image.before.trace.stages[was].ships and not image.after.trace.stages[now].ships:
        message = f"{who} is built to the stage {target}, which only builds in the migrated Dockerfile."
        return sheet.place(_PAGE, span, message, _choose(new), facts=facts)
    return None


def _choose(dockerfile: Dockerfile) -> str:
    last = dockerfile.stages[-1]
    if last.name is None:
        return "Leave the target out: the last stage is the one that ships, and it has no name."
    return f"Name the stage {last.name}, which is the last one now."
