"""Renders one line."""

import markdown

print(markdown.markdown("**quarry**"))
