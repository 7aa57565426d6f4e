"""Work that failed permanently, for the people who look after it."""

from collections.abc import Sequence

from commonweal.desk.permissions import may_see_failed_work
from commonweal.kernel import tasks
from commonweal.kernel.acting import Acting, require
from commonweal.kernel.tasks import DeadLetter


def failed_work(*, acting: Acting, limit: int = 100) -> Sequence[DeadLetter]:
    """Newest first. Raises NotSignedIn, and NotAllowed for others than managers of the steward."""
    require(may_see_failed_work, acting)
    return tasks.dead_letters(limit)
