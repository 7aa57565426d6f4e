"""How many open cases there are: by state, mine, unassigned, overdue, waiting."""

from typing import Any
from uuid import UUID

from django.db.models import Count, IntegerField, QuerySet, Subquery
from django.db.models.functions import Coalesce

from commonweal.blocks.cases.cards import Counts
from commonweal.blocks.cases.models import Case
from commonweal.blocks.cases.models.case import OPEN
from commonweal.blocks.cases.queries.queue import visible
from commonweal.kernel import clock
from commonweal.kernel.acting import Acting


def counts(*, acting: Acting, organisation: str | None = None) -> Counts:
    """Open cases of an organisation, counted now, each number from its index; two queries.

    Its time grows with the number of open cases (about 10 ms for 30,000): a page that must stay quick shows it apart
    from the queue. Raises what `queue` raises."""
    rows = visible(acting, organisation).filter(phase=OPEN)
    states: dict[str, int] = dict(rows.order_by().values_list("state").annotate(number=Count("pk")))
    numbers: dict[str, int] = dict.fromkeys(("mine", "unassigned", "overdue", "waiting"), 0)
    kinds = {
        "mine": rows.filter(assignee=UUID(acting.person)) if acting.person else rows.none(),
        "unassigned": rows.filter(assignee=None),
        "overdue": rows.filter(due_order__lt=clock.now()),
        "waiting": rows.filter(waiting=True),
    }
    # Scalar subqueries hang on any one row; without an open case there is none, and nothing to count.
    asked = {f"n_{name}": _number(kind) for name, kind in kinds.items()}
    found: list[Any] = list(rows.order_by().values(**asked)[:1]) if states else []
    for row in found:
        numbers = {name: row[f"n_{name}"] for name in kinds}
    return Counts(states=states, total=sum(states.values()), **numbers)


def _number(rows: "QuerySet[Case]") -> Coalesce:
    counted = rows.order_by().values("phase").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
