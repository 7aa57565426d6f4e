"""What messages hold of a person."""

from collections.abc import Iterable

from django.utils.translation import gettext_noop as msgid

from commonweal.blocks.messages.actions.confirm_address import without_link
from commonweal.blocks.messages.models import Message, Preference
from commonweal.kernel import sensitive
from commonweal.kernel.personal import PersonalData, PersonalField

KEPT = msgid("as long as what it is about, and no longer than your account")


def _messages(person: str, most: int | None = None) -> Iterable[dict[str, object]]:
    rows = list(Message.objects.filter(person_id=person)[:most])
    opened = sensitive.unseal_many([(row.recipient, row.sealed) for row in rows])
    for row in rows:
        words = dict(opened.get(row.sealed, {}))
        if "body" in words:
            words["body"] = without_link(words["body"])
        yield {"sealed": words, "channel": row.channel, "sent_at": row.sent_at}


def _erase_messages(person: str) -> int:
    deleted, _ = Message.objects.filter(person_id=person).delete()
    return deleted


def _preferences(person: str, most: int | None = None) -> Iterable[dict[str, object]]:
    rows = Preference.objects.filter(person_id=person)[:most]
    return [{"channel": row.channel, "wanted": row.wanted} for row in rows]


def _erase_preferences(person: str) -> int:
    deleted, _ = Preference.objects.filter(person_id=person).delete()
    return deleted


PERSONAL = [
    PersonalData(
        model="blocks_messages.Message",
        fields=(
            PersonalField(
                field="sealed",
                title={"en": "Messages that were sent to you", "cy": "Negeseuon a anfonwyd atoch"},
                purpose=msgid("telling you what happened to what you asked for"),
                basis="public_task",
                retention=KEPT,
                seen_by=msgid("you, and the organisation that wrote it"),
            ),
            PersonalField(
                field="recipient",
                title={"en": "The recipient of the message", "cy": "I bwy roedd y neges"},
                purpose=msgid("delivering the message"),
                basis="public_task",
                retention=KEPT,
                seen_by=msgid("you, and the organisation that wrote it"),
            ),
        ),
        collect=_messages,
        erase=_erase_messages,
        keeps={},
    ),
    PersonalData(
        model="blocks_messages.Preference",
        fields=(
            PersonalField(
                field="wanted",
                title={"en": "How you want to be notified", "cy": "Sut yr hoffech gael gwybod"},
                purpose=msgid("using only the channels that you want"),
                basis="public_task",
                retention=msgid("as long as your account"),
                seen_by=msgid("you"),
            ),
        ),
        collect=_preferences,
        erase=_erase_preferences,
        keeps={},
    ),
]

# Fields without personal data, with the reason.
NOT_PERSONAL = {
    "blocks_messages.ConfirmedAddress.about digest": "which case, and a keyed digest; deleted with the case",
    "blocks_messages.Message.about template key asked": "the event and the case that the message is about",
    "blocks_messages.Message.receipt error": "the provider's own number, and the kind of a failure",
    "blocks_messages.Message.language": "the language in which the message is written; its words are sealed",
}
TITLES = {
    "blocks_messages.Message": {"en": "Messages that were sent to you", "cy": "Negeseuon a anfonwyd atoch"},
    "blocks_messages.Preference": {"en": "How we contact you", "cy": "Sut rydym yn rhoi gwybod i chi"},
}
# Whose key sealed a row.
SEALED_FOR = ("blocks_messages.Message.recipient",)
