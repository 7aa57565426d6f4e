"""Who may use the addresses of files: the sender, and those who may read what the file was sent with."""

from io import BytesIO
from typing import Any

from commonweal.blocks.forms import api as forms
from commonweal.kernel.testing import Door, Side, applicant, nobody, role, scope, scope_anywhere, signed_in


class Sent(BytesIO):
    """A file as a browser sends it."""

    name = "letter.txt"


# What came with a case is read by those who read the case. A key needs the scope of files, too.
READ_WITH_CASE = role("officer", "manager", "agent", "viewer", "crew")
KEY = scope("forms:read") & scope("cases:read", "cases:write")


def plant(world: Any, side: Side) -> None:
    """A file that is not submitted yet."""
    acting = world.acting(side.applicant)
    words = world.secret(side, "upload", applicant)
    side.things["upload_id"] = forms.store_upload(file=Sent(words.encode()), owner=acting.actor, acting=acting).id
    words = world.secret(side, "enclosure", applicant | READ_WITH_CASE | KEY)
    side.things["enclosure"] = forms.store_upload(file=Sent(words.encode()), owner=acting.actor, acting=acting).id


def _enclosed(visit: Any) -> dict[str, Any]:
    return {"upload_id": visit["enclosure"]}


AFTER = ("services.journeys",)
own = applicant & signed_in  # the API has no guests
DOORS = [
    Door("GET forms:download", applicant),
    Door("GET forms:download", applicant | READ_WITH_CASE, arguments=_enclosed),
    Door("POST /api/forms/uploads", signed_in | scope_anywhere("forms:write")),
    Door("GET /api/forms/uploads/{upload_id}", own),
    Door("GET /api/forms/uploads/{upload_id}/content", own),
    Door("GET /api/forms/uploads/{upload_id}/content", own | READ_WITH_CASE | KEY, arguments=_enclosed),
    Door("DELETE /api/forms/uploads/{upload_id}", own),
    Door(
        "DELETE /api/forms/uploads/{upload_id}",
        nobody,
        arguments=_enclosed,
        unproved="what came with a case stays in it",
    ),
]
