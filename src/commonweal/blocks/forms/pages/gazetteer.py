"""The place's own gazetteer, as address questions ask it."""

from collections.abc import Sequence

from commonweal.blocks.forms.answers.context import Address, Gazetteer
from commonweal.ground.areas import api as areas


class PlaceGazetteer:
    """Asks the areas capability; what was looked up for one page is not looked up again."""

    def __init__(self) -> None:
        self._addresses: dict[str, Sequence[Address]] = {}

    def by_postcode(self, postcode: str) -> Sequence[Address]:
        if postcode not in self._addresses:
            found = areas.find_addresses(postcode)
            self._addresses[postcode] = [
                Address(line1=a.lines, postcode=a.postcode, town=a.town, area=a.area, uprn=a.uprn) for a in found
            ]
        return self._addresses[postcode]

    def area_of(self, postcode: str) -> str:
        return areas.area_of_postcode(postcode) or ""


def place_gazetteer() -> Gazetteer:
    """A gazetteer for one request (it remembers what it was asked)."""
    return PlaceGazetteer()
