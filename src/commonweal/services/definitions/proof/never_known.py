"""Finds rules that never have a value because they read names that are never filled: about guests, or from other
organisations."""

from collections.abc import Iterator, Sequence
from datetime import date

from commonweal.blocks.forms.api import limits
from commonweal.kernel.definition import Expression, Finding
from commonweal.kernel.values import BOOLEAN
from commonweal.services.definitions.language.compiled import CompiledService

# Names with this prefix are reserved for exchange between organisations; nothing fills them yet.
FROM_ELSEWHERE = "attributes"
ABOUT_PEOPLE = "person"


def never_known(service: CompiledService, expressions: Sequence[Expression], today: date) -> Iterator[Finding]:
    """A warning for each rule that depends on such a name, except for conditions that can be true without it.

    A criterion that is unknown for a guest is left to staff, so only conditions are checked for guests."""
    rules = list(service.rules.rule_set.written(expressions))
    for rule in rules if _mentioned(rules, FROM_ELSEWHERE) else ():
        name = _read(service, rule, FROM_ELSEWHERE)
        if name and not _true_without(service, rule, FROM_ELSEWHERE, today):
            message = f"Nothing fills '{name}': other organisations cannot be asked yet, so this is never known."
            yield Finding("never-known", message, "Ask for it in the form.", rule.path, "warning")
    for rule in expressions if service.base.guests and _mentioned(rules, ABOUT_PEOPLE) else ():
        name = _read(service, rule, ABOUT_PEOPLE)
        if name and rule.returns == BOOLEAN and not _true_without(service, rule, ABOUT_PEOPLE, today):
            message = f"Guests have no account: '{name}' is not known about them, so this is never known for them."
            remedy = "Ask for it in the form, or remove `guests`."
            yield Finding("never-known", message, remedy, rule.path, "warning")


def _mentioned(rules: Sequence[Expression], beginning: str) -> bool:
    return any(beginning in rule.source for rule in rules)


def _read(service: CompiledService, rule: Expression, beginning: str) -> str:
    """The first name of this beginning that a rule reads; of what people are, also through facts and tables."""
    if beginning == FROM_ELSEWHERE:  # a fact or a table that reads it is reported at its own place
        names: Sequence[str] = service.rules.rule_set.compiled(rule.source, rule.scope or None).reads
    else:
        names = service.rules.names_behind(rule.source, rule.scope or None)
    return next((name for name in names if name.partition(".")[0] == beginning), "")


def _true_without(service: CompiledService, rule: Expression, beginning: str, today: date) -> bool:
    """Whether a condition is true for some answers where nothing of this beginning is known."""
    scope = rule.scope or None
    names = service.rules.names_behind(rule.source, scope)
    unfilled: dict[str, Sequence[str]] = {name: () for name in names if name.partition(".")[0] == beginning}
    found = service.rules.true_with(rule.source, today, limits(service.content("form") or []), scope, unfilled)
    return next(found, None) is not None
