"""Keeps a letter, sealed with the key of the case's subject."""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from commonweal.blocks.cases.lookup import as_uuid
from commonweal.blocks.cases.models import Correspondence
from commonweal.blocks.cases.work.texts import storable, written
from commonweal.blocks.cases.work.transaction import CaseTransaction
from commonweal.kernel.problems import Invalid, filled

MOST_ATTACHMENTS = 20


def letter_in(
    work: CaseTransaction,
    *,
    direction: Literal["in", "out"],
    subject: str,
    text: str,
    ask: str,
    attachments: Sequence[str] = (),
    task: UUID | None = None,
) -> Correspondence:
    """Keep a letter of this case. Raises Invalid for an empty one (`ask` is the message then), or with too many
    attachments."""
    sealed: dict[str, object] = {
        "subject": subject.strip()[:200] if storable(subject) else "",
        "text": written(text, field="text", ask=ask),
    }
    if len(attachments) > MOST_ATTACHMENTS:
        raise Invalid(
            "There are too many files.",
            fields={"attachments": filled("Choose %(most)s or fewer.", most=MOST_ATTACHMENTS)},
        )
    if any(as_uuid(upload) is None for upload in attachments):
        raise Invalid("There is no such file.", fields={"attachments": "Give the ids of files that were uploaded."})
    work.attach(attachments)
    return Correspondence.objects.create(
        case=work.row,
        kind=direction,
        author=work.acting.actor,
        at=work.moment,
        sealed=work.seal(sealed),
        attachments=list(attachments),
        task=task,
    )
