"""The verb by which failed work is tried again."""

from uuid import UUID

from django.db import transaction

from commonweal.desk.events import WorkReplayed
from commonweal.desk.permissions import may_see_failed_work
from commonweal.kernel import tasks
from commonweal.kernel.acting import Acting, require, require_present
from commonweal.kernel.journal import record
from commonweal.kernel.problems import Conflict

MOST = 1000


def replay_work(*, work: UUID, acting: Acting) -> None:
    """Queue failed work again with a fresh number of tries. Raises Conflict if it no longer waits (somebody else was
    quicker), NotAllowed for others than managers of the steward, who must be present."""
    require(may_see_failed_work, acting)
    require_present(acting)
    with transaction.atomic():
        path = next((letter.path for letter in tasks.dead_letters(MOST) if letter.id == str(work)), "")
        if not tasks.replay(str(work)):
            raise Conflict("This work is no longer waiting.", remedy="Load the list again.")
        record(WorkReplayed(path=path), acting=acting, object=f"task:{work}")
