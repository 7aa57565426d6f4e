"""Rules that put amounts of different currencies together: they would take one for the other."""

from collections.abc import Iterable, Iterator

from django.conf import settings

from commonweal.blocks.forms.api import questions_of
from commonweal.kernel.definition import Expression, Finding
from commonweal.kernel.money import MINOR_DIGITS, minor_digits
from commonweal.services.definitions.compiled import CompiledService


def mixed_currencies(service: CompiledService, expressions: Iterable[Expression]) -> Iterator[Finding]:
    """A mistake for each condition, criterion and fact that reads amounts of more than one currency."""
    known = _currencies(service)
    place = settings.PLACE_CURRENCY
    if len({place, *known.values()}) < 2:
        return
    criteria = (Expression(("eligibility", n, "when"), each.when) for n, each in enumerate(service.world.eligibility))
    facts = (Expression(("facts", key), fact.value) for key, fact in service.world.facts.items())
    for rule in (*expressions, *criteria, *facts):
        names = service.world.names_behind(rule.source, rule.scope or None)
        found = {known[name]: name for name in names if name in known}
        if len(found) > 1:
            each = " and ".join(f"'{name}' in {currency}" for currency, name in found.items())
            message = f"This reads amounts of different currencies: {each}."
            yield Finding("mixed-currencies", message, "Use amounts of one currency in a rule.", rule.path)
            continue
        for currency, name in found.items():
            # An amount of another currency with as many decimals is the same number of minor units.
            same = minor_digits(currency) == minor_digits(place)
            if not same and service.world.converts_amounts(rule.source, rule.scope or None):
                message = (
                    f"'{name}' is in {currency}, but money() and number() are of {place}, the currency of the place."
                )
                remedy = f"Give the amount as a parameter with `unit: {currency}`, or ask for {place}."
                yield Finding("mixed-currencies", message, remedy, rule.path)


def _currencies(service: CompiledService) -> dict[str, str]:
    """The currency of each answer and parameter that is an amount, by name."""
    asked = {
        question.key: str(getattr(question, "currency", ""))
        for _, question in questions_of(service.content("form") or [])
        if question.type == "money"
    }
    parameters = service.world.parameters.items()
    return asked | {f"parameters.{key}": each.unit for key, each in parameters if each.unit in MINOR_DIGITS}
