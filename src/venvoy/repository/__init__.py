"""The files around a Dockerfile: read, never executed."""
