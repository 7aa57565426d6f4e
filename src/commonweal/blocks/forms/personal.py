"""What forms hold of a person: the files that they sent. Answers belong to journeys and cases."""

from collections.abc import Collection, Iterable

from django.utils.translation import gettext_noop as msgid

from commonweal.blocks.forms.actions.delete_upload import delete_owned
from commonweal.blocks.forms.models import Upload
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.personal import PersonalData, PersonalField


def _collect(person: str, most: int | None = None) -> Iterable[dict[str, object]]:
    for upload in Upload.objects.filter(owner=f"person:{person}").order_by("-created_at")[:most]:
        yield {
            "owner": upload.owner,
            "name": upload.name,
            "media_type": upload.media_type,
            "size": upload.size,
            "path": f"/files/{upload.pk}",
            "created_at": upload.created_at,
        }


def _erase(person: str) -> int:
    return delete_owned(owner=f"person:{person}", acting=SYSTEM)


def in_use_by(subjects: Collection[str]) -> set[str]:
    """Who of them has files that were not handed in yet."""
    rows = Upload.objects.filter(owner__in=subjects, holder="")
    return set(rows.order_by("owner").values_list("owner", flat=True).distinct())


_SEEN_BY = msgid("you, and the staff who work on what you sent it for")

PERSONAL = [
    PersonalData(
        model="blocks_forms.Upload",
        fields=tuple(
            PersonalField(
                field=field,
                title=title,
                purpose=msgid("answering the question that asked for a file"),
                basis="public_task",
                retention=msgid("30 days if you do not submit it; else as long as the case that it came with"),
                seen_by=_SEEN_BY,
                special=field == "path",
            )
            for field, title in (
                ("owner", {"en": "Who sent a file", "cy": "Pwy anfonodd ffeil"}),
                ("name", {"en": "The name of a file", "cy": "Enw ffeil"}),
                ("path", {"en": "The content of a file", "cy": "Cynnwys ffeil"}),
            )
        ),
        collect=_collect,
        erase=_erase,
        keeps={
            "en": "That a file was sent and deleted, without its name or content. What was sent into a case about "
            "somebody else stays in it, without who sent it.",
            "cy": "Bod ffeil wedi'i hanfon a'i dileu, heb ei henw na'i chynnwys. Mae'r hyn a anfonwyd i achos am "
            "rywun arall yn aros ynddo, heb bwy a'i hanfonodd.",
        },
    )
]

TITLES = {"blocks_forms.Upload": {"en": "Files that you sent", "cy": "Ffeiliau a anfonwyd gennych"}}

# Fields without personal data, with the reason.
NOT_PERSONAL = {
    "blocks_forms.Upload.media_type sha256": "what kind of file it is, its checksum, and where it lies",
    "blocks_forms.Upload.key": "the key of the content, which only the key of the person opens",
    "blocks_forms.Upload.organisation": "with what and with whom it was handed in, which is registered itself",
}
# Whose key sealed a row.
SEALED_FOR = ("blocks_forms.Upload.owner",)
