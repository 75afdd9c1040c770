"""A mill."""
