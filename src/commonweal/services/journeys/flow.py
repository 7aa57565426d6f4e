"""The journey as a pure function: (definition, answers, state) -> its steps, and the next one to take."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from commonweal.blocks.rules.api import Assessment
from commonweal.kernel.definition import Evaluate, JourneyState, Step, StepState
from commonweal.services.definitions.api import CompiledService

ELIGIBILITY, AREA, CHECK = "eligibility", "area", "form/check"
NOT_THERE = {
    "en": "This service is not offered where you live",
    "cy": "Nid yw’r gwasanaeth hwn ar gael lle rydych yn byw",
}


@dataclass(frozen=True)
class Flow:
    """The progress of a journey. `steps` are in order; a stopped step is the last one that can be reached. `elsewhere`
    is the area of the applicant's address where the service is not offered there."""

    steps: Sequence[Step]
    assessment: Assessment | None
    elsewhere: str = ""

    @property
    def eligible(self) -> bool | None:
        """Whether the applicant is eligible by the answers so far; None where that is unknown, or there are no
        criteria."""
        if self.elsewhere:
            return False
        return self.assessment.eligible if self.assessment else None

    @property
    def because(self) -> list[str]:
        """The criteria that decided it; "area" for an address where the service is not offered."""
        if self.elsewhere:
            return [AREA]
        return list(self.assessment.because) if self.assessment else []

    @property
    def next(self) -> Step | None:
        """The first step that is not done; None when the journey can be sent off."""
        return next((step for step in self.steps if step.state is not StepState.DONE), None)

    @property
    def stopped(self) -> Step | None:
        """The step at which the journey ends without being sent, if it does."""
        return next((step for step in self.steps if step.state is StepState.STOPPED), None)

    def step(self, name: str) -> Step | None:
        return next((step for step in self.steps if step.name == name), None)

    def reachable(self, name: str) -> bool:
        """Whether everything before the step is done."""
        for step in self.steps:
            if step.name == name:
                return True
            if step.state is not StepState.DONE:
                return False
        return False

    def before(self, name: str) -> Step | None:
        """The step before, to go back to."""
        names = [step.name for step in self.steps]
        place = names.index(name) if name in names else 0
        return self.steps[place - 1] if place > 0 else None

    def after(self, name: str) -> Step | None:
        """The step that follows; None for the last one, and for a name that no step has."""
        names = [step.name for step in self.steps]
        place = names.index(name) + 1 if name in names else len(names)
        return self.steps[place] if place < len(names) else None

    def position(self, name: str) -> tuple[int, int]:
        """Which step of how many (both from 1)."""
        names = [step.name for step in self.steps]
        return (names.index(name) + 1 if name in names else 1), max(1, len(names))


def values_of(answers: Mapping[str, object], known: Mapping[str, object]) -> dict[str, object]:
    """What expressions see: the answers, and what is known about the person (`person.age` …)."""
    return {**known, **answers}


def left_blank(service: CompiledService, state: JourneyState) -> frozenset[str]:
    """Questions that may stay empty and did, on pages that were confirmed: their answers will not come any more."""
    form = service.content("form") or []
    given = {*state.answers, *state.unfinished}
    return frozenset(
        question.key
        for page in form
        if f"form/{page.page}" in state.confirmed
        for question in page.questions
        if question.asks and not question.required and question.key not in given
    )


def flow(service: CompiledService, state: JourneyState, known: Mapping[str, object], on: date) -> Flow:
    """The steps of a journey. Pure: the same definition, answers and day give the same steps.

    As soon as the answers of the steps that are done show that the service is not offered where somebody lives, or that
    a criterion cannot be met, the journey stops after them with an explanation, so that people do not fill in further
    pages for nothing."""
    values = values_of(state.answers, known)
    blank = left_blank(service, state)
    evaluate = service.evaluate(values, on=on, blank=blank)
    steps = list(_all_steps(service, state, evaluate))
    page, area = where_it_is_for(service, state.answers)
    if not service.base.serves(area):
        return Flow([*_until(steps, f"form/{page}"), Step(AREA, "", NOT_THERE, StepState.STOPPED)], None, area)
    assessment = service.assess(values, on=on, blank=blank) if service.content(ELIGIBILITY) else None
    if assessment is not None and assessment.eligible is False:
        done = [step for step in steps if step.state is StepState.DONE and not _is_check(step)]
        title = {"en": "You cannot use this service", "cy": "Ni allwch ddefnyddio’r gwasanaeth hwn"}
        return Flow([*done, Step(ELIGIBILITY, "", title, StepState.STOPPED)], assessment)
    return Flow(steps, assessment)


def where_it_is_for(service: CompiledService, answers: Mapping[str, object]) -> tuple[str, str]:
    """The page and the area of the first address that was answered; '' for none."""
    for page in service.content("form") or []:
        for question in page.questions:
            answer = answers.get(question.key)
            if question.type == "address" and isinstance(answer, Mapping):
                return page.page, str(answer.get("area") or "")
    return "", ""


def _until(steps: Sequence[Step], name: str) -> Iterator[Step]:
    """The steps that are done, up to one of them."""
    for step in steps:
        if step.state is StepState.DONE and not _is_check(step):
            yield step
        if step.name == name:
            return


def _is_check(step: Step) -> bool:
    return step.name == CHECK


def _all_steps(service: CompiledService, state: JourneyState, evaluate: Evaluate) -> Iterator[Step]:
    for key, section in service.sections.items():
        if section.steps is None:
            continue
        for step in section.steps(service.content(key), state, evaluate):
            yield step
            if step.state is StepState.STOPPED:
                return
