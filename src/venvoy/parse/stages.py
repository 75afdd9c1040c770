"""Instructions become stages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from venvoy.model.dockerfile import Instruction, Stage, Unreadable


def stages(
    instructions: Sequence[Instruction], path: str
) -> tuple[tuple[Instruction, ...], tuple[Stage, ...]] | Unreadable:
    """Return the ARGs before the first FROM, and the stages; or say which line stands where none may."""
    starts = [at for at, instruction in enumerate(instructions) if instruction.keyword == "FROM"]
    preamble = tuple(instructions[: starts[0]] if starts else instructions)
    stray = next((instruction for instruction in preamble if instruction.keyword != "ARG"), None)
    if stray is not None:
        return Unreadable(
            path,
            f"line {stray.lines.first} is a {stray.keyword} before the first FROM, where only ARG may stand; "
            "move it below the FROM",
            stray.lines.first,
        )
    if not starts:
        return Unreadable(path, "there is no FROM instruction in it; give venvoy a complete Dockerfile")
    found: list[Stage] = []
    named: dict[str, int] = {}
    for start, end in zip(starts, [*starts[1:], len(instructions)], strict=True):
        stage = _stage(instructions[start], instructions[start + 1 : end], len(found), named, path)
        if isinstance(stage, Unreadable):
            return stage
        found.append(stage)
        if stage.name is not None:
            named[stage.name.lower()] = stage.index  # a name given twice means the later stage from here on
    return preamble, tuple(found)


def _stage(
    start: Instruction, rest: Iterable[Instruction], index: int, earlier: Mapping[str, int], path: str
) -> Stage | Unreadable:
    words = [word.text for word in start.words]
    named = len(words) == 3 and words[1].lower() == "as"
    if not named and len(words) != 1:
        what = "names no image" if not words else "is neither FROM IMAGE nor FROM IMAGE AS NAME"
        return Unreadable(path, f"line {start.lines.first} {what}; correct it", start.lines.first)
    platform = start.flag("platform")
    return Stage(
        index=index,
        name=words[2] if named else None,
        base=words[0],
        base_stage=earlier.get(words[0].lower()),
        platform=platform.value if platform else None,
        start=start,
        instructions=tuple(rest),
    )
