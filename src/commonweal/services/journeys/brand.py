"""Puts the name and colours of the offering organisation around a page of its service."""

from django.http import HttpRequest

from commonweal.ground.organisations.api import organisations
from commonweal.kernel.text import in_language
from commonweal.web.addresses import address
from commonweal.web.chrome import Brand, brand_page


def brand(request: HttpRequest, organisation: str) -> None:
    """Show the page with the brand of the organisation (id)."""
    card = organisations([organisation]).get(organisation)
    if card is None:
        return
    theme = address("organisations:theme", card.key) if card.theme else ""
    name = in_language(card.name, request.LANGUAGE_CODE)
    brand_page(request, Brand(name=name, href=address("portal:organisation", card.key), theme=theme))
