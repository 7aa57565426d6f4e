"""An application goes on in another language: its pages from now on, and every message about it."""

from commonweal.kernel.acting import Acting
from commonweal.services.journeys.drafts import find
from commonweal.services.journeys.models import Journey


def change_language(*, journey: str, language: str, acting: Acting) -> Journey:
    """Let a draft go on in `language` (a code of the place). One that is filled in for somebody else stays in
    the language of the applicant. Raises NotFound."""
    row = find(journey, acting)
    if row.language != language and row.state == "draft" and acting.actor == row.owner:
        # Only what is still a draft: it may be sent at this moment, in the language in which it was checked.
        Journey.objects.filter(pk=row.pk, state="draft").update(language=language)
        row.language = language
    return row
