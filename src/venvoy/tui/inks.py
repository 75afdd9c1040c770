"""The inks that every pane writes with: names for what text means, and the theme's colours for them."""

from __future__ import annotations

INKS: dict[str, str] = {
    "plain": "color: $foreground;",
    "bold": "text-style: bold;",
    "italic": "text-style: italic;",
    "faint": "color: $faint;",
    "rule": "color: $rule;",
    "accent": "color: $accent;",
    "ok": "color: $success;",
    "needs-you": "color: $warning;",
    "bad": "color: $error;",
    "heading": "color: $foreground; text-style: bold;",
    "key": "color: $accent; text-style: bold;",
    "code": "color: $string;",
    # backgrounds of whole rows
    "cursor": "background: $cursor;",
    "row": "background: $row;",
    "block": "background: $panel;",
    # a Dockerfile
    "keyword": "color: $accent; text-style: bold;",
    "flag": "color: $secondary;",
    "string": "color: $string;",
    "variable": "color: $warning;",
    "comment": "color: $faint; text-style: italic;",
    # a diff
    "added": "color: $success;",
    "removed": "color: $error;",
    "mark-added": "color: $foreground; background: $mark-added; text-style: bold;",
    "mark-removed": "color: $foreground; background: $mark-removed; text-style: bold;",
}
"""Ink name → style rules, in the theme's variables."""

INK_CSS = "\n".join(f"& > .ink--{name} {{ {rules} }}" for name, rules in INKS.items())
"""The same as nested rules."""
