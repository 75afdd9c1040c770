"""Which packages that ship were built in one stage and installed again in another."""

from __future__ import annotations

from attrs import frozen

from venvoy.model.trace import Install, SiteKind
from venvoy.model.wheels import Delivery, Wheelhouse
from venvoy.trace.view import View


@frozen
class Handover:
    """One delivery of wheels, with its two ends."""

    house: Wheelhouse
    delivery: Delivery
    installs: tuple[Install, ...]
    """Those that install what was brought, in the order of the file; never empty."""


def handovers(view: View) -> tuple[Handover, ...]:
    """Return the deliveries of wheels that a shipped install outside of any venv takes, in the order of the file."""
    return view.once(_handovers, 0)


def _handovers(view: View, about: int) -> tuple[Handover, ...]:
    del about
    trace = view.trace
    found = []
    for at, delivery in enumerate(trace.deliveries):
        taken = [r.install for r in trace.relays if r.delivery == at and r.install in view.shipped_installs]
        installs = tuple(trace.installs[i] for i in taken if trace.installs[i].site.kind not in _ASIDE)
        if installs:
            found.append(Handover(trace.wheelhouses[delivery.wheelhouse], delivery, installs))
    return tuple(found)


_ASIDE = {SiteKind.VENV, SiteKind.UNKNOWN}
"""A venv that is filled from wheels is as it should be; what is not followed is nobody's finding."""
