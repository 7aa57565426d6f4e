"""Sends a journey off: checks everything again, lets every section do its part, gives the number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from commonweal.blocks.forms import api as forms
from commonweal.kernel import clock
from commonweal.kernel.acting import Acting
from commonweal.kernel.definition import StepState, Submission
from commonweal.kernel.problems import Conflict, Invalid
from commonweal.services.journeys.closing import still_open
from commonweal.services.journeys.drafts import Open, find, opened, seal
from commonweal.services.journeys.events import JourneySubmitted
from commonweal.services.journeys.flow import CHECK, where_it_is_for
from commonweal.services.journeys.form_context import form_context
from commonweal.services.journeys.models import Journey
from commonweal.services.journeys.recording import record_of


@dataclass(frozen=True)
class Submitted:
    """What the applicant gets: the number, and the case if the service has cases."""

    journey: str
    service: str
    reference: str
    case: str
    new: bool


def _contact(journey: Open) -> dict[str, str]:
    """How to reach the applicant: what staff gave, else what was answered, else the account's. The name of an account
    is that of its person, even if another was typed."""
    about = journey.known.get("person", {})
    account = {name: str(about[name]) for name in ("name", "email", "phone") if about.get(name)}
    answered = _answered_contact(journey)
    if account.get("name"):
        answered.pop("name", None)
    given = {key: value for key, value in journey.data.contact.items() if value}
    return account | answered | given


def _answered_contact(journey: Open) -> dict[str, str]:
    """Name, email and phone from the form's answers; the first of each."""
    found: dict[str, str] = {}
    people: list[dict[str, str]] = []
    for _, question in forms.questions_of(journey.form):
        answer = journey.data.answers.get(question.key)
        if question.type in {"email", "phone"} and isinstance(answer, str) and answer:
            found.setdefault(question.type, answer)
        elif question.type == "person" and isinstance(answer, dict):
            people.append(answer)
    # A form may ask for other people, too (a child): the applicant is the one who can be reached.
    for answer in sorted(people, key=lambda one: not (one.get("email") or one.get("phone")))[:1]:
        full = " ".join(answer[part] for part in ("name", "given_name", "family_name") if answer.get(part))
        given = {"name": full, "email": answer.get("email", ""), "phone": answer.get("phone", "")}
        found = {name: value for name, value in given.items() if value} | found
    return found


def _known_values(journey: Open) -> dict[str, object]:
    """What the rules of the service read about the person, kept with the answers so that conditions of the case and its
    messages have a value, and a decision can be recomputed later."""
    kept: dict[str, object] = {}
    for name in sorted({"person.age", "person.assurance"} | journey.service.rules.reads):
        if name.startswith("person."):
            _keep(name.split("."), journey.known, kept)
    return kept


def _keep(path: Sequence[str], known: Mapping[str, object], kept: dict[str, object]) -> None:
    """Copy only the value at the path, if it is known."""
    first, *rest = path
    value = known.get(first)
    if rest and isinstance(value, Mapping):
        inside = kept.get(first)
        inner: dict[str, object] = dict(inside) if isinstance(inside, Mapping) else {}
        _keep(rest, value, inner)
        value = inner or None
    if value is not None:
        kept[first] = value


def _checked(draft: Open) -> Open:
    """The draft with its answers checked once more as a whole. Raises Invalid or Conflict."""
    if draft.form:
        cleaned = forms.clean_answers(draft.form, draft.data.answers, form_context(draft))
        if cleaned.errors:
            raise Invalid("Some questions still need an answer.", fields=dict(cleaned.errors))
        draft = draft.with_answers(cleaned.answers)
    found = draft.flow
    if found.stopped is not None:
        raise Conflict("You cannot use this service.", remedy="See why, and change an answer if it is wrong.")
    to_do = [step for step in found.steps if step.state is not StepState.DONE and step.name != CHECK]
    if to_do:
        fields = {key: words for step in to_do for key, words in step.problems.items()}
        raise Invalid("Some steps are not done yet.", remedy="Go on with the next question.", fields=fields)
    return draft


def _result(row: Journey, *, new: bool) -> Submitted:
    return Submitted(str(row.pk), row.service, row.reference, row.case, new)


@transaction.atomic
def submit_journey(*, journey: str, acting: Acting, confirm: bool = False) -> Submitted:
    """Submit a draft; idempotent: submitting again returns the first result.

    `confirm` means that the applicant has just confirmed the answers, as on the check page. Everything happens in
    one transaction: the case, its tasks and clocks, the journal, the queued messages."""
    row = find(journey, acting, lock=True)
    if row.state == "submitted":
        return _result(row, new=False)
    if confirm:
        row.confirmed = sorted({*row.confirmed, CHECK})
    draft = _checked(still_open(opened(row)))
    answers = dict(draft.data.answers)
    contact = _contact(draft)
    handed = Submission(
        journey=str(row.pk),
        version=row.version,
        service=row.service,
        organisation=str(row.organisation_id),
        document=draft.service.document,
        answers=answers | _known_values(draft),
        facts=draft.service.facts({**draft.known, **answers}, on=clock.today()),
        evaluate=draft.evaluate_for(answers),
        person=str(row.person_id) if row.person_id else None,
        contact=contact,
        language=row.language,
        channel=row.channel,
        area=where_it_is_for(draft.service, answers)[1],
        acting=acting,
        subject=row.owner,
    )
    for key, section in sorted(draft.service.sections.items(), key=lambda pair: not pair[1].opens):
        if section.submit is not None:
            section.submit(draft.service.content(key), handed)
    row.state = "submitted"
    row.submitted_at = row.changed_at = clock.now()
    row.reference = str(handed.made.get("reference", ""))
    row.case = str(handed.made.get("case", ""))
    # The answers live on in the case, under its retention; what the journey keeps is who sent it and the number.
    row.sealed = seal(row.owner, type(draft.data)(contact=contact))
    row.save()
    fact = JourneySubmitted(
        service=row.service,
        version=row.version,
        reference=row.reference,
        minutes=int((row.submitted_at - row.begun_at).total_seconds() // 60),
    )
    record_of(row, fact, acting=acting, area=handed.area)
    return _result(row, new=True)
