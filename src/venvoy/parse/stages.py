"""Instructions become stages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
    for start, end in zip(starts, [*starts[1:], len(instructions)], strict=True):
        stage = _stage(instructions[start], instructions[start + 1 : end], found, path)
        if isinstance(stage, Unreadable):
            return stage
        found.append(stage)
    return preamble, tuple(found)


def _stage(start: Instruction, rest: Iterable[Instruction], earlier: Sequence[Stage], path: str) -> Stage | Unreadable:
    words = [word.text for word in start.words]
    named = len(words) == 3 and words[1].lower() == "as"
    if not named and len(words) != 1:
        what = "names no image" if not words else "is neither FROM IMAGE nor FROM IMAGE AS NAME"
        return Unreadable(path, f"line {start.lines.first} {what}; correct it", start.lines.first)
    platform = start.flag("platform")
    return Stage(
        index=len(earlier),
        name=words[2] if named else None,
        base=words[0],
        base_stage=_named(words[0], earlier),
        platform=platform.value if platform else None,
        start=start,
        instructions=tuple(rest),
    )


def _named(name: str, earlier: Sequence[Stage]) -> int | None:
    """Return the last earlier stage called *name*: a name given twice means the later one."""
    wanted = name.lower()
    found = (stage.index for stage in reversed(earlier) if stage.name is not None and stage.name.lower() == wanted)
    return next(found, None)
