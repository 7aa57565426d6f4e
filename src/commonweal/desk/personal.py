"""What the desk holds of a person: the filters that they saved."""

from collections.abc import Iterable

from django.utils.translation import gettext_noop as msgid

from commonweal.desk.models import SavedFilter
from commonweal.kernel.personal import PersonalData, PersonalField


def _collect(person: str, most: int | None = None) -> Iterable[dict[str, object]]:
    return [dict(row) for row in SavedFilter.objects.filter(person_id=person).values("name", "query")[:most]]


def _erase(person: str) -> int:
    deleted, _ = SavedFilter.objects.filter(person_id=person).delete()
    return deleted


PERSONAL = [
    PersonalData(
        model="desk.SavedFilter",
        fields=(
            PersonalField(
                field="name",
                title={"en": "Names of filters that you saved", "cy": "Enwau'r hidlyddion a gadwyd gennych"},
                purpose=msgid("finding your way back to a list of cases"),
                basis="legitimate_interests",
                retention=msgid("until you delete it, or leave"),
                seen_by=msgid("you"),
            ),
            PersonalField(
                field="query",
                title={"en": "What those filters look for", "cy": "Beth mae'r hidlyddion hynny yn chwilio amdano"},
                purpose=msgid("finding your way back to a list of cases"),
                basis="legitimate_interests",
                retention=msgid("until you delete it, or leave"),
                seen_by=msgid("you"),
            ),
        ),
        collect=_collect,
        erase=_erase,
        keeps={"en": "Nothing.", "cy": "Dim byd."},
    )
]

TITLES = {"desk.SavedFilter": {"en": "Views that you saved at the desk", "cy": "Golygon a gadwyd gennych wrth y ddesg"}}
