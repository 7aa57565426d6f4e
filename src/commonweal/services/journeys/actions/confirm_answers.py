"""The verb by which the applicant confirms the answers."""

from django.db import transaction

from commonweal.kernel.acting import Acting
from commonweal.services.journeys.actions.answer import save
from commonweal.services.journeys.closing import still_open
from commonweal.services.journeys.drafts import Open, open_draft
from commonweal.services.journeys.flow import CHECK


@transaction.atomic
def confirm_answers(*, journey: str, acting: Acting) -> Open:
    """Confirm the check page, if everything before it is done; the returned draft has the next step."""
    draft = still_open(open_draft(journey, acting, lock=True))
    if not draft.flow.reachable(CHECK):
        return draft
    return save(draft, draft.data, set(draft.row.confirmed) | {CHECK})
