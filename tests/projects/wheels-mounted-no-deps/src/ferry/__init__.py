"""A ferry."""
