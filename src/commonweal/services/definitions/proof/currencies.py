"""Rules that put amounts of different currencies together: they would take one for the other."""

from collections.abc import Iterable, Iterator

from django.conf import settings

from commonweal.kernel.definition import Expression, Finding
from commonweal.kernel.money import minor_digits
from commonweal.services.definitions.language.compiled import CompiledService


def mixed_currencies(service: CompiledService, expressions: Iterable[Expression]) -> Iterator[Finding]:
    """A mistake for each condition, criterion and fact that reads amounts of more than one currency, or that makes
    amounts in the currency of the place next to those with other decimals."""
    place = settings.PLACE_CURRENCY
    if {place, *service.rules.rule_set.currencies.values()} == {place}:
        return
    criteria = (
        Expression(("eligibility", n, "when"), each.when) for n, each in enumerate(service.rules.rule_set.eligibility)
    )
    facts = (Expression(("facts", key), fact.value) for key, fact in service.rules.rule_set.facts.items())
    for rule in (*expressions, *criteria, *facts):
        found = service.rules.currencies_behind(rule.source, rule.scope or None, rule.about)
        if len(found) > 1:
            each = " and ".join(f"'{name}' in {currency}" for currency, name in found.items())
            message = f"This reads amounts of different currencies: {each}."
            yield Finding("mixed-currencies", message, "Use amounts of one currency in a rule.", rule.path)
            continue
        for currency, name in found.items():
            # An amount of another currency with as many decimals is the same number of minor units.
            same = minor_digits(currency) == minor_digits(place)
            if not same and service.rules.converts_amounts(rule.source, rule.scope or None):
                message = f"'{name}' is in {currency}, but money() and double() mean {place}, the place's currency."
                remedy = f"Give the amount as a parameter with `unit: {currency}`, or ask for {place}."
                yield Finding("mixed-currencies", message, remedy, rule.path)
