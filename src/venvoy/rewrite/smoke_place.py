"""Where a smoke test stands that imports something: behind all that may bring what the import needs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from venvoy.model.dockerfile import Instruction, Stage
from venvoy.rewrite.assignments import pairs
from venvoy.rewrite.move import Move
from venvoy.rewrite.statements import makes

_OF_INSTALLERS = ("PIP_", "PYTHON", "UV_")
_NO_LIBRARIES = ("pip", "python", "uv")
_BRINGERS = re.compile(
    rb"\b(?:apk|apt|apt-get|aptitude|bash|curl|dnf|dpkg|ldconfig|make|microdnf|sh|tar|tdnf|unzip|wget|yum|zypper)\s"
)


def behind(move: Move, instructions: Iterable[Instruction]) -> Instruction | None:
    """Return the last of *instructions* that may bring what an import needs, such as a library; None for none."""
    return next((one for one in reversed(tuple(instructions)) if _may_bring(move, one)), None)


def names_bringer(text: bytes) -> bool:
    """Return True when a piece of a script names a program that may bring libraries."""
    return _BRINGERS.search(text + b"\n") is not None


def comes_later(move: Move, stage: Stage) -> bool:
    """Return True when a stage that goes on from *stage* may bring what an import needs."""
    heirs = (one for one in move.dockerfile.stages if stage.index in move.ancestors(one.index))
    return any(behind(move, heir.instructions) is not None for heir in heirs)


def _may_bring(move: Move, instruction: Instruction) -> bool:
    if instruction.keyword == "ENV":
        return any(pair.name != "PATH" and not pair.name.startswith(_OF_INSTALLERS) for pair in pairs(instruction))
    if instruction.keyword in {"COPY", "ADD"}:
        given = {carry.instruction for carry in move.carries}
        return instruction.flag("from") is not None and instruction.span.start not in given
    if instruction.keyword != "RUN":
        return False
    script = move.script(instruction)
    plain = all(
        makes(c) or (c.argv[0].literal or "").rpartition("/")[2].startswith(_NO_LIBRARIES) for c in script.commands
    )
    return bool(script.opaques) or not plain
