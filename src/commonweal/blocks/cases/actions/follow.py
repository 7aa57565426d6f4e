"""Lets a case follow a fact of another block: a payment starts its clock, a confirmed booking moves it on."""

from collections.abc import Mapping

from commonweal.blocks.cases.definitions import VersionMissing
from commonweal.blocks.cases.lookup import as_uuid
from commonweal.blocks.cases.models import Case
from commonweal.blocks.cases.work.moving import happened
from commonweal.blocks.cases.work.transaction import CaseTransaction
from commonweal.kernel.acting import SYSTEM


def case_concerned(thing: str, facts: Mapping[str, object]) -> str | None:
    """The id of the case that a fact is about: its object (`thing`), or its field `case`."""
    named = thing.removeprefix("case:") if thing.startswith("case:") else facts.get("case")
    identity = as_uuid(named.removeprefix("case:")) if isinstance(named, str) else None
    return str(identity) if identity else None


def follow(case: str, fact: str) -> None:
    """Let clocks and automatic transitions follow a fact (its type), in the transaction that records it.

    A fact must never fail because a case cannot follow it: one whose definition is lost stays as it is."""
    row = Case.objects.select_for_update().filter(pk=case).first()
    if row is None:
        return
    work = CaseTransaction(row, SYSTEM)
    try:
        named = _named(work)
    except VersionMissing:
        return
    if fact in named:
        happened(work, fact)
        work.finish()


def _named(work: CaseTransaction) -> set[str]:
    """The facts that the definition of the case waits for."""
    section = work.section
    waited = {transition.on for transition in section.transitions.values() if transition.on}
    clocks = {rule.start for rule in section.clocks} | {name for rule in section.clocks for name in rule.stop_on}
    return waited | clocks
