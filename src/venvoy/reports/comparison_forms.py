"""A comparison in each of the forms that it is told in."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from venvoy.model.comparison import Comparison

ENDINGS: Mapping[str, str] = MappingProxyType(
    {".html": "html", ".htm": "html", ".md": "markdown", ".json": "json", ".txt": "text"}
)
"""End of a file's name → the form that it promises."""


def comparison_as(comparison: Comparison, form: str, width: int) -> str:
    """Return *comparison* as ``text`` of *width* cells, ``json``, ``markdown`` or ``html``."""
    if form == "json":
        from venvoy.reports.comparison_json import comparison_json

        return comparison_json(comparison)
    if form == "markdown":
        from venvoy.reports.comparison_markdown import comparison_markdown

        return comparison_markdown(comparison)
    if form == "html":
        from venvoy.reports.comparison_html import comparison_html

        return comparison_html(comparison)
    from venvoy.reports.comparison import comparison_text

    return comparison_text(comparison, width)
