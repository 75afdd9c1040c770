"""``venvoy whence``: an image looked at, and asked for one module."""

from __future__ import annotations

from venvoy.images.connection import Connection
from venvoy.images.inspecting import look
from venvoy.images.modules import provenance
from venvoy.model.build import Halted
from venvoy.model.image import NotProbed
from venvoy.model.provenance import Provenance


def whence(connection: Connection, image: str, module: str) -> Provenance | NotProbed | Halted:
    """Return where *image* takes *module* from; *image* is only looked at."""
    seen = look(connection, image, lambda: False)
    return seen if isinstance(seen, Halted) else provenance(seen, module)
