"""Everything that is known about one Dockerfile."""

from __future__ import annotations

from attrs import frozen

from venvoy.model.dockerfile import Dockerfile
from venvoy.model.environment import Surroundings
from venvoy.model.finding import Review
from venvoy.model.repository import UNSEEN, Repository
from venvoy.model.trace import Trace


@frozen
class Analysis:
    """One Dockerfile, read, traced and reviewed."""

    dockerfile: Dockerfile
    surroundings: Surroundings
    trace: Trace
    review: Review
    repository: Repository = UNSEEN
    """What lies around the Dockerfile; the empty value when nothing of it was seen."""
