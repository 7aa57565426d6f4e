"""The front door of journeys: begin, answer, confirm, send, and what a person has under way.

    begin_journey(*, service, acting, language, channel="web") -> Journey
    answer_page(*, journey, part, posted, acting) -> Answered           one page as a browser posts it
    give_answers(*, journey, answers, acting, contact=None) -> Answered  any answers as JSON
    keep_part(*, journey, section, part, posted, acting)                a stop of another block
    confirm_answers(*, journey, acting) -> Open                         check-your-answers
    submit_journey(*, journey, acting) -> Submitted                     again gives the first result
    change_language(*, journey, language, acting) -> Journey           when the reader changes that of the page
    discard_journey, bring_up_to_date, send_resume_link, open_resume_link, adopt_journeys
    adopt_by_link(*, token, acting) -> Journey                         uses the link up; the draft is now the actor's
    instead(service) -> str                                            how one gets what is not open by every channel
    drafts(acting) -> list[DraftCard]                                   for the dashboard
    my_journey(journey, acting) -> JourneyView                          for programs

All raise NotFound for a journey that is not the actor's.
"""

from dataclasses import dataclass
from datetime import datetime

from commonweal.blocks.forms import api as forms
from commonweal.kernel.acting import Acting
from commonweal.kernel.definition import StepState
from commonweal.kernel.text import Text
from commonweal.services.definitions import api as definitions
from commonweal.services.journeys.actions.adopt import adopt_by_link, adopt_journeys
from commonweal.services.journeys.actions.answer import Answered, answer_page, give_answers, keep_part, put_in_typed
from commonweal.services.journeys.actions.begin_journey import begin_journey
from commonweal.services.journeys.actions.bring_up_to_date import bring_up_to_date
from commonweal.services.journeys.actions.change_language import change_language
from commonweal.services.journeys.actions.confirm_answers import confirm_answers
from commonweal.services.journeys.actions.discard_journey import discard_journey
from commonweal.services.journeys.actions.resume_link import open_resume_link, send_resume_link
from commonweal.services.journeys.actions.submit_journey import Submitted, submit_journey
from commonweal.services.journeys.brand import brand
from commonweal.services.journeys.channels import instead
from commonweal.services.journeys.drafts import find, opened
from commonweal.services.journeys.flow import CHECK, Flow, flow
from commonweal.services.journeys.models import Journey

__all__ = [
    "Answered",
    "DraftCard",
    "Flow",
    "JourneyView",
    "StepView",
    "Submitted",
    "adopt_by_link",
    "adopt_journeys",
    "answer_page",
    "begin_journey",
    "brand",
    "bring_up_to_date",
    "change_language",
    "confirm_answers",
    "discard_journey",
    "drafts",
    "flow",
    "give_answers",
    "instead",
    "keep_part",
    "my_journey",
    "open_resume_link",
    "owner_of",
    "put_in_typed",
    "send_resume_link",
    "service_of",
    "submit_journey",
]

MOST_DRAFTS = 50


@dataclass(frozen=True)
class DraftCard:
    """A draft on the dashboard."""

    id: str
    service: str
    title: Text
    organisation: str
    begun_at: datetime
    changed_at: datetime


@dataclass(frozen=True)
class StepView:
    """A step as programs see it; `state` is "to do", "done" or "stopped"."""

    name: str
    title: Text
    state: str
    problems: dict[str, str]


@dataclass(frozen=True)
class JourneyView:
    """A journey as programs see it. `next` is None when it can be sent, and once it was. `answers` also
    has unfinished answers as they were given; `unfinished` names their questions."""

    id: str
    service: str
    version: str
    state: str
    language: str
    answers: dict[str, object]
    unfinished: list[str]
    steps: list[StepView]
    next: str | None
    eligible: bool | None
    because: list[str]
    reference: str
    case: str


def drafts(acting: Acting) -> list[DraftCard]:
    """The acting person's drafts, last changed first (one query, besides those for versions)."""
    rows = Journey.objects.filter(person_id=acting.must_be_person(), state="draft")[:MOST_DRAFTS]
    return [
        DraftCard(
            id=str(row.pk),
            service=row.service,
            title=definitions.version(row.version).title,
            organisation=str(row.organisation_id),
            begun_at=row.begun_at,
            changed_at=row.changed_at,
        )
        for row in rows
    ]


def owner_of(journey: str) -> str:
    """ "person:<uuid>" or "guest:<id>" of a draft, '' if there is none: to compare with, never to show."""
    return next(iter(Journey.objects.filter(pk=journey, state="draft").values_list("owner", flat=True)), "")


def service_of(journey: str) -> str:
    """ "organisation/service" of a draft, '' if there is none. Unchecked: the caller made sure that it was theirs."""
    return next(iter(Journey.objects.filter(pk=journey, state="draft").values_list("service", flat=True)), "")


def my_journey(journey: str, acting: Acting) -> JourneyView:
    """One journey of the actor's own. Raises NotFound."""
    row = find(journey, acting)
    found = opened(row)
    here = found.flow
    draft = row.state == "draft"
    steps = [StepView(step.name, step.title, step.state.value, dict(step.problems)) for step in here.steps]
    to_do = [step for step in here.steps if step.state is not StepState.DONE and step.name != CHECK]
    return JourneyView(
        id=str(row.pk),
        service=row.service,
        version=row.version,
        state=row.state,
        language=row.language,
        answers=dict(found.data.answers) | forms.unfinished_values(found.data.unfinished),
        unfinished=sorted(found.data.unfinished),
        steps=steps if draft else [],
        next=to_do[0].name if draft and to_do else None,
        eligible=here.eligible,
        because=here.because,
        reference=row.reference,
        case=row.case,
    )
