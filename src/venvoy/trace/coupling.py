"""Stages that share packages while nothing holds their images together."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import frozen

from venvoy.model.dockerfile import Stage
from venvoy.model.trace import Carry
from venvoy.parse.image_names import version_part
from venvoy.trace.view import View

_VARIABLE = re.compile(r"\$\{?([A-Za-z_]\w*)")


@frozen
class LoosePair:
    """Two FROM lines that name the same Python apart, with packages travelling from the one to the other."""

    source: Stage
    """The stage whose FROM is below the packages when they are installed."""
    receiver: Stage
    """The stage whose FROM is below them when they run."""
    carry: Carry
    """The first copy that takes packages along."""
    python: str
    """The minor version that both have today."""


def loose_pairs(view: View) -> tuple[LoosePair, ...]:
    """Return the pairs of FROM lines that can be moved apart although packages travel between them, each once."""
    return tuple({(pair.source.index, pair.receiver.index): pair for pair in reversed([*_pairs(view)])}.values())[::-1]


def _pairs(view: View) -> Iterator[LoosePair]:
    for at in sorted(view.shipped_carries):
        carry = view.trace.carries[at]
        if carry.source_stage < 0 or not {"all", "packages"} & set(carry.parts) or carry.same_python is False:
            continue
        source, receiver = (view.dockerfile.stages[view.chain(s)[-1]] for s in (carry.source_stage, carry.stage))
        minor = _minor(view, carry.source_stage)
        if minor is not None and minor == _minor(view, carry.stage) and _apart(source.base, receiver.base):
            yield LoosePair(source, receiver, carry, minor)


def _minor(view: View, stage: int) -> str | None:
    python = view.surroundings.bases[stage].python
    return None if python is None else python.text


def _apart(one: str, other: str) -> bool:
    """Return True when two references can be changed without each other: not the same text, and no shared variable."""
    shared = _variables(one) & _variables(other)
    return one != other and not shared


def _variables(reference: str) -> set[str]:
    """Return the variables in the tag of *reference*, and those that may bring a whole image with its tag."""
    version = version_part(reference)
    return set(_VARIABLE.findall(reference if version is None else reference[reference.rfind(version) :]))
