"""Finds a case by id or reference, without revealing to others that it exists."""

import re
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_noop as msgid

from commonweal.blocks.cases.models import Case
from commonweal.blocks.cases.permissions import belongs, is_applicant
from commonweal.kernel.acting import Acting
from commonweal.kernel.problems import NotFound, NotSignedIn
from commonweal.kernel.references import normalise_reference

MISSING = msgid("There is no such case among those that you may see.")
WRITTEN = re.compile(r"[0-9A-Z-]{1,40}")
CHECK = msgid("Check the reference for typing mistakes, and that you act for the right organisation.")


def as_uuid(text: str) -> UUID | None:
    """The id in its typed form, or None."""
    try:
        return UUID(str(text))
    except ValueError:
        return None


def as_reference(typed: str) -> str:
    """The reference that somebody typed, in the written form; '' for what can be none."""
    reference = normalise_reference(str(typed)[:80], settings.REFERENCE_PREFIX)
    return reference if WRITTEN.fullmatch(reference) else ""


def named(case: str) -> dict[str, object]:
    """The filter that finds a case by what it is called: its id, or its reference as somebody typed it."""
    identity = as_uuid(case)
    return {"pk": identity} if identity is not None else {"reference": as_reference(case)}


def find(case: str, acting: Acting, *, rows: "QuerySet[Case] | None" = None) -> Case:
    """The row, for its applicant, for members of its organisation, and for the platform itself.

    Raises NotSignedIn for strangers and NotFound for everybody else."""
    if acting.is_stranger:
        raise NotSignedIn("Cases are for people who are signed in.", remedy="Sign in and try again.")
    row = (Case.objects.all() if rows is None else rows).filter(**named(case)).first()
    if row is None or not (is_applicant(acting, row) or belongs(acting, str(row.organisation_id))):
        raise NotFound(MISSING, remedy=CHECK)
    return row


def is_known_to(case: str, acting: Acting) -> bool:
    """Whether a case is one that the actor may know of."""
    try:
        find(case, acting)
    except (NotFound, NotSignedIn):
        return False
    return True


def is_known_to_staff(case: str, acting: Acting) -> bool:
    """Whether a case is of an organisation that the actor belongs to."""
    row = Case.objects.filter(**named(case)).first()
    return row is not None and belongs(acting, str(row.organisation_id))


def subject_of(case: str) -> str:
    """The subject of a case, '' where there is none. No permission check."""
    return Case.objects.filter(**named(case)).values_list("subject", flat=True).first() or ""


def find_locked(case: str, acting: Acting) -> Case:
    """The same, held until the transaction ends, so that what is decided about it is decided once."""
    return find(case, acting, rows=Case.objects.select_for_update())
