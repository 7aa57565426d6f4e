"""The verbs that revoke API keys: one of them, or all that a person made."""

from django.db import transaction
from django.utils.translation import gettext as _

from commonweal.ground.organisations.cards import KeyCard, key_card
from commonweal.ground.organisations.events import ApiKeyRevoked
from commonweal.ground.organisations.models import ApiKey, Organisation
from commonweal.ground.organisations.permissions import as_uuid, own_organisation, require_authority
from commonweal.kernel import clock
from commonweal.kernel.acting import Acting
from commonweal.kernel.journal import record
from commonweal.kernel.problems import NotFound


def revoke_api_key(*, organisation: str, key: str, acting: Acting) -> KeyCard:
    """Refuse the key from now on; for managers who are present. A revoked key stays as it is. Raises NotFound."""
    with transaction.atomic():
        row = own_organisation(organisation, acting, lock=True)
        require_authority(row, acting)
        found = ApiKey.objects.filter(organisation=row, pk=as_uuid(key)).first()
        if found is None:
            raise NotFound(_("The organisation has no such key."))
        if found.revoked_at is None:
            _revoke(found, acting)
    return key_card(found)


def revoke_keys_of(organisation: Organisation, person: str, acting: Acting) -> None:
    """Revoke the keys that a person (id) made here, because they are no longer a manager, or somebody else may have
    their second factor. Called by verbs that have checked their permission."""
    theirs = ApiKey.objects.filter(organisation=organisation, created_by=as_uuid(person), revoked_at=None)
    for key in theirs.select_for_update():
        _revoke(key, acting)


def _revoke(key: ApiKey, acting: Acting) -> None:
    key.revoked_at = clock.now()
    key.save(update_fields=["revoked_at"])
    record(
        ApiKeyRevoked(name=key.name, hint=key.hint),
        acting=acting,
        object=f"key:{key.pk}",
        organisation=str(key.organisation_id),
    )
