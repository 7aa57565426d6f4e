"""The verb by which staff try a version before it is published."""

from commonweal.kernel.acting import Acting
from commonweal.services.definitions.language.compiled import CompiledService
from commonweal.services.definitions.permissions import may_read, require_in
from commonweal.services.definitions.versions.authoring import check, refuse_mistakes, service_row, version_row


def preview(*, service: str, number: int, acting: Acting) -> CompiledService:
    """The compiled version, in any state, for those who work on it. Raises Invalid for a draft with mistakes."""
    row = service_row(service, acting)
    require_in(may_read, acting, str(row.organisation_id))
    checked = check(version_row(row, number).source, str(row.organisation_id))
    refuse_mistakes(checked)
    assert checked.service is not None
    return checked.service
