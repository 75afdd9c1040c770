"""The services of a repository's compose files."""

from __future__ import annotations

from collections import deque

from venvoy.companions.services import services as described
from venvoy.companions.survey import may_have_services, named_in
from venvoy.model.dockerfile import Unreadable
from venvoy.model.repository import Listing
from venvoy.model.service import ComposeService
from venvoy.repository.listing import read


def services(listing: Listing) -> tuple[tuple[ComposeService, ...], tuple[str, ...]]:
    """Return the services, those of files that a compose file names included, and a sentence for what is not read."""
    contents, notes = compose_contents(listing)
    found, refused = described(contents)
    return found, (*notes, *refused)


def compose_contents(listing: Listing) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return the files that may be compose files, with those that these name, and a sentence for what is not read."""
    contents: dict[str, bytes] = {}
    notes: list[str] = []
    listed = {file.path for file in listing.files}
    waiting = deque(path for path in sorted(listed) if may_have_services(path))
    asked = set(waiting)
    while waiting:
        path = waiting.popleft()
        content = read(listing, path)
        if isinstance(content, Unreadable):
            notes.append(f"{path} is not read: {content.reason}")
            continue
        contents[path] = content
        more = [one for one in sorted(named_in({path: content})) if one in listed and one.endswith((".yml", ".yaml"))]
        waiting += [one for one in more if one not in asked]
        asked.update(more)
    return contents, tuple(notes)
