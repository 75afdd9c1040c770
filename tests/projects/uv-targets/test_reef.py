"""What lives there."""

from reef import reef


def test_fish():
    """There are fish."""
    assert reef() == {"fish": 77}
