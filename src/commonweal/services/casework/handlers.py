"""Reactions to events of cases: sends messages, and deletes what was kept for deleted cases."""

from commonweal.blocks.cases import events as case_events
from commonweal.blocks.forms import api as forms
from commonweal.blocks.messages import api as messages
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.journal import Entry, react, reader
from commonweal.kernel.tasks import URGENT
from commonweal.services.casework.case_messages import send_messages

# Everything that can happen to a case and that its applicant may know of.
PUBLIC = [
    fact
    for fact in vars(case_events).values()
    if isinstance(fact, type) and issubclass(fact, case_events.CaseFact) and fact.type and fact.public
]


@reader(*PUBLIC, priority=URGENT)
def tell_applicant(entry: Entry) -> None:
    """Write the messages that the service's definition names for what happened; the same entry writes them once."""
    send_messages(entry)


@react(case_events.CaseDeleted)
def delete_what_hangs_on_it(entry: Entry) -> None:
    """What was kept of confirmed addresses goes with the case, and every file that is held for it."""
    messages.forget_about(entry.object)
    forms.delete_held(holder=entry.object, acting=SYSTEM)
