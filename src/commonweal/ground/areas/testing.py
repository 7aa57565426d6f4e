"""Areas for tests."""

from commonweal.ground.areas.models import Area


def make_town() -> Area:
    """The area "town" with one ward, "town/north"; the ward."""
    town = Area.objects.create(key="town", name={"en": "Town"}, kind="place")
    return Area.objects.create(key="town/north", name={"en": "North"}, kind="ward", parent=town)
