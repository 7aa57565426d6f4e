"""The automatic transitions that were stopped because they did not end."""

from commonweal.blocks.cases import definitions, workflow
from commonweal.blocks.cases.automatic_transitions import leading_to_cycles
from commonweal.blocks.cases.events import AutomaticStepsStopped
from commonweal.blocks.cases.models import Case
from commonweal.kernel import journal
from commonweal.kernel.text import Text


def stopped_steps(row: Case) -> list[Text]:
    """The titles of the transitions in whose cycle an open case was stopped, as long as it has not been moved on.

    Asks the database for nothing where the workflow has no cycle."""
    try:
        section = definitions.section_of(row.version)
    except definitions.VersionMissing:
        return []
    if not row.is_open or not leading_to_cycles(section):
        return []
    last = journal.entries(object=row.ref, types=[AutomaticStepsStopped.type], limit=1)
    if not last or last[0].at < row.state_since:
        return []
    keys = [key for key in last[0].facts["transitions"] if key in section.transitions]
    return [section.transitions[key].title or workflow.words(key) for key in keys]
