"""What people of the demo do, in few words: apply for something, take a case, move it on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from commonweal.blocks.cases import api as cases
from commonweal.blocks.cases.models import CaseTask
from commonweal.kernel import clock
from commonweal.kernel.acting import Acting
from commonweal.kernel.text import Text, in_language
from commonweal.services.journeys import api as journeys
from commonweal.site.demo.simulation import Wait, office
from commonweal.site.demo.town import Resident, Town


@dataclass(frozen=True)
class Stage:
    """What a story needs around it: its own random numbers, the town, and the staff by their keys."""

    random: Random
    town: Town
    staff: Mapping[str, Acting]

    def left_lying(self, share: float) -> Wait:
        """Cases are picked up immediately, except for this share: they wait for weeks, beyond their dates."""
        return office(days=self.random.randint(12, 35)) if self.maybe(share) else office()

    def maybe(self, share: float) -> bool:
        """True in this share of all cases (0 to 1)."""
        return self.random.random() < share


def day(days: int) -> str:
    """The day that is so many days from the story's today, as an answer."""
    found: date = clock.today() + timedelta(days=days)
    return found.isoformat()


def begin(service: str, who: Resident, answers: Mapping[str, object]) -> str:
    """A draft with these answers; its id."""
    journey = str(journeys.begin_journey(service=service, acting=who.acting, language=who.language).pk)
    if answers:
        journeys.give_answers(journey=journey, answers=answers, acting=who.acting)
    return journey


def apply(service: str, who: Resident, answers: Mapping[str, object], *, minutes: int = 6) -> str:
    """Fill in a service, which took so many minutes, and send it, as the resident; the id of the case."""
    with clock.standing_at(clock.now() - timedelta(minutes=minutes)):
        journey = begin(service, who, answers)
    return _send(journey, who.acting)


def apply_by_phone(service: str, who: Resident, answers: Mapping[str, object], agent: Acting) -> str:
    """The same with a member of staff who types for a caller."""
    with clock.standing_at(clock.now() - timedelta(minutes=8)):
        row = journeys.begin_journey(service=service, acting=agent, language=who.language, channel="phone")
        contact = {"name": who.name, "email": who.email, "phone": who.phone}
        journeys.give_answers(journey=str(row.pk), answers=answers, acting=agent, contact=contact)
    return _send(str(row.pk), agent)


def _send(journey: str, acting: Acting) -> str:
    journeys.confirm_answers(journey=journey, acting=acting)
    return journeys.submit_journey(journey=journey, acting=acting).case


def take(case: str, staff: Acting) -> None:
    """Take a case and complete its tasks immediately."""
    cases.take(case=case, acting=staff)
    open_tasks = CaseTask.objects.filter(case_id=case, state="open").exclude(role__in=["applicant", "manager"])
    for task in open_tasks.values_list("pk", flat=True):
        cases.complete_task(task=str(task), acting=staff)


def move(case: str, key: str, staff: Acting, who: Resident, reason: Text | None = None, **given: object) -> None:
    """Take a case along a transition; reasons are in the language of the applicant."""
    words = in_language(reason, who.language) if reason else ""
    cases.transition(case=case, transition=key, acting=staff, given=given, reason=words)


def ask(case: str, staff: Acting, who: Resident, question: Text) -> str:
    """Ask the applicant for something; the id of the task."""
    return cases.request_information(case=case, question=in_language(question, who.language), acting=staff)


def answer(task: str, who: Resident, words: Text) -> None:
    """Answer as the applicant."""
    cases.answer_request(task=task, text=in_language(words, who.language), acting=who.acting)
