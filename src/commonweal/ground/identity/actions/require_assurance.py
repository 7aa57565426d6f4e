"""The verb by which a service demands that a person is known surely enough, and offers the way up."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from commonweal.ground.identity.events import AssuranceRefused
from commonweal.kernel.acting import ASSURANCE, Acting
from commonweal.kernel.journal import record
from commonweal.kernel.problems import NotAllowed, NotSignedIn


class AssuranceNeeded(NotAllowed):
    """The person is not known surely enough; `needed` is the level that would do, and there is a way to reach it."""

    code = "assurance-needed"
    title = gettext_noop("We need to be more certain who you are")

    def __init__(self, detail: str, *, needed: str, remedy: str = "") -> None:
        super().__init__(detail, remedy=remedy)
        self.needed = needed

    def as_json(self) -> dict[str, object]:
        return {**super().as_json(), "needed": self.needed}


def require_assurance(*, level: str, acting: Acting, about: str = "", purpose: str = "") -> None:
    """Refuse anybody who is known less surely than `level`; refusals are journalled on `about` ("service:…").

    Raises NotSignedIn for strangers and guests, AssuranceNeeded for people below the level."""
    if ASSURANCE.index(acting.assurance) >= ASSURANCE.index(level):
        return
    if acting.person is None:
        raise NotSignedIn(_("This is for people who have an account."), remedy=_("Sign in and try again."))
    me = f"person:{acting.person}"
    with transaction.atomic():
        record(
            AssuranceRefused(has=acting.assurance, needed=level),
            acting=acting,
            object=about or me,
            subject=me,
            purpose=purpose,
        )
    raise AssuranceNeeded(
        _("This service needs to be more certain who you are."),
        needed=level,
        remedy=_("Bring a photo document and a proof of your address to a counter of any member organisation."),
    )
