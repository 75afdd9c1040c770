"""One go at building both: what is known of it so far. Frozen values; what is told makes the next one."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from venvoy.model.build import Addition, BuildFailed
from venvoy.model.comparison import Comparison, Measured
from venvoy.model.progress import AtStep, Begun, Made, Progress, Remark, Seen, Timed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from venvoy.model.build import Halted
    from venvoy.model.dockerfile import Unreadable
    from venvoy.model.engine import Engine, NoEngine
    from venvoy.tui.outlook import Outlook

SIDES = ("before", "after")


class Phase(Enum):
    """How far a comparison is."""

    LOOKING = "looking for an engine"
    LACKING = "nothing to build with, or nothing that can be built"
    READY = "waits for a yes"
    RUNNING = "running"
    ENDING = "was told to stop, and clears away"
    OVER = "over"


@frozen
class Order:
    """What is to be compared: a file and what the decisions make of it."""

    outlook: Outlook
    path: Path


@frozen
class Prepared:
    """An engine was found; nothing is built yet."""

    engine: Engine
    commands: Mapping[Measured, tuple[tuple[str, ...], ...]]
    """The words that build the two, by what is asked for."""


@frozen
class Side:
    """How far one of the two is."""

    begun: float | None = None
    """Time of `time.monotonic`, here and below; None when it has not."""
    steps: int = 0
    """How many steps were told."""
    step: AtStep | None = None
    """The last one that was told."""
    seconds: float | None = None
    """What the build took; None while it is under way."""
    seen: bool = False
    """True when the image was looked into."""


@frozen
class Trial:
    """The state of a comparison."""

    order: Order
    phase: Phase = Phase.LOOKING
    prepared: Prepared | None = None
    lack: NoEngine | Unreadable | Halted | None = None
    sides: Mapping[str, Side] = field(factory=lambda: {side: Side() for side in SIDES})
    timed: Timed | None = None
    remarks: tuple[str, ...] = ()
    outcome: Comparison | BuildFailed | Halted | None = None
    started: float = 0.0
    ended: float | None = None

    @property
    def busy(self) -> bool:
        """True while something is under way on the engine."""
        return self.phase in (Phase.RUNNING, Phase.ENDING)

    @property
    def comparison(self) -> Comparison | None:
        """What was found, if anything was."""
        return self.outcome if isinstance(self.outcome, Comparison) else None

    @property
    def additions(self) -> tuple[Addition, ...]:
        """System packages that the rewrite lacks, as the images tell."""
        return self.outcome.additions if isinstance(self.outcome, Comparison | BuildFailed) else ()

    @property
    def failed_line(self) -> tuple[str, int] | None:
        """The side and the line that failed, if one did."""
        failed = self.outcome
        return (failed.name, failed.line) if isinstance(failed, BuildFailed) and failed.line is not None else None

    def elapsed(self, now: float) -> float:
        """Return the seconds since it was started, until it was over."""
        return (self.ended if self.ended is not None else now) - self.started


def told(trial: Trial, when: float, progress: Progress) -> Trial:
    """Return *trial* after *progress* was told."""
    match progress:
        case Remark():
            return evolve(trial, remarks=(*trial.remarks, progress.text))
        case Timed():
            return evolve(trial, timed=progress)
        case Begun():
            side = evolve(trial.sides[progress.side], begun=when)
        case AtStep():
            now = trial.sides[progress.side]
            side = evolve(now, step=progress, steps=now.steps + 1)
        case Made():
            side = evolve(trial.sides[progress.side], seconds=progress.seconds)
        case Seen():
            side = evolve(trial.sides[progress.side], seen=True)
        case _:
            return trial
    return evolve(trial, sides={**trial.sides, progress.side: side})
