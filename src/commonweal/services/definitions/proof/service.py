"""The static proof of a definition: all that is wrong with it although it can be read."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from commonweal.blocks.forms import api as forms
from commonweal.kernel import clock
from commonweal.kernel.definition import Evaluate, Expression, Finding
from commonweal.kernel.problems import Problem
from commonweal.kernel.worktime import MOST_YEARS
from commonweal.services.definitions.language.assembling import expressions_of, from_top, names_of
from commonweal.services.definitions.language.compiled import CompiledService
from commonweal.services.definitions.language.translations import unfilled, untranslated
from commonweal.services.definitions.proof.closed_questions import closed_questions
from commonweal.services.definitions.proof.currencies import mixed_currencies
from commonweal.services.definitions.proof.eligible import nobody_eligible, out_of_reach_elsewhere
from commonweal.services.definitions.proof.examples import (
    ExampleResult,
    evaluator_of,
    given_in,
    refused_answers,
    run_examples,
)
from commonweal.services.definitions.proof.never_known import never_known
from commonweal.services.definitions.proof.options import unchoosable
from commonweal.services.definitions.proof.reachable import never_finished, out_of_reach, unanswerable
from commonweal.services.definitions.proof.requirements import refused_beside_blank
from commonweal.services.definitions.proof.settled_facts import unsettled
from commonweal.services.definitions.proof.unknown_names import Known, unknown_areas, unknown_names
from commonweal.services.definitions.proof.ways import lacks_value_on_a_journey

# Mistakes of a question for which answers cannot even be compared with its limits.
TAKES_NO_ANSWER = frozenset({"form-limits", "form-pattern"})


@dataclass(frozen=True)
class Proof:
    """What the proof found, and how each example came out."""

    findings: tuple[Finding, ...]
    examples: tuple[ExampleResult, ...] = ()


def prove(service: CompiledService, known: Known, *, today: date) -> Proof:
    """Run every check. Examples run only if the rest holds, so that one mistake is not reported many times."""
    findings = [*unknown_names(service, known), *_guests(service), *_legal_basis(service), *_closing(service, today)]
    findings += [*_areas(service), *_offline(service), *_retention(service)]
    findings += _example_names(service)
    languages = service.base.languages or known.languages
    findings += untranslated(service.document, languages)
    findings += unfilled(
        service.document, languages, [key for key, section in service.sections.items() if section.fills]
    )
    findings += _collisions(service)
    findings += _sections(service)
    findings += _patterns(service, today)
    expressions = expressions_of(service.contents, service.sections)
    # Rules are tried with answers that go through the form, which some questions with mistakes cannot take.
    takes_answers = not any(finding.code in TAKES_NO_ANSWER for finding in findings)
    findings += _rules(service, expressions, today, try_answers=takes_answers)
    if not _has_error(findings):
        findings += [*_rows(service, today), *_refused_answers(service, today)]
        findings += unknown_areas(service, expressions, known)
    if _has_error(findings):
        return Proof(tuple(findings))
    findings += [*unsettled(service, today), *unanswerable(service, today)]
    findings += [*refused_beside_blank(service, today), *closed_questions(service, today)]
    findings += mixed_currencies(service, expressions)
    findings += never_known(service, expressions, today)
    examples = run_examples(service, today=today)
    # Where a criterion does not hold the journey ends, and the later pages of the example are not shown.
    shown = {name for example in examples if example.eligible is not False for name in example.pages}
    findings += [*out_of_reach(service, shown, today), *never_finished(service, shown, today)]
    findings += [finding for example in examples for finding in example.findings]
    if _has_error(findings):
        return Proof(tuple(findings), tuple(examples))
    runs = [example.evaluate for example in examples if example.evaluate is not None]
    findings += [*unchoosable(service, expressions, today), *_elsewhere(service, findings, runs, today)]
    if not any(finding.path[:1] == ("eligibility",) for finding in findings):
        findings += nobody_eligible(service, runs, today)
    findings += service.rules.untested(expressions, runs)
    return Proof(tuple(findings), tuple(examples))


def _elsewhere(
    service: CompiledService, findings: Iterable[Finding], runs: Sequence[Evaluate], today: date
) -> Iterator[Finding]:
    """What nothing leads to outside the form, where nothing else was found at its place."""
    told = {finding.path for finding in findings}
    return (finding for finding in out_of_reach_elsewhere(service, runs, today) if finding.path not in told)


def _has_error(findings: Iterable[Finding]) -> bool:
    return any(finding.severity == "error" for finding in findings)


def _rows(service: CompiledService, today: date) -> Iterator[Finding]:
    form = service.content("form") or []
    for finding in forms.rows_that_cannot_be(form, service.evaluate({}, on=today)):
        yield replace(finding, path=("form", *finding.path))


def _patterns(service: CompiledService, today: date) -> Iterator[Finding]:
    form = service.content("form") or []
    for finding in forms.patterns_that_nothing_fits(form, service.evaluate({}, on=today)):
        yield replace(finding, path=("form", *finding.path))


def _refused_answers(service: CompiledService, today: date) -> Iterator[Finding]:
    for number, example in enumerate(service.base.examples):
        yield from refused_answers(service, example, number, today)


def _rules(service: CompiledService, expressions: list[Expression], today: date, *, try_answers: bool) -> list[Finding]:
    try:
        limits = forms.limits(service.content("form") or [])
        confirm = partial(lacks_value_on_a_journey, service)
        examples = [
            (given_in(service, example), evaluator_of(service, example, today)) for example in service.base.examples
        ]
        return service.rules.check(
            expressions, today=today, limits=limits, confirm=confirm, examples=examples, try_answers=try_answers
        )
    except Problem as problem:
        # One rule that cannot be read may keep the others from being tried; it is reported all the same.
        return [Finding("rule-refused", problem.detail, problem.remedy or "Correct the rule.")]


def _sections(service: CompiledService) -> Iterator[Finding]:
    for key, section in service.sections.items():
        for finding in section.check(service.contents[key], service.document) if section.check else ():
            yield replace(finding, path=from_top(key, finding.path))


def _guests(service: CompiledService) -> Iterator[Finding]:
    if service.base.guests and service.base.assurance != "none":
        message = f"Guests have no assurance, but this demands '{service.base.assurance}'."
        yield Finding("guests-without-assurance", message, "Remove one of them.", ("guests",))


def _areas(service: CompiledService) -> Iterator[Finding]:
    """A service with areas needs an address question, which decides whether somebody lives in one of them."""
    form = service.contents.get("form") or []
    asked = any(question.type == "address" and question.required for _, question in forms.questions_of(form))
    if service.base.areas and form and not asked:
        yield Finding(
            "areas-without-address",
            "This is offered in some areas only, but the form does not require an address.",
            "Ask for an address that is required, or remove `areas`.",
            ("areas",),
        )


def _offline(service: CompiledService) -> Iterator[Finding]:
    """Settings for people who apply online need the channel `web`."""
    base = service.base
    if "web" in base.channels:
        return
    for key, said in (("guests", base.guests), ("assurance", base.assurance != "none")):
        if said:
            message = f"`{key}` is about people who apply online, but this is not open by the web."
            yield Finding(f"{key}-offline", message, f"Remove `{key}`, or add web to `channels`.", (key,))


def _example_names(service: CompiledService) -> Iterator[Finding]:
    names = [example.name for example in service.base.examples]
    for number, name in enumerate(names):
        if name in names[:number]:
            message = f"There are two examples called '{name}'."
            yield Finding("example-twice", message, "Give each its own name.", ("examples", number, "name"))


def _legal_basis(service: CompiledService) -> Iterator[Finding]:
    """A service that asks for personal data needs a legal basis."""
    personal = forms.personal_answers(service.contents.get("form") or [])
    if personal and service.base.legal_basis is None:
        yield Finding(
            "no-legal-basis",
            f"This asks for personal data ('{personal[0].path}'), but gives no legal basis.",
            "Add `legal_basis: {basis: public_task, reference: …}`.",
            ("form",),
        )


def _retention(service: CompiledService) -> Iterator[Finding]:
    """A period that ends beyond the calendar: a closed case would have no date of deletion."""
    if service.base.retention is None:
        return
    count, unit = service.base.retention.delete_after.split()
    if unit.startswith("year") and int(count) > MOST_YEARS:
        message = f"'{count} {unit}' ends beyond the year 9999."
        yield Finding(
            "retention-too-long", message, f"Write {MOST_YEARS} years or less.", ("retention", "delete_after")
        )


def _closing(service: CompiledService, today: date) -> Iterator[Finding]:
    closes = service.base.hard_close
    if closes is not None and (clock.day_of(closes) if isinstance(closes, datetime) else closes) < today:
        message = f"This closed on {closes.isoformat()}: no applications are taken."
        yield Finding("closed", message, "Remove `hard_close`, or set a later day.", ("hard_close",), "warning")


def _collisions(service: CompiledService) -> Iterator[Finding]:
    """Names that two sections add; the later one would hide the earlier."""
    seen: dict[str, str] = {}
    for key, section in service.sections.items():
        for name in names_of(service.document, service.contents, {key: section}, bare=True):
            if name in seen:
                message = f"The name '{name}' comes from '{seen[name]}' and from '{key}'."
                yield Finding("name-twice", message, "Give one of them another name.", (key,))
            seen.setdefault(name, key)
