"""A guided migration assistant for Python Dockerfiles."""

__version__ = "0.1.0"
