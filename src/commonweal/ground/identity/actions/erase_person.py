"""The verb by which a person has everything deleted that is held of them."""

from django.db import transaction
from django.utils.translation import gettext as _

from commonweal.ground.identity.events import ErasureAsked, PersonErased
from commonweal.ground.identity.models import Person
from commonweal.ground.identity.my_data.register import erase_registered
from commonweal.kernel.acting import Acting, is_system
from commonweal.kernel.journal import record
from commonweal.kernel.limits import limit
from commonweal.kernel.problems import Invalid, NotAllowed, NotFound
from commonweal.kernel.written.emails import email_key


def erase_person(*, person: str, confirmation: str, acting: Acting) -> dict[str, int]:
    """Erase a person (id) from every registered table, destroy their key and empty their account; rows by table.

    The person alone may ask, and confirms by writing their email address (not needed for the platform's own runs). It
    is one transaction: where a table refuses (the only manager of an organisation, say) nothing is erased. Raises
    Invalid (confirmation), NotAllowed, NotFound, TooMany (10 tries an hour), Conflict from a table."""
    if not is_system(acting):
        if acting.must_be_person() != person:
            raise NotAllowed(_("Only you can ask for your data to be deleted."))
        limit("identity.erase", acting.actor, times=10, seconds=3600)
    with transaction.atomic():
        row = Person.objects.select_for_update().filter(pk=person, erased_at=None).first()
        if row is None:
            raise NotFound(_("This account does not exist any more."))
        if not (is_system(acting) or email_key(confirmation) == email_key(row.email)):
            raise Invalid(
                _("This is not the email address of your account."),
                fields={"confirmation": _("Write the email address of your account, as it is shown above")},
            )
        record(ErasureAsked(), acting=acting, object=row.ref, subject=row.ref)
        rows = erase_registered(person)
        record(PersonErased(rows=rows), acting=acting, object=row.ref, subject=row.ref)
    return rows
