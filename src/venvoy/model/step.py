"""The steps of a guided session."""

from __future__ import annotations

from enum import IntEnum


class Step(IntEnum):
    """The walk, in its order; the number is the key that jumps there."""

    OPEN = 1
    REVIEW = 2
    CHOOSE = 3
    PREVIEW = 4
    APPLY = 5
    COMPARE = 6
