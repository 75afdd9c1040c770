"""A sundial."""
