"""The verb by which an organisation becomes a member of the place."""

from collections.abc import Iterable, Mapping

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from commonweal.ground.organisations import checking
from commonweal.ground.organisations.cards import OrganisationCard, card
from commonweal.ground.organisations.events import OrganisationCreated
from commonweal.ground.organisations.models import Organisation
from commonweal.ground.organisations.permissions import may_create
from commonweal.ground.organisations.recording import record_in
from commonweal.kernel.acting import Acting, require, require_present
from commonweal.kernel.problems import Conflict
from commonweal.kernel.text import Text


def create_organisation(
    *,
    key: str,
    name: Text,
    kind: str,
    acting: Acting,
    summary: Text | None = None,
    contact: Mapping[str, object] | None = None,
    theme: Mapping[str, object] | None = None,
    roles_in_place: Iterable[str] = (),
) -> OrganisationCard:
    """Make an organisation a member of the place; for the steward's managers who are present, and the platform.

    `roles_in_place` are offices such as "steward". Raises Invalid by field, Conflict if the key is taken."""
    require(may_create, acting)
    require_present(acting)
    checking.refuse_description(
        {"name": name, "summary": summary or {}, "contact": contact or {}, "theme": theme or {}},
        key=checking.fault_in_key(key),
        kind=checking.fault_in_kind(kind),
    )
    row = Organisation(
        key=key,
        name=dict(name),
        kind=kind,
        summary=dict(summary or {}),
        contact=contact or {},
        theme=theme or {},
        roles_in_place=sorted(set(roles_in_place)),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            record_in(row.pk, OrganisationCreated(key=key, kind=kind), acting=acting)
    except IntegrityError as error:
        raise Conflict(
            _("There is already an organisation called %(key)s.") % {"key": key}, remedy=_("Choose another key.")
        ) from error
    return card(row)
