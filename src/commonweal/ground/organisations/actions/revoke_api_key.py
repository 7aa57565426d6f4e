"""The verb by which an API key is made useless."""

from django.db import transaction
from django.utils.translation import gettext as _

from commonweal.ground.organisations.cards import KeyCard, key_card
from commonweal.ground.organisations.events import ApiKeyRevoked
from commonweal.ground.organisations.models import ApiKey
from commonweal.ground.organisations.permissions import as_uuid, own_organisation, require_authority
from commonweal.kernel import clock
from commonweal.kernel.acting import Acting
from commonweal.kernel.journal import record
from commonweal.kernel.problems import NotFound


def revoke_api_key(*, organisation: str, key: str, acting: Acting) -> KeyCard:
    """Refuse the key from now on; for managers who are present. One revoked before stays as it is. Raises NotFound."""
    with transaction.atomic():
        row = own_organisation(organisation, acting, lock=True)
        require_authority(row, acting)
        found = ApiKey.objects.filter(organisation=row, pk=as_uuid(key)).first()
        if found is None:
            raise NotFound(_("The organisation has no such key."))
        if found.revoked_at is None:
            found.revoked_at = clock.now()
            found.save(update_fields=["revoked_at"])
            record(
                ApiKeyRevoked(name=found.name, hint=found.hint),
                acting=acting,
                object=f"key:{found.pk}",
                organisation=str(row.pk),
            )
    return key_card(found)
