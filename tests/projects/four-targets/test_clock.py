"""What the clock shows."""

from clock import angle


def test_noon_points_up():
    """Twelve and midnight are the same to a clock."""
    assert angle(12) == angle(24) == {"degrees": 0}
