"""The ``pyproject.toml`` that a plan counts on, as a file beside its Dockerfile."""

from __future__ import annotations

import posixpath

from venvoy.companions.sheet import Sheet
from venvoy.model.companion import Companion, Confidence
from venvoy.model.plan import Extra
from venvoy.model.repository import Listing
from venvoy.model.repository_plan import Found, Member
from venvoy.model.source import Span
from venvoy.repository.sharing import context_of

PAGE = Extra.INSTALLED_PROJECT.value


def project_file(of: Member, listing: Listing) -> Found | None:
    """Return the ``pyproject.toml`` that the plan of a Dockerfile installs, or would; None when it asks for none.

    Its place is CERTAIN: who chose the extra chose it, and the Dockerfile does not build without it.
    """
    offer, context = of.plan.project, context_of(of, listing)
    if offer is None or context is None:
        return None
    path = posixpath.join(context, offer.path)
    content = offer.before or b""
    end = len(content)
    names = ", ".join(offer.sources)
    place = Sheet(path, content).place(
        PAGE,
        Span(0, 0),
        offer.why,
        f"Describe {names} as a project, which the Dockerfile installs into the virtual environment.",
        Confidence.CERTAIN,
        [(Span(end, end), offer.after[end:])],
        (("site", offer.sources[0]),),
    )
    return Found(of.path, Companion(path, offer.before, (place,)))
