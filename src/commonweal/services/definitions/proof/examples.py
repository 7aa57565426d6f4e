"""Runs the examples that a definition carries, and compares what comes out with what they expect."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from commonweal.blocks.forms import api as forms
from commonweal.kernel.budget import spend
from commonweal.kernel.definition import Evaluate, ExampleRun, Finding, JourneyState
from commonweal.kernel.expected import OfAnotherKind, expected_names
from commonweal.kernel.problems import Problem
from commonweal.services.definitions.language.base import Example
from commonweal.services.definitions.language.compiled import CompiledService
from commonweal.services.definitions.language.vocabulary import suggestion

# What a step of the journey costs in the budget of the proof, besides evaluation.
STEP_OF_JOURNEY = 20


@dataclass(frozen=True)
class ExampleResult:
    """How an example came out. `evaluate` is its evaluator; None if it could not even be made."""

    name: str
    on: date
    findings: tuple[Finding, ...]
    pages: Sequence[str] = ()
    evaluate: Evaluate | None = None
    eligible: bool | None = None  # None where there are no criteria, or too little is known

    @property
    def passed(self) -> bool:
        return not self.findings


def run_examples(service: CompiledService, *, today: date) -> list[ExampleResult]:
    """All examples in their order; one without a day of its own happens `today`."""
    return [_run(service, number, example, today) for number, example in enumerate(service.base.examples)]


def given_in(service: CompiledService, example: Example) -> dict[str, object]:
    """What an example gives, as answers are kept: amounts in pence."""
    return forms.from_example(service.contents.get("form") or [], example.given)


def evaluator_of(service: CompiledService, example: Example, today: date) -> Evaluate:
    """The evaluator over what an example gives, on its own day or today."""
    given = given_in(service, example)
    return service.evaluate(given, on=example.on or today, blank=_Unanswered(service, given))


def _run(service: CompiledService, number: int, example: Example, today: date) -> ExampleResult:
    on = example.on or today
    path = ("examples", number)
    findings = []
    evaluate: Evaluate | None = None
    pages: list[str] = []
    eligible: bool | None = None
    try:
        evaluate = evaluator_of(service, example, today)
        given = given_in(service, example)
        pages = list(pages_of(service, JourneyState(answers=given, on=on), evaluate))
        run = ExampleRun(example.name, given, on, evaluate, pages)
        eligible = _assessed(service, given, on)
        for key, expected in example.expect.items():
            try:
                message = _compare(service, key, expected, run)
            except OfAnotherKind as wrong:
                message = str(wrong)
            if message:
                findings.append(_failed(example.name, key, message, (*path, "expect", key)))
        # What is expected fails because a rule has no value: that rule is the mistake.
        findings = list(_without_value(example.name, evaluate, path)) or findings
    except Problem as problem:
        findings.append(
            Finding(
                "example-failed",
                f"The example '{example.name}' cannot be computed: {problem.detail}",
                problem.remedy or "Correct the rule, or what is given.",
                path,
            )
        )
    return ExampleResult(example.name, on, tuple(findings), pages, evaluate, eligible)


def _assessed(service: CompiledService, given: Mapping[str, object], on: date) -> bool | None:
    if not service.content("eligibility"):
        return None
    return service.assess(given, on=on, blank=_Unanswered(service, given)).eligible


def refused_answers(service: CompiledService, example: Example, number: int, today: date) -> Iterator[Finding]:
    """A finding for each answer of an example that cannot be given: of the wrong type, or beyond a limit."""
    form = service.contents.get("form") or []
    on = example.on or today
    spend(STEP_OF_JOURNEY * (1 + len(example.given)))
    asked = {question.key for _, question in forms.questions_of(form)}
    others = {name: value for name, value in example.given.items() if name not in asked}
    blank = _Unanswered(service, example.given)

    def evaluate_for(answers: Mapping[str, object]) -> Evaluate:
        return service.evaluate({**others, **answers}, on=on, blank=blank)

    form_context = forms.FormContext("en", on, evaluate_for)
    for path, why, notation in forms.refused_in_example(form, example.given, form_context):
        message = f"The example '{example.name}' gives '{path[-1]}' an answer that the form refuses. {why}"
        yield Finding("example-refused-answer", message, f"Write {notation}.", ("examples", number, "given", *path))


def _without_value(name: str, evaluate: Evaluate, path: tuple[str | int, ...]) -> Iterator[Finding]:
    """Rules that have no value for what the example gives, and were asked for."""
    for reason in dict.fromkeys(getattr(evaluate, "failures", ())):
        yield Finding(
            "example-failed",
            f"The example '{name}' cannot be computed: {reason}",
            "Correct the rule, guard it with a condition, or correct what is given.",
            path,
        )


def pages_of(service: CompiledService, state: JourneyState, evaluate: Evaluate) -> Iterator[str]:
    """The names of all steps that the journey would have, in order ("form/where")."""
    for key, section in service.sections.items():
        if section.steps is not None:
            for step in section.steps(service.contents[key], state, evaluate):
                spend(STEP_OF_JOURNEY)
                yield step.name


class _Unanswered:
    """In an example, optional questions without an answer were left blank."""

    def __init__(self, service: CompiledService, given: Mapping[str, object]) -> None:
        form = service.contents.get("form") or []
        spend(2 * len(form))
        self._optional = {q.key for _, q in forms.questions_of(form) if not q.required} - set(given)

    def __contains__(self, name: object) -> bool:
        return name in self._optional


def _failed(example: str, key: str, message: str, path: tuple[str | int, ...]) -> Finding:
    return Finding(
        "example-failed",
        f"The example '{example}' fails at '{key}': {message}{'' if message.endswith('?') else '.'}",
        "Correct the definition if the example is right, or the example if it is not.",
        path,
    )


def _compare(service: CompiledService, key: str, expected: object, run: ExampleRun) -> str | None:
    for name, section in service.sections.items():
        if key in section.expect:
            return section.expect[key](service.contents[name], expected, run)
    if key in OWN:
        return OWN[key](service, expected, run)
    known = [*OWN, *(word for section in service.sections.values() for word in section.expect)]
    return f"there is nothing of this name to expect. {suggestion(key, known)}".removesuffix(".")


def _missing(service: CompiledService, expected: object, run: ExampleRun) -> str | None:
    """`missing: [income]`: the answers that an assessment still needs."""
    blank = _Unanswered(service, run.given)
    found = sorted(service.assess(run.given, on=run.on, blank=blank).missing)
    return None if found == sorted(expected_names(expected)) else f"what is missing is: {', '.join(found) or 'nothing'}"


def _eligible(_service: CompiledService, expected: object, _run: ExampleRun) -> str | None:
    """Where there are no criteria, everybody is eligible."""
    return None if expected is True else "the definition has no criteria, so everybody is eligible"


OWN: Mapping[str, Callable[[CompiledService, object, ExampleRun], str | None]] = {
    "missing": _missing,
    "eligible": _eligible,
}
