"""The seams between the steps of a write, so that each of them can be watched, cut or made to fail."""

from __future__ import annotations

from collections.abc import Callable

Step = Callable[[str], None]
"""Called with a step's name right before it is done. An OSError that it raises counts as the step's own failure."""


def unobserved(step: str) -> None:
    """Watch nothing."""
