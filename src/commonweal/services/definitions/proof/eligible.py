"""Checks that conditions outside the form can be true for somebody who reaches its end."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from itertools import islice

from commonweal.kernel.definition import CanHold, Evaluate, Expression, Finding
from commonweal.kernel.problems import Problem
from commonweal.services.definitions.language.assembling import from_top
from commonweal.services.definitions.language.compiled import CompiledService
from commonweal.services.definitions.proof.ways import Ways, as_answer

MOST_TRIED = 40  # answers for which the condition is true, until none is looked for any more


def out_of_reach_elsewhere(service: CompiledService, runs: Sequence[Evaluate], today: date) -> Iterator[Finding]:
    """What the other sections find that nothing leads to because of conditions. `runs` are the evaluators of the
    examples, whose answers show what the search does not find."""
    can_hold = _can_hold(service, runs, today)
    for key, section in service.sections.items():
        for finding in section.reach(service.contents[key], can_hold) if section.reach else ():
            yield replace(finding, path=from_top(key, finding.path))


def nobody_eligible(service: CompiledService, runs: Sequence[Evaluate], today: date) -> Iterator[Finding]:
    """A warning where no answers are found for which all criteria hold, although each of them can."""
    criteria = service.rules.rule_set.eligibility
    if not criteria or any(all(run(criterion.when) is True for criterion in criteria) for run in runs):
        return
    together = " && ".join(f"({criterion.when})" for criterion in criteria)
    if not _can_hold(service, runs, today)(Expression(("eligibility",), together), {}):
        yield Finding(
            "nobody-eligible",
            "No answers were found with which all criteria hold: possibly nobody can be eligible.",
            "Look at which criteria exclude each other, and at the exits of the form; or add an example with "
            "`expect: {eligible: yes}`.",
            ("eligibility",),
            "warning",
        )


def _can_hold(service: CompiledService, runs: Sequence[Evaluate], today: date) -> CanHold:
    ways = Ways(service, today)

    def can_hold(condition: Expression, known: Mapping[str, Sequence[object]]) -> bool:
        source, scope = condition.source, condition.scope or None
        if not service.rules.is_searchable(source, scope) or _shown(condition, known, runs):
            return True
        found = service.rules.true_with(source, today, ways.limits, scope, known)
        return any(_is_so(ways, condition, values) for values in islice(found, MOST_TRIED))

    return can_hold


def _shown(condition: Expression, known: Mapping[str, Sequence[object]], runs: Sequence[Evaluate]) -> bool:
    """Whether the answers of an example make the condition true, with values that are known at its place."""
    there = {name: values for name, values in known.items() if values}
    rounds = max(map(len, there.values()), default=1)
    places = [{name: values[index % len(values)] for name, values in there.items()} for index in range(rounds)]
    return any(_value(run, condition, place) is True for run in runs for place in places)


def _is_so(ways: Ways, condition: Expression, values: Mapping[str, object]) -> bool:
    """Whether somebody can give these answers, and the condition is true after all that led to them."""
    own = {name: value for name, value in values.items() if name.partition(".")[0] in condition.scope}
    given = {name: as_answer(value) for name, value in values.items() if name not in own}
    evaluate = ways.with_answers(given, (), ways.form)
    if evaluate is None or _value(evaluate, condition, own) is not True:
        return False
    # Where a criterion does not hold, nothing can be sent.
    return all(evaluate(criterion.when) is not False for criterion in ways.service.rules.rule_set.eligibility)


def _value(evaluate: Evaluate, condition: Expression, own: Mapping[str, object]) -> object:
    with suppress(Problem):  # answers of an example may be out of bounds, which is reported where it runs
        return evaluate(condition.source, own) if condition.scope else evaluate(condition.source)
    return None
