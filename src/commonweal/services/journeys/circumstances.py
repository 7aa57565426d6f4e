"""The world around a form within a journey: its language and day, the place's gazetteer, the stored files."""

from collections.abc import Sequence

from commonweal.blocks.forms import api as forms
from commonweal.ground.areas import api as areas
from commonweal.kernel import clock
from commonweal.services.journeys.keeping import Open


class PlaceGazetteer:
    """The gazetteer of the place, in the shape that forms ask for."""

    def by_postcode(self, postcode: str) -> Sequence[forms.Address]:
        return [_address(found) for found in areas.find_addresses(postcode)]

    def by_uprn(self, uprn: str) -> forms.Address | None:
        found = areas.address_by_uprn(uprn)
        return _address(found) if found else None

    def area_of(self, postcode: str) -> str:
        return areas.area_of_postcode(postcode) or ""


def _address(found: areas.Address) -> forms.Address:
    return forms.Address(line1=found.lines, town=found.town, postcode=found.postcode, area=found.area, uprn=found.uprn)


def circumstances(journey: Open) -> forms.Circumstances:
    """What cleaning and showing the answers of this journey needs to know."""
    return forms.Circumstances(
        language=journey.row.language,
        on=clock.today(),
        evaluate_for=journey.evaluate_for,
        gazetteer=PlaceGazetteer(),
        upload=lambda identifier: forms.upload_facts(identifier, owner=journey.row.owner),
        known=journey.known,
    )
