"""The entrance to every page of the desk: which organisation the member of staff works for, and the page's frame."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from commonweal.blocks.forms import api as forms
from commonweal.ground.organisations.api import OrganisationCard, organisations
from commonweal.kernel.acting import Acting, acting_of
from commonweal.kernel.problems import NotAllowed, NotFound, NotSignedIn
from commonweal.kernel.request_values import RequestValue
from commonweal.web.addresses import address
from commonweal.web.chrome import Brand, brand_page
from commonweal.web.formats import text

P = ParamSpec("P")


class Desk:
    """Who works, in whose name. `roles` are those held in this organisation."""

    def __init__(self, acting: Acting, organisation: OrganisationCard) -> None:
        self.acting = acting
        self.organisation = organisation
        self.id = organisation.id
        self.roles = acting.roles_in(organisation.id)

    def store_file(self, sent: "UploadedFile[Any]") -> str:
        """Keep a file that was sent with a step of a case, for the member of staff; its id."""
        return forms.store_upload(file=sent, owner=self.acting.actor, acting=self.acting).id

    def has(self, *roles: str) -> bool:
        """Whether one of the roles is held; only to choose what to show: the verbs ask for themselves."""
        return bool(self.roles & set(roles))


# Set by a page of the desk, and read by the navigation (`handlers`).
DESK = RequestValue[Desk]("_desk")


Page = Callable[Concatenate[HttpRequest, Desk, P], HttpResponse]


def staff(page: Page[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Decorator of a desk page: gives it the organisation that the person acts for, and lets people with several
    choose. Raises NotSignedIn for strangers, NotAllowed for those who work for no organisation here."""

    @never_cache
    @wraps(page)
    def entered(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        acting = acting_of(request)
        if acting.is_stranger:
            raise NotSignedIn(_("The desk is for staff."), remedy=_("Sign in and try again."))
        if acting.organisation is None:
            if acting.memberships:
                return HttpResponseRedirect(address("desk:choose") + f"?next={request.path}")
            raise NotAllowed(
                _("The desk is for people who work for an organisation of this place."),
                remedy=_("Ask a manager of your organisation to invite you."),
            )
        return page(request, around(request, acting, acting.organisation), *args, **kwargs)

    return entered


def around(request: HttpRequest, acting: Acting, organisation: str) -> Desk:
    """The desk of an organisation (id), with its name around the page. One query."""
    card = organisations([organisation]).get(organisation)
    if card is None:
        raise NotFound(_("There is no such organisation among those that you work for."))
    desk = Desk(acting, card)
    DESK.set(request, desk)
    several = address("desk:choose") if len(acting.memberships) > 1 else ""
    brand_page(request, Brand(text(card.name), several))
    return desk


def card_of(request: HttpRequest) -> OrganisationCard | None:
    """The organisation of a desk page, once it was entered; None on all other pages."""
    desk = DESK.get(request, None)
    return desk.organisation if desk else None
