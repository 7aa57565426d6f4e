"""The verb by which a folder of definitions becomes what the place is."""

from django.db import transaction

from commonweal.kernel.acting import Acting, is_system, require
from commonweal.kernel.definition import Finding
from commonweal.kernel.place import Folder
from commonweal.kernel.plurals import number_of
from commonweal.services.definitions.models import KeptText
from commonweal.services.definitions.place_files.folder import FolderRead, check_folder, kinds
from commonweal.services.definitions.place_files.planning import Plan, kept_by_the_place, plan


class FolderRefused(Exception):
    """The folder has mistakes; nothing was applied."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(number_of(len(findings), "mistake"))
        self.findings = findings


def plan_place(*, read: FolderRead) -> tuple[Plan, list[Finding]]:
    """What applying the folder would do, with all warnings. Raises FolderRefused with every finding if there is an
    error among them. Changes nothing."""
    kept = kept_by_the_place()
    findings = check_folder(read, kept)
    if any(finding.severity == "error" for finding in findings):
        raise FolderRefused(findings)
    return plan(Folder(read.folder.documents, kept)), findings


def apply_place(*, read: FolderRead, acting: Acting) -> tuple[Plan, list[Finding]]:
    """Create and change what differs, in one transaction; the plan that was carried out, and warnings.

    Only for the operator of the platform: the content of a folder goes live without a second person. Raises
    FolderRefused; any other error leaves everything as it was."""
    require(is_system, acting)
    with transaction.atomic():
        done, findings = plan_place(read=read)
        folder = Folder(read.folder.documents, kept_by_the_place())
        known = kinds()
        for step in done.steps:
            document = folder.of(step.kind)[step.key]
            kind = known[step.kind]
            if step.action != "unchanged":
                kind.apply(document, folder, acting)
        _keep_texts(done, folder)
    return done, findings


def _keep_texts(done: Plan, folder: Folder) -> None:
    """Keep the text of every document, also where only comments changed: it is what `export` gives back."""
    texts = [
        KeptText(
            kind=step.kind,
            key=step.key,
            path=step.path,
            text=folder.of(step.kind)[step.key].text,
            print=step.print,
        )
        for step in done.steps
    ]
    KeptText.objects.bulk_create(
        texts, 200, update_conflicts=True, unique_fields=["kind", "key"], update_fields=["path", "text", "print"]
    )
