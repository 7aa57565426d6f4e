"""For tests of all capabilities: a worked service, cases of it, and the actors around it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import uuid4

from commonweal.blocks.cases import definitions
from commonweal.blocks.cases.actions.open_case import open_case
from commonweal.blocks.cases.language import CaseSection
from commonweal.blocks.cases.models import Case, CaseClock, CaseTask, Correspondence
from commonweal.blocks.cases.results import Opened
from commonweal.kernel import clock, sensitive
from commonweal.kernel.acting import SYSTEM, Acting
from commonweal.kernel.definition import Evaluate, Unknown
from commonweal.kernel.testing.providers import provide

Section = Callable[[str], CaseSection | Mapping[str, object]]
FindEvaluate = Callable[[str, Mapping[str, object], date], Evaluate]
FindAssessment = Callable[[str, Mapping[str, object], date], Mapping[str, object]]
Claim = Callable[[list[str], str, Acting], object]
Delete = Callable[[str], object]
# A small service with everything that most tests need; the hash is a name that no real version can have.
VERSION = "sha256:" + "0" * 64
CONTENT: dict[str, object] = {
    "states": [
        {"key": "received", "title": {"en": "Received", "cy": "Derbyniwyd"}},
        {"key": "visiting", "title": {"en": "Visit arranged", "cy": "Trefnwyd ymweliad"}},
        {"key": "granted", "title": {"en": "Granted", "cy": "Caniatawyd"}},
        {"key": "refused", "title": {"en": "Refused", "cy": "Gwrthodwyd"}},
    ],
    "start": "received",
    "transitions": {
        "arrange": {"from": "received", "to": "visiting", "by": "role:officer"},
        "visit": {
            "from": "visiting",
            "to": "received",
            "by": "role:crew",
            "requires": [{"key": "answer.seen", "type": "yes_no"}],
        },
        "grant": {
            "from": ["received", "visiting"],
            "to": "granted",
            "by": ["role:officer", "system"],
            "decides": "granted",
        },
        "refuse": {
            "from": ["received", "visiting"],
            "to": "refused",
            "by": "role:officer",
            "decides": "refused",
            "then": ["message.refused"],
        },
    },
    "tasks": [{"key": "check-photo", "in": "received", "for": "role:officer", "due": "2 working_days"}],
    "clocks": [
        {
            "key": "decide_by",
            "duration": 10,
            "unit": "working_days",
            "warn_at": "80%",
            "pause_in": ["visiting"],
            "on_expire": "grant",
        }
    ],
    "outcomes": {
        "granted": {"retention": {"delete_after": "24 months", "from": "closed"}},
        "refused": {"retention": {"delete_after": "12 months", "from": "decided"}},
    },
    "appeal": {"en": "Write to the ombudsman.", "cy": "Ysgrifennwch at yr ombwdsmon."},
    "roles": {"crew": {"en": "Crew", "cy": "Criw"}},
}


class KnownDefinitions:
    """Definitions that a test makes up. Without `evaluate` all conditions are unknown, without `assess` there are no
    rules."""

    def __init__(
        self, section: Section, evaluate: FindEvaluate | None = None, assess: FindAssessment | None = None
    ) -> None:
        self.section, self._evaluate, self._assess = section, evaluate, assess

    def evaluate(self, version: str, answers: Mapping[str, object], on: date) -> Evaluate:
        return self._evaluate(version, answers, on) if self._evaluate else _nothing_known

    def assess(self, version: str, answers: Mapping[str, object], on: date) -> Mapping[str, object]:
        return self._assess(version, answers, on) if self._assess else {}

    def document(self, version: str) -> Mapping[str, object]:
        del version
        return {}


def _nothing_known(source: str, scope: Mapping[str, object] | None = None) -> object:
    del source, scope
    return Unknown()


def define_cases(
    section: Section, *, evaluate: FindEvaluate | None = None, assess: FindAssessment | None = None
) -> None:
    """Let `section` (hash -> content of `case:`) know the pinned versions, and the others evaluate and assess them."""
    provide(definitions.CaseDefinitions, KnownDefinitions(section, evaluate, assess))


class KnownFiles:
    """Files that a test makes up, with a permission check only if the test gives one."""

    def __init__(self, claim: Claim | None = None, delete: Delete | None = None) -> None:
        self._claim, self._delete = claim, delete

    def claim(self, uploads: list[str], case: str, acting: Acting) -> None:
        if self._claim:
            self._claim(uploads, case, acting)

    def delete(self, upload: str) -> None:
        if self._delete:
            self._delete(upload)


def keep_files(*, claim: Claim | None = None, delete: Delete | None = None) -> None:
    """Let these functions tie files to cases and delete them."""
    provide(definitions.CaseFiles, KnownFiles(claim, delete))


def know(
    contents: Mapping[str, Mapping[str, object]] | None = None,
    *,
    evaluate: FindEvaluate | None = None,
    assess: FindAssessment | None = None,
) -> None:
    """Let these contents of `case:` be the pinned versions, by hash, with these evaluate and assess."""
    versions = {VERSION: CONTENT, **(contents or {})}
    define_cases(versions.__getitem__, evaluate=evaluate, assess=assess)


def make_case(organisation: Any, applicant: Any = None, **values: object) -> Opened:
    """A case of the small service, for a person row, or for a guest."""
    given: dict[str, Any] = {
        "service": f"{organisation.key}/visit",
        "version": VERSION,
        "organisation": str(organisation.pk),
        "answers": {"name": "Ann Example", "items": [{"kind": "fridge"}]},
        "contact": {"email": "ann@example.org"},
        "subject": applicant.ref if applicant is not None else f"guest:{uuid4()}",
        "acting": Acting(actor=applicant.ref) if applicant is not None else SYSTEM,
    }
    return open_case(**{**given, **values})


def _case_row(person: object, mark: str) -> Case:
    from commonweal.ground.organisations.testing import make_organisation

    know()
    organisation = make_organisation()
    opened = make_case(
        organisation, person, answers={"mark": mark}, uploads=[str(uuid4())], journey=f"{mark}-{uuid4()}"[:80]
    )
    return Case.objects.get(pk=opened.id)


def _correspondence(person: Any, mark: str) -> Correspondence:
    sealed = sensitive.seal(person.ref, {"text": mark})
    row = _case_row(person, mark)
    return Correspondence.objects.create(
        case=row, kind="out", author="system", at=clock.now(), sealed=sealed, attachments=[mark]
    )


def _task(person: Any, mark: str) -> CaseTask:
    row = _case_row(person, mark)
    question = sensitive.seal(person.ref, {"text": mark})
    return CaseTask.objects.create(
        case=row,
        organisation_id=row.organisation_id,
        key="information",
        role="applicant",
        person=person.ref,
        question=question,
        created_at=clock.now(),
    )


def _clock(person: object, mark: str) -> CaseClock:
    return CaseClock.objects.get(case=_case_row(person, mark))


SPECIMENS = {
    "blocks_cases.Case": _case_row,
    "blocks_cases.Correspondence": _correspondence,
    "blocks_cases.CaseTask": _task,
    "blocks_cases.CaseClock": _clock,
}
