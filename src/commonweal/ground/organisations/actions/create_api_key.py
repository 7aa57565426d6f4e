"""The verb by which a program gets a key to act for an organisation."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from commonweal.ground.organisations import checking
from commonweal.ground.organisations.cards import NewKey, key_card
from commonweal.ground.organisations.events import ApiKeyCreated
from commonweal.ground.organisations.models import ApiKey
from commonweal.ground.organisations.permissions import own_organisation, require_authority
from commonweal.ground.organisations.scopes import scopes as known_scopes
from commonweal.ground.organisations.tokens import HINT_LENGTH, hash_of, new_secret
from commonweal.kernel.acting import Acting
from commonweal.kernel.journal import record
from commonweal.kernel.problems import Conflict

MOST_KEYS = 50


def create_api_key(*, organisation: str, name: str, scopes: Iterable[str], acting: Acting) -> NewKey:
    """Make a key with these scopes; for managers who are present, since a key that makes keys could widen itself.

    The manager answers for what the key does. The secret is in the answer and nowhere else. Raises Invalid by field,
    Conflict at MOST_KEYS keys in use."""
    wanted = sorted(set(scopes))
    with transaction.atomic():
        row = own_organisation(organisation, acting, lock=True)
        require_authority(row, acting)
        _check(name.strip(), wanted)
        if ApiKey.objects.filter(organisation=row, revoked_at=None).count() >= MOST_KEYS:
            raise Conflict(
                _("The organisation has %(number)s keys already.") % {"number": MOST_KEYS},
                remedy=_("Revoke those that are not used any more."),
            )
        secret = new_secret()
        key = ApiKey.objects.create(
            organisation=row,
            name=name.strip(),
            hash=hash_of(secret),
            hint=secret[:HINT_LENGTH],
            scopes=wanted,
            created_by_id=acting.must_be_person(),
        )
        record(
            ApiKeyCreated(name=key.name, hint=key.hint, scopes=wanted),
            acting=acting,
            object=f"key:{key.pk}",
            organisation=str(row.pk),
        )
    return NewKey(key_card(key), secret)


def _check(name: str, scopes: list[str]) -> None:
    unknown = sorted(set(scopes) - set(known_scopes()))
    checking.refuse(
        name="" if 0 < len(name) <= 120 else _("Enter a name of at most 120 characters, such as the program's"),
        scopes=_("There is nothing called %(names)s to allow") % {"names": ", ".join(unknown)}
        if unknown
        else ("" if scopes else _("Choose at least one thing that the key may do")),
    )
