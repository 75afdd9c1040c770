"""What the service answers about rooms."""

from booking import create_app


def test_a_room_without_bookings_is_free():
    """The library has no bookings."""
    answer = create_app().test_client().get("/rooms/library")
    assert answer.get_json() == {"room": "library", "bookings": [], "free": True}


def test_a_room_that_does_not_exist():
    """There is no cellar."""
    assert create_app().test_client().get("/rooms/cellar").status_code == 404
