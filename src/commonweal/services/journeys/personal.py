"""What journeys hold of a person."""

from collections.abc import Collection, Iterable

from django.utils.translation import gettext_noop as msgid

from commonweal.kernel import sensitive
from commonweal.kernel.personal import PersonalData, PersonalField
from commonweal.services.journeys.models import Journey


def _collect(person: str, most: int | None = None) -> Iterable[dict[str, object]]:
    rows = list(Journey.objects.filter(person_id=person)[:most])
    opened = sensitive.unseal_many([(row.owner, row.sealed) for row in rows])
    for row in rows:
        yield {
            "sealed": opened.get(row.sealed, {}),
            "owner": row.owner,
            "service": row.service,
            "version": row.version,
            "begun_at": row.begun_at,
            "submitted_at": row.submitted_at,
            "reference": row.reference,
        }


def _erase(person: str) -> int:
    deleted, _ = Journey.objects.filter(person_id=person).delete()
    return deleted


def _field(name: str, en: str, cy: str) -> PersonalField:
    return PersonalField(
        field=name,
        title={"en": en, "cy": cy},
        purpose=msgid("making and sending your application"),
        basis="public_task",
        retention=msgid("30 days after you last changed a draft; what you sent for as long as its service says"),
        seen_by=msgid("you, and the organisation to which you send it"),
    )


def in_use_by(subjects: Collection[str]) -> set[str]:
    """Who of them has a draft."""
    rows = Journey.objects.filter(owner__in=subjects, state="draft")
    return set(rows.order_by("owner").values_list("owner", flat=True).distinct())


PERSONAL = [
    PersonalData(
        model="services_journeys.Journey",
        fields=(
            _field("sealed", "Your answers so far, and how to reach you", "Eich atebion hyd yn hyn, a sut i gysylltu"),
            _field("owner", "Whose application it is", "Cais pwy ydyw"),
            _field("begun_by", "Who began it", "Pwy a'i dechreuodd"),
            _field("reference", "The number of your application", "Rhif eich cais"),
        ),
        collect=_collect,
        erase=_erase,
        keeps={},
    )
]

# Fields without personal data, with the reason.
NOT_PERSONAL = {
    "services_journeys.Journey.service version moved_from": "which service in which version; the same for everybody",
    "services_journeys.Journey.case confirmed": "the case, which is registered itself, and names of pages",
    "services_journeys.ResumeLink.journey token_hash": "which draft a link leads to, and a fingerprint of the link",
    "services_journeys.Journey.channel language": "how and in which language the form was shown",
}
TITLES = {"services_journeys.Journey": {"en": "Applications that you began", "cy": "Ceisiadau a ddechreuoch"}}
# Whose key sealed a row.
SEALED_FOR = ("services_journeys.Journey.owner",)
