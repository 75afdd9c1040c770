"""What kind of place an entry of ``sys.path`` is."""

from __future__ import annotations

from venvoy.model.image import SearchPath


def origin(entry: str, asked: SearchPath) -> str:
    """Return what *entry* of *asked* is: ``virtual environment``, ``user site``, ``standard library`` and so on."""
    if not entry:
        return "working directory"
    if entry in asked.library or entry.endswith(("/lib-dynload", ".zip")):
        return "standard library"
    if entry.startswith(asked.user_site.removesuffix("/site-packages")) and entry == asked.user_site:
        return "user site"
    if asked.prefix != asked.base_prefix and entry.startswith(f"{asked.prefix}/"):
        return "virtual environment"
    if entry.startswith((f"{asked.base_prefix}/", "/usr/lib/python3")):
        return "system site"
    return "PYTHONPATH or a .pth file"
