"""Provides to the blocks what they ask about cases: the pinned definitions, and who keeps and reads the files."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from commonweal.blocks.cases import api as cases
from commonweal.blocks.forms import api as forms
from commonweal.kernel.acting import SYSTEM, Acting
from commonweal.kernel.definition import Evaluate
from commonweal.kernel.providers import provides
from commonweal.services.definitions import api as definitions


@provides(cases.CaseDefinitions)
class PinnedDefinitions:
    """The versions that cases were begun on, from the capability that keeps them."""

    def section(self, version: str) -> cases.CaseSection:
        content: cases.CaseSection | None = definitions.version(version).content("case")
        if content is None:
            raise LookupError(version)
        return content

    def evaluate(self, version: str, answers: Mapping[str, Any], on: date) -> Evaluate:
        service = definitions.version(version)
        return service.evaluate(answers, on=on, blank=service.unanswered(answers))

    def assess(self, version: str, answers: Mapping[str, Any], on: date) -> Mapping[str, Any]:
        service = definitions.version(version)
        if not service.content("eligibility"):
            return {}
        return service.assess(answers, on=on, blank=service.unanswered(answers)).as_json()

    def document(self, version: str) -> Mapping[str, Any]:
        return definitions.version(version).document


@provides(cases.CaseFiles)
class FilesOfCases:
    """Files are kept where forms take them in."""

    def claim(self, uploads: list[str], case: str, acting: Acting) -> None:
        """Tie the actor's own files to a case. Those of a new application are tied by its form."""
        card = cases.cards([case.removeprefix("case:")]).get(case.removeprefix("case:"))
        if card is not None:
            forms.keep_uploads(uploads, holder=case, organisation=card.organisation, owner=acting.actor, acting=acting)

    def delete(self, upload: str) -> None:
        forms.delete_upload(upload=upload, acting=SYSTEM)


@provides(forms.FileHolder, "case")
class CaseHolder:
    """Permission to read the files of a case, and its subject."""

    def may_read(self, holder: str, upload: str, acting: Acting) -> bool:
        return cases.may_read_file(holder, upload, acting=acting)

    def subject_of(self, holder: str) -> str:
        """The subject of a case, '' if there is none any more whose key could seal its files."""
        subject = cases.subject_of(holder)
        return subject if subject.startswith(("person:", "guest:")) else ""
