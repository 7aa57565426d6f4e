"""What the desk puts around pages: the way to it for staff, and its own navigation."""

from dataclasses import replace

from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils.translation import pgettext

from commonweal.desk.entrance import card_of
from commonweal.desk.permissions import CHECK_IDENTITY, works_on_cases
from commonweal.ground.organisations.api import OrganisationCard, organisations
from commonweal.kernel.acting import Acting, acting_of
from commonweal.web.addresses import address
from commonweal.web.chrome import Chrome, Link, contributes
from commonweal.web.translated import say as _


@contributes
def desk_links(request: HttpRequest, chrome: Chrome) -> Chrome:
    """A link to the desk for staff, and its sections. Makes no queries besides those for the acting person."""
    acting = acting_of(request)
    if acting.is_stranger or not acting.memberships:
        return chrome
    inside = request.path.startswith(address("desk:my-work"))
    way_in = Link(pgettext("where staff work", "Desk"), address("desk:my-work"), current=inside, icon="flag")
    return replace(chrome, account=(way_in, *chrome.account), desk=tuple(_sections(request, acting)))


def _sections(request: HttpRequest, acting: Acting) -> list[Link]:
    roles = acting.roles if acting.organisation else frozenset()
    links: list[Link | None] = [_link(request, _("My work"), "desk:my-work", exact=True)]
    if works_on_cases(roles):
        links.append(_link(request, _("Cases"), "desk:queue"))
    if roles & CHECK_IDENTITY and _has_office(acting, "identity_checks"):
        links.append(_elsewhere(request, _("Identity checks"), "identity:check"))
    links.append(_link(request, _("Services"), "desk:services"))
    links.append(_elsewhere(request, _("Figures"), "performance:own"))
    if "manager" in roles:
        links.append(_link(request, _("Journal"), "desk:journal"))
    links.append(_elsewhere(request, _("Organisation"), "organisations:people", *_key(request, acting)))
    if "manager" in roles and _has_office(acting, "steward"):
        links.append(_link(request, _("Failed work"), "desk:failed-work"))
    return [link for link in links if link]


def _link(request: HttpRequest, words: str, name: str, *, exact: bool = False) -> Link:
    href = address(name)
    return Link(words, href, current=request.path == href if exact else request.path.startswith(href))


def _elsewhere(request: HttpRequest, words: str, name: str, *arguments: str) -> Link | None:
    """A link to a page of another capability, if that is on."""
    try:
        href = address(name, *arguments)
    except NoReverseMatch:
        return None
    return Link(words, href, current=request.path.startswith(href.rpartition("/people/")[0] or href))


def _key(request: HttpRequest, acting: Acting) -> tuple[str, ...]:
    """The key of the organisation whose page this is, or else of the one for which somebody works."""
    named = request.resolver_match.kwargs.get("key") if request.resolver_match else None
    card = card_of(request) or (None if named else _works_for(acting))
    return (card.key,) if card else (named,) if named else ()


def _works_for(acting: Acting) -> OrganisationCard | None:
    """The organisation in whose name one works, from memory."""
    return organisations([acting.organisation]).get(acting.organisation) if acting.organisation else None


def _has_office(acting: Acting, office: str) -> bool:
    """Whether the organisation in whose name one works has an office of the place."""
    card = _works_for(acting)
    return card is not None and office in card.roles_in_place
