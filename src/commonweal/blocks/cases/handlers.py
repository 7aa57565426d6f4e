"""What cases do when other blocks record something about them."""

from commonweal.blocks.cases.actions.follow import case_concerned, follow
from commonweal.kernel.journal import Entry, Fact, react


# Of all facts, because any block may be named by `on:` or `start:` of a definition.
@react(Fact)
def follow_facts_of_other_blocks(entry: Entry) -> None:
    """In the same transaction, so that a payment and what it starts are one; the verbs follow our own facts."""
    if entry.type.startswith("case."):
        return
    case = case_concerned(entry.object, entry.facts)
    if case is not None:
        follow(case, entry.type)
