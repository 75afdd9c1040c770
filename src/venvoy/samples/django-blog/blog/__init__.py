"""A blog with a front page."""
