"""The verb by which an organisation's description, contact and look are changed."""

from collections.abc import Mapping

from django.db import transaction

from commonweal.ground.organisations import checking
from commonweal.ground.organisations.cards import OrganisationCard, card
from commonweal.ground.organisations.events import OrganisationChanged
from commonweal.ground.organisations.models import Organisation
from commonweal.ground.organisations.permissions import may_change, own_organisation, require_in
from commonweal.ground.organisations.recording import record_in
from commonweal.kernel.acting import Acting, require_present
from commonweal.kernel.text import Text


def change_organisation(
    *,
    organisation: str,
    acting: Acting,
    name: Text | None = None,
    summary: Text | None = None,
    contact: Mapping[str, object] | None = None,
    theme: Mapping[str, object] | None = None,
) -> OrganisationCard:
    """Change only the fields that are given; for its managers who are present, since residents call and write to
    what is listed here, and for keys with `organisations:write`.

    Raises SecondFactorNeeded, Invalid by field. What is already so is not recorded again."""
    given = {"name": name, "summary": summary, "contact": contact, "theme": theme}
    wanted = {field: dict(value) for field, value in given.items() if value is not None}
    with transaction.atomic():
        row = own_organisation(organisation, acting, lock=True)
        require_in(row, may_change, acting)
        if acting.scopes is None:
            require_present(acting)
        checking.refuse_description(wanted)
        changed = [field for field, value in wanted.items() if getattr(row, field) != value]
        if changed:
            _write(row, {field: wanted[field] for field in changed})
            record_in(row.pk, OrganisationChanged(fields=changed), acting=acting)
    return card(row)


def _write(row: Organisation, values: dict[str, dict[str, object]]) -> None:
    for field, value in values.items():
        setattr(row, field, value)
    row.save(update_fields=list(values))
