"""What cases hold of people, for their own export and for erasure."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_noop as msgid

from commonweal.blocks.cases import definitions
from commonweal.blocks.cases.models import Case, CaseTask, Correspondence
from commonweal.blocks.cases.models.case import ERASED
from commonweal.blocks.cases.models.correspondence import DECISION
from commonweal.blocks.cases.tasks import end_erased
from commonweal.kernel import sensitive
from commonweal.kernel.personal import PersonalData, PersonalField

WORKERS = msgid("you, and staff of the organisation that works the case")
KEPT = msgid("as the service says, counted from when the case was closed")

Rows = Iterable[Mapping[str, object]]


def _cases(person: str) -> "QuerySet[Case]":
    return Case.objects.filter(subject=f"person:{person}").order_by("-opened_at")


def _opened(person: str, seals: Iterable[str]) -> dict[str, Any]:
    return sensitive.unseal_many((f"person:{person}", seal) for seal in seals if seal)


def _collect_cases(person: str, most: int | None = None) -> Rows:
    rows = list(_cases(person)[:most])
    opened = _opened(person, (row.sealed for row in rows))
    for row in rows:
        yield {
            "reference": row.reference,
            "service": row.service,
            "version": row.version,
            "opened_at": row.opened_at,
            "closed_at": row.closed_at,
            "state": row.state,
            "sealed": opened.get(row.sealed, {}),
            "subject": row.subject,
            "uploads": row.uploads,
            "journey": row.journey,
        }


def _collect_correspondence(person: str, most: int | None = None) -> Rows:
    rows = list(Correspondence.objects.filter(case__in=_cases(person)).select_related("case").order_by("-at")[:most])
    opened = _opened(person, (row.sealed for row in rows))
    return [
        {
            "reference": row.case.reference,
            "service": row.case.service,
            "at": row.at,
            "kind": row.kind,
            "outcome": row.outcome,
            "sealed": opened.get(row.sealed, {}),
            "attachments": row.attachments,
        }
        for row in rows
    ]


def _collect_tasks(person: str, most: int | None = None) -> Rows:
    tasks = CaseTask.objects.filter(person=f"person:{person}").select_related("case")
    rows = list(tasks.order_by("-created_at")[:most])
    opened = _opened(person, (row.question for row in rows))
    return [
        {
            "reference": row.case.reference,
            "service": row.case.service,
            "question": opened.get(row.question, {}).get("text", ""),
            "person": row.person,
            "due_at": row.due_at,
            "done_at": row.done_at,
        }
        for row in rows
    ]


def _erase_correspondence(person: str) -> int:
    correspondence = Correspondence.objects.filter(case__in=_cases(person))
    deleted, _ = correspondence.exclude(kind=DECISION).delete()
    return deleted + correspondence.filter(kind=DECISION).update(sealed="", attachments=[])


def _erase_tasks(person: str) -> int:
    return CaseTask.objects.filter(person=f"person:{person}").update(question="", person="")


def _erase_cases(person: str) -> int:
    """All at once, however many there are. Open ones are ended by a task, since each is recorded and has tasks and
    clocks; until then the page shows staff that there is nothing left to work on."""
    rows = _cases(person)
    definitions.delete_uploads([upload for uploads in rows.values_list("uploads", flat=True) for upload in uploads])
    changed = rows.update(sealed="", uploads=[], subject=ERASED, journey=None)
    if changed:
        end_erased.enqueue()
    return changed


def _field(name: str, en: str, cy: str, purpose: str, *, special: bool = False) -> PersonalField:
    return PersonalField(
        field=name,
        title={"en": en, "cy": cy},
        purpose=purpose,
        basis="public_task",
        retention=KEPT,
        seen_by=WORKERS,
        special=special,
    )


def in_use_by(subjects: Collection[str]) -> set[str]:
    """Who of them has a case."""
    rows = Case.objects.filter(subject__in=subjects)
    return set(rows.order_by("subject").values_list("subject", flat=True).distinct())


PERSONAL = [
    PersonalData(
        model="blocks_cases.Case",
        fields=(
            _field(
                "sealed",
                "Your answers and how to reach you",
                "Eich atebion a sut i gysylltu â chi",
                msgid("working on what you asked for"),
                special=True,
            ),
            _field("subject", "Whose case it is", "Achos pwy ydyw", msgid("showing you your own cases")),
            _field(
                "uploads", "Files that you sent", "Ffeiliau a anfonwyd gennych", msgid("working on what you asked for")
            ),
            _field(
                "journey", "The form that you filled in", "Y ffurflen a lenwyd", msgid("taking your application once")
            ),
        ),
        collect=_collect_cases,
        erase=_erase_cases,
        keeps={
            "en": "Number, service, area, dates and outcome of the case, for statistics and the audit",
            "cy": "Rhif, gwasanaeth, ardal, dyddiadau a chanlyniad yr achos, at ddibenion ystadegau ac archwilio",
        },
    ),
    PersonalData(
        model="blocks_cases.Correspondence",
        fields=(
            _field(
                "sealed",
                "Letters, notes of staff, reasons of decisions",
                "Llythyrau, nodiadau staff, rhesymau penderfyniadau",
                msgid("working on what you asked for, writing about it and explaining what was decided"),
                special=True,
            ),
            _field(
                "attachments", "Files with letters", "Ffeiliau gyda llythyrau", msgid("working on what you asked for")
            ),
        ),
        collect=_collect_correspondence,
        erase=_erase_correspondence,
        keeps={"en": "That there was a decision, and which", "cy": "Bod penderfyniad, a pha un"},
    ),
    PersonalData(
        model="blocks_cases.CaseTask",
        fields=(
            _field("question", "What you were asked", "Beth a ofynnwyd i chi", msgid("asking for what is missing")),
            _field("person", "Who was asked", "I bwy y gofynnwyd", msgid("showing you what you were asked for")),
        ),
        collect=_collect_tasks,
        erase=_erase_tasks,
        keeps={"en": "That something was asked, and when", "cy": "Bod rhywbeth wedi’i ofyn, a phryd"},
    ),
]

TITLES = {
    "blocks_cases.Case": {"en": "What you applied for", "cy": "Yr hyn y gwnaethoch gais amdano"},
    "blocks_cases.Correspondence": {
        "en": "Letters, notes and decisions",
        "cy": "Llythyrau, nodiadau a phenderfyniadau",
    },
    "blocks_cases.CaseTask": {"en": "What you were asked for", "cy": "Yr hyn y gofynnwyd i chi amdano"},
}
_CODE = "a code of the definition or the platform, chosen from a few"
NOT_PERSONAL = {
    "blocks_cases.Case.reference": "a random number; it identifies nobody once the case is empty",
    "blocks_cases.Case.service version state phase priority channel team outcome decision language": _CODE,
    "blocks_cases.Case.area": "an area of the place, never an address",
    "blocks_cases.CaseTask.key title role in_state state": _CODE,
    "blocks_cases.CaseClock.key unit": _CODE,
    "blocks_cases.CaseClock.counts_from": "the day on which a deadline began",
    "blocks_cases.Correspondence.outcome transition": _CODE,
}
# Whose key sealed a row.
SEALED_FOR = ("blocks_cases.Case.subject",)
