"""Pages about the people of an organisation: who works there, invitations, roles, leaving."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonweal.ground.organisations import api, roles
from commonweal.ground.organisations.views.shared import acting_in, field, page
from commonweal.kernel.acting import Acting, require_present
from commonweal.kernel.problems import Conflict, Invalid, NotFound
from commonweal.web.formats import text
from commonweal.web.refusals import refusal, refused_fields


def _back(key: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("organisations:people", args=[key]))


@require_http_methods(["GET", "POST"])
def people(request: HttpRequest, key: str) -> HttpResponse:
    """The staff of the organisation; managers can invite others."""
    card, acting = acting_in(request, key)
    errors: Mapping[str, str] = {}
    known = api.known_roles(card.id)
    words_for = partial(roles.words_for, known=known)
    if request.method == "POST":
        try:
            made = api.invite_member(
                organisation=card.id,
                email=request.POST.get("email", ""),
                roles=request.POST.getlist("roles"),
                acting=acting,
            )
        except Invalid as problem:
            errors = refused_fields(problem)
        except Conflict as problem:
            errors = {"email": refusal(problem)}
        else:
            messages.success(request, _("We are sending an invitation to %(email)s.") % {"email": made.email})
            if made.replaces:
                offered = ", ".join(text(words_for(role)) for role in made.replaces)
                said = _("It takes the place of an earlier one (%(roles)s), whose link does not work any more.")
                messages.warning(request, said % {"roles": offered})
            return _back(key)
    members = api.members_of(card.id, acting=acting)
    manages = api.is_manager(acting, card.id)
    fields = [
        field("email", "email", _("Email address"), request.POST.get("email", ""), errors),
        field("many_of", "roles", _("Roles"), request.POST.getlist("roles"), errors, options=roles.options(known)),
    ]
    return page(
        request,
        "people",
        card,
        current="people",
        members=members,
        words_for=words_for,
        manages=manages,
        invitations=api.invitations_of(card.id, acting=acting) if manages else [],
        fields=fields,
        present=acting.fresh,
        me=acting.person,
    )


@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, key: str, person: UUID) -> HttpResponse:
    """The roles of a member of staff, the end of their membership, and a lost second factor."""
    card, acting = acting_in(request, key)
    if api.is_manager(acting, card.id):
        require_present(acting)
    member = next((each for each in api.members_of(card.id, acting=acting) if each.person == str(person)), None)
    if member is None:
        raise NotFound(_("Nobody with this id works for the organisation."))
    errors: Mapping[str, str] = {}
    chosen = request.POST.getlist("roles") if request.method == "POST" else list(member.roles)
    if request.method == "POST":
        try:
            if "remove" in request.POST:
                api.remove_member(organisation=card.id, person=member.person, acting=acting)
                messages.success(request, _("%(name)s does not work here any more.") % {"name": member.name})
            elif "replace" in request.POST:
                _replace(request, card.id, member, acting)
            elif "confirm" in request.POST:
                api.confirm_member(organisation=card.id, person=member.person, acting=acting)
                messages.success(request, _("The roles of %(name)s count again.") % {"name": member.name})
            else:
                api.change_roles(organisation=card.id, person=member.person, roles=chosen, acting=acting)
                messages.success(request, _("The roles of %(name)s are saved.") % {"name": member.name})
        except Invalid as problem:
            errors = refused_fields(problem)
        except Conflict as problem:
            errors = {"roles": refusal(problem)}
        else:
            gone = "remove" in request.POST and member.person == acting.person
            return HttpResponseRedirect(reverse("identity:account")) if gone else _back(key)
    options = roles.options(api.known_roles(card.id), member.roles)
    fields = [field("many_of", "roles", _("Roles"), chosen, errors, options=options, page_heading=False)]
    manages = api.is_manager(acting, card.id)
    may_end = manages or member.person == acting.person
    context: dict[str, Any] = {"member": member, "fields": fields, "manages": manages, "may_end": may_end}
    context["days"] = settings.FACTOR_REPLACEMENT_DAYS
    context |= {"me": acting.person, "asked_by": api.staff_of(card.id).get(member.replacement_asked_by, "")}
    keys = api.keys_of(card.id, acting=acting) if manages else []
    context["keys"] = [each.name for each in keys if each.made_by == member.person and each.revoked_at is None]
    offers = api.invitations_of(card.id, acting=acting) if manages else []
    context["offers"] = [each.email for each in offers if each.invited_by == member.person and each.roles]
    return page(request, "person", card, current="people", **context)


def _replace(request: HttpRequest, organisation: str, member: api.MemberCard, acting: Acting) -> None:
    after = api.replace_second_factor(organisation=organisation, person=member.person, acting=acting)
    if after.replacement_asked_by:
        messages.success(request, _("Asked. A second manager has to agree."))
    else:
        messages.success(request, _("We are sending %(name)s a link for a new second step.") % {"name": member.name})


@require_POST
def withdraw(request: HttpRequest, key: str, invitation: UUID) -> HttpResponse:
    """Withdraw an invitation."""
    card, acting = acting_in(request, key)
    api.withdraw_invitation(organisation=card.id, invitation=str(invitation), acting=acting)
    messages.success(request, _("The invitation is withdrawn."))
    return _back(key)


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Act for another of the person's organisations from now on."""
    card, acting = acting_in(request, request.POST.get("organisation", ""))
    if card.id not in acting.memberships:
        raise NotFound(_("There is no such organisation among those that you work for."))
    request.session["organisation"] = card.id
    messages.success(request, _("You now act for %(key)s.") % {"key": card.key})
    return _back(card.key)
