"""Who may deal with requests for corrections: asked inside the verbs."""

from uuid import UUID

from django.utils.translation import gettext as _

from commonweal.ground.identity.models import Correction
from commonweal.ground.organisations.api import is_manager
from commonweal.kernel.acting import Acting, is_system, require
from commonweal.kernel.problems import NotFound


def require_manager(organisation: str, acting: Acting) -> None:
    """Refuse all but managers of the organisation (id). Raises NotSignedIn, NotFound for others' staff, NotAllowed."""
    knows = acting.is_stranger or is_system(acting) or organisation in {*acting.memberships, acting.organisation}
    if not knows:
        raise NotFound(_("There is no such organisation among those that you work for."))
    require(is_manager, acting, organisation)


def correction_for(correction: str, acting: Acting, *, lock: bool = False) -> Correction:
    """The request, for managers of the organisation that was asked. Raises as `require_manager` does; to others a
    request looks like none."""
    if acting.is_stranger:
        require(is_manager, acting)
    missing = NotFound(_("There is no such request for a correction."))
    rows = Correction.objects.select_for_update(of=("self",)) if lock else Correction.objects.all()
    try:
        row = rows.select_related("person").filter(pk=UUID(str(correction))).first()
    except ValueError as error:
        raise missing from error
    if row is None:
        raise missing
    try:
        require_manager(str(row.organisation_id), acting)
    except NotFound as error:
        raise missing from error
    return row
