"""Joins cases with their services: who knows the pinned versions, who keeps files, which messages leave."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from commonweal.blocks.cases import api as cases
from commonweal.blocks.cases import events as case_events
from commonweal.blocks.forms import api as forms
from commonweal.blocks.messages import api as messages
from commonweal.kernel.acting import SYSTEM, Acting
from commonweal.kernel.definition import Evaluate
from commonweal.kernel.journal import Entry, react, reader
from commonweal.kernel.tasks import URGENT
from commonweal.services.casework.sending import send_messages
from commonweal.services.definitions import api as definitions


def _section(version: str) -> Any:
    content = definitions.version(version).content("case")
    if content is None:
        raise LookupError(version)
    return content


def _whole(version: str) -> Mapping[str, Any]:
    return definitions.version(version).document


def _evaluate(version: str, answers: Mapping[str, Any], on: date) -> Evaluate:
    service = definitions.version(version)
    return service.evaluate(answers, on=on, blank=service.unanswered(answers))


def _assess(version: str, answers: Mapping[str, Any], on: date) -> Mapping[str, Any]:
    service = definitions.version(version)
    return (
        service.assess(answers, on=on, blank=service.unanswered(answers)).as_json()
        if service.content("eligibility")
        else {}
    )


def _claim_uploads(uploads: list[str], case: str, acting: Acting) -> None:
    """Tie the actor's own files to a case. Those of a new application are tied by its form, once the case is there."""
    card = cases.cards([case.removeprefix("case:")]).get(case.removeprefix("case:"))
    if card is not None:
        forms.keep_uploads(uploads, holder=case, organisation=card.organisation, owner=acting.actor, acting=acting)


def _delete_uploads(uploads: list[str]) -> None:
    for upload in uploads:
        forms.delete_upload(upload=upload, acting=SYSTEM)


def _may_read_file(case: str, upload: str, acting: Acting) -> bool:
    return cases.may_read_file(case, upload, acting=acting)


def _subject_of(case: str) -> str:
    """The subject of a case, '' where there is none any more whose key could seal its files."""
    subject = cases.subject_of(case)
    return subject if subject.startswith(("person:", "guest:")) else ""


cases.answer_definitions_with(_section, evaluate=_evaluate, assess=_assess, whole=_whole)
cases.answer_uploads_with(claim=_claim_uploads, delete=_delete_uploads)
forms.ask_holder("case", _may_read_file, subject=_subject_of)

# Everything that can happen to a case and that its applicant may know of.
PUBLIC = [
    fact
    for fact in vars(case_events).values()
    if isinstance(fact, type) and issubclass(fact, case_events.CaseFact) and fact.type and fact.public
]


@reader(*PUBLIC, priority=URGENT)
def tell_applicant(entry: Entry) -> None:
    """Write the messages that the service's definition names for what happened; the same entry writes them once."""
    send_messages(entry)


@react(case_events.CaseDeleted)
def delete_what_hangs_on_it(entry: Entry) -> None:
    """What was kept of confirmed addresses goes with the case, and every file that is held for it."""
    messages.forget_about(entry.object)
    forms.delete_held(holder=entry.object, acting=SYSTEM)
