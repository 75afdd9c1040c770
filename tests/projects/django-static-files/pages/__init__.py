"""A site of one page."""
