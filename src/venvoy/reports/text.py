"""The plain-text reports, by name."""

from __future__ import annotations

from venvoy.reports.check import check_text, errors_text
from venvoy.reports.diff import diff_bytes, diff_text, why_text
from venvoy.reports.page import explain_text

__all__ = ["check_text", "diff_bytes", "diff_text", "errors_text", "explain_text", "why_text"]
