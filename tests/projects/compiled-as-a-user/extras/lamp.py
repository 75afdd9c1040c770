"""A lamp."""


def light() -> str:
    """Return what it does."""
    return "the lamp is on"
