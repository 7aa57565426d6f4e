"""The verb by which people choose whether they want messages through a channel."""

from django.db import transaction

from commonweal.blocks.messages.events import PreferenceChanged
from commonweal.blocks.messages.models import Preference
from commonweal.kernel import journal
from commonweal.kernel.acting import Acting
from commonweal.kernel.problems import Invalid

OPTIONAL = ("email",)


@transaction.atomic
def choose_channel(*, channel: str, wanted: bool, acting: Acting) -> None:
    """Switch a channel on or off for oneself. The inbox is always on: Invalid."""
    person = acting.must_be_person()
    if channel not in OPTIONAL:
        raise Invalid("Only email can be switched off.", remedy="The inbox keeps all your messages.")
    Preference.objects.update_or_create(person_id=person, channel=channel, defaults={"wanted": wanted})
    fact = PreferenceChanged(channel=channel, wanted=wanted)
    journal.record(fact, acting=acting, object=f"preference:{channel}", subject=acting.actor)
