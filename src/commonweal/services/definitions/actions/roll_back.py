"""The verb by which a version that was live before is taken up again."""

from django.db import transaction

from commonweal.kernel.acting import Acting
from commonweal.services.definitions.permissions import require_authority
from commonweal.services.definitions.versions.authoring import demand, go_live, service_row, version_row
from commonweal.services.definitions.versions.cards import VersionCard, version_card


def roll_back(*, service: str, number: int, acting: Acting) -> VersionCard:
    """Let new applications begin on an earlier version again; it was proved and approved when it was new.

    Raises Conflict for a version that never was live, or is."""
    with transaction.atomic():
        row = service_row(service, acting, lock=True)
        require_authority(acting, str(row.organisation_id))
        version = version_row(row, number)
        demand(version, "retired")
        go_live(row, version, acting=acting, back=True)
    return version_card(version, row)
