"""A gauge."""
