"""The rule to count by: the one that was asked for, or else the one that the file states."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Literal

from commonweal.participation.budgeting.counting.election import Election
from commonweal.participation.budgeting.counting.money import parse_amount
from commonweal.participation.budgeting.counting.pabulib.meta import stated_rule
from commonweal.participation.budgeting.counting.refusal import CountingRefused
from commonweal.participation.budgeting.counting.rule import Cap, Completion, Envelopes, Method, Rule, Utility

CapBy = Literal["category", "district"]


def chosen_rule(election: Election, method: Method | None, completion: Completion | None) -> tuple[Rule, list[str]]:
    """The rule, and notices about how it was chosen.

    A rule that is asked for by name is counted unchanged: the file's own threshold belongs to the file's own rule.
    """
    stated, name = stated_rule(dict(election.meta)), election.meta.get("rule", "")
    if method is None and completion is None:
        if stated is not None:
            return stated, [f"the file states the rule {name!r}: {stated.label}"]
        if not name or name == "unknown":
            return Rule("greedy"), ["the file states no rule: counted greedily; choose another with --rule"]
        return Rule("greedy"), [f"the rule {name!r} of the file is not one that we have: counted greedily"]
    rule = Rule(method or "equal-shares", completion or "none")
    notices = []
    if stated is not None and stated.eligibility.min_score is not None:
        notices.append(
            f"the file's threshold of {stated.eligibility.min_score} belongs to its rule {name!r} and is not applied; "
            f"add --threshold {stated.eligibility.min_score} to apply it"
        )
    return rule, notices


def _known(election: Election, name: str) -> str:
    if name not in election.position:
        raise CountingRefused(f"there is no project {name!r}", "use the ids of the file, separated by commas")
    return name


def with_parameters(
    election: Election,
    rule: Rule,
    *,
    utility: Utility | None = None,
    comparison: bool = False,
    threshold: int | None = None,
    cost_factor: str | None = None,
    conflicts: Sequence[str] = (),
    caps: Sequence[str] = (),
    envelopes: Sequence[str] = (),
) -> Rule:
    """The rule with parameters as they are typed: conflicts `A,B`, caps `category:NAME=AMOUNT`, envelopes alike."""
    rule = replace(rule, utility=utility or rule.utility, comparison=comparison or rule.comparison)
    conditions = rule.eligibility
    if threshold is not None:
        conditions = replace(conditions, min_score=threshold)
    if cost_factor is not None:
        try:
            factor = Fraction(cost_factor)
        except (ValueError, ZeroDivisionError) as error:
            raise CountingRefused(f"{cost_factor!r} is not a factor", "write a number such as 3 or 5/2") from error
        if factor <= 0:
            raise CountingRefused("the cost factor is not above zero", "write a number such as 3")
        conditions = replace(conditions, cost_factor=factor)
    sets = tuple(tuple(_known(election, name.strip()) for name in text.split(",")) for text in conflicts)
    limits = tuple(_cap(election, text) for text in caps)
    parts = [_place(election, text) for text in envelopes]
    if len({by for by, _, _ in parts}) > 1:
        raise CountingRefused("envelopes are by category or by district, not both", "choose one of the two")
    split = Envelopes(parts[0][0], tuple((name, amount) for _, name, amount in parts)) if parts else rule.envelopes
    return replace(
        rule,
        eligibility=conditions,
        conflicts=rule.conflicts + sets,
        caps=rule.caps + limits,
        envelopes=split,
    )


def _place(election: Election, text: str) -> tuple[CapBy, str, int]:
    """`category:NAME=AMOUNT` in three parts."""
    by, _, rest = text.partition(":")
    name, _, amount = rest.rpartition("=")
    if by not in {"category", "district"} or not name:
        raise CountingRefused(f"{text!r} is not understood", "write category:NAME=AMOUNT or district:NAME=AMOUNT")
    side: CapBy = "category" if by == "category" else "district"
    if name not in {getattr(project, side) for project in election.projects}:
        raise CountingRefused(f"no project has the {side} {name!r}", f"write the {side} as in the file")
    try:
        return side, name, parse_amount(amount)
    except ValueError as error:
        raise CountingRefused(str(error), "write a plain number such as 25000") from error


def _cap(election: Election, text: str) -> Cap:
    by, name, amount = _place(election, text)
    return Cap(by, name, most_cost=amount)
