"""What identity holds of a person: the account, the ways to sign in, the sessions, and the journal about them."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils.translation import gettext_noop as msgid

from commonweal.ground.identity.models import Correction, Person, Presence
from commonweal.ground.identity.my_data.corrections import about
from commonweal.kernel import clock, journal, sensitive
from commonweal.kernel.housekeeping import delete_in_batches
from commonweal.kernel.personal import PersonalData, PersonalField
from commonweal.kernel.text import Text

AS_LONG_AS_THE_ACCOUNT = msgid("as long as your account")
ONLY_YOU = msgid("you")
UNVERIFIED_FOR = timedelta(days=30)
MOST_ENTRIES = 10_000


def _field(name: str, en: str, cy: str, purpose: str, seen_by: str) -> PersonalField:
    title: Text = {"en": en, "cy": cy}
    return PersonalField(
        field=name,
        title=title,
        purpose=purpose,
        basis="public_task",
        retention=AS_LONG_AS_THE_ACCOUNT,
        seen_by=seen_by,
    )


CASEWORKERS = msgid("you, and staff who deal with what you ask for")
MANAGERS = msgid("you, and the managers of the organisation that you asked")
ACCOUNT = (
    _field("email", "Email address", "Cyfeiriad e-bost", msgid("signing you in and writing to you"), CASEWORKERS),
    _field("name", "Name", "Enw", msgid("addressing you and distinguishing you from other people"), CASEWORKERS),
    _field("phone", "Phone", "Ffôn", msgid("calling you about what you ask for"), CASEWORKERS),
    _field("address", "Address", "Cyfeiriad", msgid("knowing which services are yours"), CASEWORKERS),
    _field("date_of_birth", "Date of birth", "Dyddiad geni", msgid("knowing what you are entitled to"), CASEWORKERS),
    _field("language", "Language", "Iaith", msgid("writing to you in your language"), CASEWORKERS),
    _field(
        "assurance",
        "How certain we are of your identity",
        "Pa mor sicr ydym ni",
        msgid("protecting what is yours"),
        CASEWORKERS,
    ),
    _field("preferences", "Your choices", "Eich dewisiadau", msgid("following your preferences"), ONLY_YOU),
    _field("password", "Password", "Cyfrinair", msgid("signing you in"), msgid("nobody")),
)
READABLE = tuple(each.field for each in ACCOUNT if each.field != "password")


def _account(person: str, most: int | None = None) -> Iterable[dict[str, object]]:
    for row in Person.objects.filter(pk=person, erased_at=None)[:most]:
        yield {name: getattr(row, name) for name in READABLE} | {
            "password": "set" if row.has_usable_password() else "none"
        }


def _erase_account(person: str) -> int:
    row = Person.objects.filter(pk=person, erased_at=None).first()
    if row is None:
        return 0
    # The row stays, empty, so that the entries of the journal about this number go on pointing at something.
    row.email = f"{row.pk}@erased.invalid"
    row.name = row.phone = row.language = ""
    row.address, row.preferences, row.date_of_birth = {}, {}, None
    row.assurance, row.is_active, row.erased_at = "none", False, clock.now()
    row.last_login = None
    row.set_unusable_password()
    row.save()
    return 1


def _addresses(person: str, most: int | None = None) -> Iterable[dict[str, object]]:
    return list(EmailAddress.objects.filter(user_id=person).values("email", "verified", "primary")[:most])


def _authenticators(person: str, most: int | None = None) -> Iterable[dict[str, object]]:
    rows = Authenticator.objects.filter(user_id=person)[:most]
    # The secret part is of no use to a reader and of much use to a thief.
    return [{"type": row.type, "data": row.data.get("name", ""), "created_at": row.created_at} for row in rows]


def _sessions(person: str, most: int | None = None) -> Iterable[dict[str, object]]:
    rows = UserSession.objects.filter(user_id=person).order_by("-last_seen_at")
    return list(rows.values("ip", "user_agent", "created_at", "last_seen_at")[:most])


def _erase_addresses(person: str) -> int:
    return int(EmailAddress.objects.filter(user_id=person).delete()[0])


def _erase_authenticators(person: str) -> int:
    return int(Authenticator.objects.filter(user_id=person).delete()[0])


def _erase_sessions(person: str) -> int:
    rows = UserSession.objects.filter(user_id=person)
    Session.objects.filter(pk__in=list(rows.values_list("session_key", flat=True))).delete()
    return int(rows.delete()[0])


def _journal(person: str, most: int | None = None) -> Iterable[dict[str, object]]:
    for entry in journal.entries(subject=f"person:{person}", limit=MOST_ENTRIES if most is None else most):
        yield {"at": entry.at, "type": entry.type, "purpose": entry.purpose, "personal": dict(entry.facts)}


def _corrections(person: str, most: int | None = None) -> Iterable[dict[str, object]]:
    asked = Correction.objects.filter(person_id=person).select_related("organisation")
    rows = list(asked.order_by("-asked_at")[:most])
    seals = {sealed for row in rows for sealed in (row.sealed, row.answer_sealed) if sealed}
    opened = sensitive.unseal_many((f"person:{person}", sealed) for sealed in sorted(seals))
    for row in rows:
        yield {
            "about": about(row.model, row.field),
            "sealed": opened.get(row.sealed, ""),
            "asked_at": row.asked_at,
            "asked_of": row.organisation.name,
            "progress": row.state,
            "answered_at": row.answered_at,
            "answer_sealed": opened.get(row.answer_sealed, ""),
        }


def _erase_corrections(person: str) -> int:
    return Correction.objects.filter(person_id=person).delete()[0]


def _shred(person: str) -> int:
    return int(sensitive.shred(f"person:{person}"))


def _one(name: str, en: str, cy: str, purpose: str, seen_by: str = ONLY_YOU) -> PersonalField:
    return _field(name, en, cy, purpose, seen_by)


PERSONAL = [
    # The key goes last of all (erasing runs from the end), since erasing may still need to read what it opens.
    PersonalData(
        model="kernel.JournalEntry",
        fields=(
            _one("personal", "What happened", "Beth ddigwyddodd", msgid("accounting for everything done"), CASEWORKERS),
        ),
        collect=_journal,
        erase=_shred,
        keeps={
            "en": "That something happened and when, under a number that identifies nobody",
            "cy": "Bod rhywbeth wedi digwydd a phryd, o dan rif nad yw’n arwain at neb",
        },
    ),
    PersonalData(
        model="ground_identity.Person",
        fields=ACCOUNT,
        collect=_account,
        erase=_erase_account,
        keeps={"en": "An empty row with a number", "cy": "Rhes wag gyda rhif"},
    ),
    PersonalData(
        model="account.EmailAddress",
        fields=(_one("email", "Email address", "Cyfeiriad e-bost", msgid("signing you in")),),
        collect=_addresses,
        erase=_erase_addresses,
        keeps={},
    ),
    PersonalData(
        model="mfa.Authenticator",
        fields=(
            _one("type", "Second step", "Ail gam", msgid("protecting your account")),
            _one("data", "Name of the passkey", "Enw’r allwedd", msgid("telling your passkeys apart")),
        ),
        collect=_authenticators,
        erase=_erase_authenticators,
        keeps={},
    ),
    PersonalData(
        model="ground_identity.Correction",
        fields=(
            _one("sealed", "What you wrote", "Beth ysgrifennoch", msgid("correcting what is wrong"), MANAGERS),
            _one("answer_sealed", "The answer", "Yr ateb", msgid("telling you what happened to it"), MANAGERS),
        ),
        collect=_corrections,
        erase=_erase_corrections,
        keeps={},
    ),
    PersonalData(
        model="usersessions.UserSession",
        fields=(
            _one("ip", "Internet address", "Cyfeiriad rhyngrwyd", msgid("showing you where you are signed in")),
            _one("user_agent", "Browser", "Porwr", msgid("showing you where you are signed in")),
        ),
        collect=_sessions,
        erase=_erase_sessions,
        keeps={},
    ),
]

TITLES: dict[str, Text] = {
    "ground_identity.Correction": {
        "en": "What you asked to have corrected",
        "cy": "Yr hyn y gofynnoch am ei gywiro",
    },
    "ground_identity.Person": {"en": "Your account", "cy": "Eich cyfrif"},
    "account.EmailAddress": {"en": "Your email addresses", "cy": "Eich cyfeiriadau e-bost"},
    "mfa.Authenticator": {"en": "Your passkeys and second step", "cy": "Eich allweddi a’ch ail gam"},
    "usersessions.UserSession": {"en": "Where you are signed in", "cy": "Ble rydych wedi mewngofnodi"},
}

NOT_PERSONAL = {
    "kernel.JournalEntry.type role purpose channel": "words of the platform, not of people",
    "kernel.JournalEntry.organisation area": "an organisation's id and an area of the place, never an address",
    "kernel.JournalEntry.object": "the number of a thing",
    "kernel.JournalEntry.facts": "facts name their personal fields, which are sealed in `personal` instead",
    "kernel.JournalEntry.digest": "a hash of the entry",
    "kernel.SubjectKey.wrapped": "the row is destroyed by erasing the journal's key",
    "ground_identity.Correction.model field": "which registered field it is about",
    "ground_identity.Presence.code until": "random, good for ten minutes, and deleted with the day",
    "account.EmailConfirmation.key": "random, and deleted with its address",
    "usersessions.UserSession.session_key data": "random or unused, and deleted with its row",
}


def expire(moment: datetime) -> int:
    """Delete accounts whose email address was never verified within UNVERIFIED_FOR, and that did nothing else."""
    Presence.objects.filter(until__lt=moment).delete()
    verified = EmailAddress.objects.filter(verified=True).values("user_id")
    stale = Person.objects.filter(joined_at__lt=moment - UNVERIFIED_FOR, last_login=None, erased_at=None)
    stale = stale.exclude(pk__in=verified).filter(memberships=None)
    return delete_in_batches(stale)
