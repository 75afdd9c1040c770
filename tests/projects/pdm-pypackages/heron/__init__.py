"""A heron that stands and counts."""
