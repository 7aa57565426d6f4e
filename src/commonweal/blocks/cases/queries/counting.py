"""How many open cases there are: by state, mine, nobody's, overdue, waiting."""

from django.db.models import Count, Q

from commonweal.blocks.cases.cards import Counts
from commonweal.blocks.cases.models.case import OPEN
from commonweal.blocks.cases.queries.queue import visible
from commonweal.kernel import clock
from commonweal.kernel.acting import Acting


def counts(*, acting: Acting, organisation: str | None = None) -> Counts:
    """Open cases of an organisation, counted now. Two queries, one over the open cases by state, one over the rest.

    Its time grows with the number of open cases; a page that must stay quick shows it apart from the queue. Raises
    what `queue` raises."""
    rows = visible(acting, organisation).filter(phase=OPEN)
    states = dict(rows.order_by().values_list("state").annotate(number=Count("pk")))
    kinds = rows.aggregate(
        mine=Count("pk", filter=Q(assignee=acting.person)) if acting.person else Count("pk", filter=Q(pk=None)),
        unassigned=Count("pk", filter=Q(assignee=None)),
        overdue=Count("pk", filter=Q(due_order__lt=clock.now())),
        waiting=Count("pk", filter=Q(waiting=True)),
    )
    return Counts(states=states, total=sum(states.values()), **kinds)
