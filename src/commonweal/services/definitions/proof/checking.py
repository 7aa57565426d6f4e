"""Checks a service definition given as text: reads it, lays it over its parent, compiles it, proves it."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from commonweal.kernel import clock
from commonweal.kernel.budget import UsedUp, within
from commonweal.kernel.definition import Finding
from commonweal.services.definitions.language.assembling import Refused, assemble
from commonweal.services.definitions.language.base import PARENT
from commonweal.services.definitions.language.compiled import CompiledService
from commonweal.services.definitions.language.overlay import merged
from commonweal.services.definitions.language.vocabulary import sections_here
from commonweal.services.definitions.proof.examples import ExampleResult
from commonweal.services.definitions.proof.service import prove
from commonweal.services.definitions.proof.unknown_names import Known
from commonweal.services.definitions.source.limits import capped
from commonweal.services.definitions.source.marks import Marks
from commonweal.services.definitions.source.reading import Source, read_text

# Some seconds. The largest service that we know of needs a quarter of it.
STEPS_OF_PROOF = 8_000_000
NOT_PROVED = Finding(
    "not-proved",
    "This is too much to be proved: the work limit of one definition was used up before everything was checked.",
    "Split the service, or use fewer and shorter conditions, tables and examples.",
)

FindParent = Callable[[str], Mapping[str, object] | None]
"""The resolved document of a version by its hash, or None if it is not here."""


def no_parents(hash_: str) -> Mapping[str, object] | None:
    """For places where no other definitions can be asked for."""
    del hash_
    return None


@dataclass(frozen=True)
class Checked:
    """What came of checking a text.

    service   the compiled service; None if the text cannot be one
    findings  everything found, with file, line and column, in the order of the file
    examples  how each example came out; empty where the definition has other mistakes
    """

    findings: tuple[Finding, ...]
    service: CompiledService | None = None
    examples: tuple[ExampleResult, ...] = ()
    source: Source = field(default_factory=lambda: Source("", None, Marks()))
    steps: int = 0  # what the proof took, of STEPS_OF_PROOF

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity == "error"]

    @property
    def good(self) -> bool:
        """Whether it may be published."""
        return self.service is not None and not self.errors


def check_source(
    text: str,
    *,
    file: str = "",
    known: Known | None = None,
    parent: FindParent = no_parents,
    off: Collection[str] = (),
    today: date | None = None,
) -> Checked:
    """Everything that is wrong with a service definition. Never raises for the content of the text.

    known what the place says about names parent  finds the definition that this one extends
    off     capabilities that the offering organisation has switched off
    today   the day of examples without one, and on which reviews fall due
    """
    source = read_text(text, file)
    if source.findings:
        return Checked(capped(source.findings), source=source)
    other = _other_kind(source.document)
    if other:
        return Checked((source.marks.place(other),), source=source)
    checked = check_document(source.document, known=known, parent=parent, off=off, today=today)
    findings = capped(source.marks.place_all(checked.findings))
    return replace(checked, findings=findings, source=source)


def _other_kind(document: Any) -> Finding | None:
    """A finding if this is a file of the place that is of something else than a service."""
    kinds = {"organisation": "an organisation", "place": "the place"}
    kind = next((key for key in kinds if isinstance(document, dict) and key in document), "")
    if not kind or "service" in document:
        return None
    message = f"This is the file of {kinds[kind]}, not of a service."
    return Finding("no-service", message, "Check the folder of the place: `commonweal check FOLDER`.")


def check_document(
    document: Any,
    *,
    known: Known | None = None,
    parent: FindParent = no_parents,
    off: Collection[str] = (),
    today: date | None = None,
) -> Checked:
    """The same for a document that was read already; findings have paths, but no lines."""
    with within(STEPS_OF_PROOF) as budget:
        try:
            service = assemble(resolve(document, parent), off=off)
            proof = prove(service, known or Known(), today=today or clock.today())
        except Refused as refused:
            return Checked(_own(refused.findings, document), steps=budget.spent)
        except (UsedUp, RecursionError):
            return Checked((NOT_PROVED,), steps=STEPS_OF_PROOF)
    return Checked(_own(proof.findings, document), service, proof.examples, steps=budget.spent)


def resolve(document: object, parent: FindParent) -> Mapping[str, object]:
    """The document with its parent's below it, as it is stored and hashed. Raises Refused."""
    if not isinstance(document, dict):
        raise Refused([Finding("not-a-definition", "A definition is keys with values.", "Begin with `service: …`.")])
    extends = document.get("extends")
    if extends is None:
        return written_out({key: value for key, value in document.items() if value is not None})
    if not isinstance(extends, str) or not _is_parent(extends):
        raise Refused([_bad_parent(extends)])
    below = parent(extends.partition("@")[2])
    if below is None:
        raise Refused([_absent_parent(extends)])
    name = f"{below.get('offered_by')}/{below.get('service')}"
    if name != extends.partition("@")[0]:
        raise Refused([_wrong_parent(extends, name)])
    # The parent's own parent is in it already, and its drafts are not this service's drafts.
    below = {key: value for key, value in below.items() if key not in {"extends", "migrate"}}
    return written_out(merged(below, document), below)


def written_out(document: Mapping[str, object], below: Mapping[str, object] | None = None) -> dict[str, object]:
    """The document with everything written out that its sections mean by the order of their keys."""
    sections = sections_here()
    return {
        key: write_out(value, (below or {}).get(key))
        if key in sections and (write_out := sections[key].write_out)
        else value
        for key, value in document.items()
    }


def _is_parent(text: str) -> bool:
    return re.fullmatch(PARENT, text) is not None


def _bad_parent(extends: object) -> Finding:
    return Finding(
        "extends",
        f"{extends!r} does not name a version.",
        "Write organisation/service@sha256:… with the hash of the version that this one extends.",
        ("extends",),
    )


def _absent_parent(extends: str) -> Finding:
    return Finding(
        "extends-unknown",
        f"There is no version {extends} here.",
        "Put its file into the folder `parents`, or take the hash of a version that is published here.",
        ("extends",),
    )


def _wrong_parent(extends: str, name: str) -> Finding:
    return Finding(
        "extends", f"The version {extends.partition('@')[2]} is one of {name}.", f"Write {name}@….", ("extends",)
    )


def _own(findings: Collection[Finding], document: object) -> tuple[Finding, ...]:
    """Findings with paths in the text itself; one in the parent is reported where the parent is named."""
    if not isinstance(document, Mapping) or document.get("extends") is None:
        return tuple(findings)
    return tuple(_at_own(finding, document) for finding in findings)


def _at_own(finding: Finding, document: Mapping[str, object]) -> Finding:
    """In an overlay, a path leads through lists by position in the merged document; only whole keys are its own."""
    if not finding.path or finding.path[0] not in document:
        extended = f"In the definition that this one extends, or where both meet: {finding.message}"
        return replace(finding, message=extended, path=("extends",), column=None)
    own: list[str | int] = []
    here: object = document
    for part in finding.path:
        if not (isinstance(here, Mapping) and part in here):
            break
        own.append(part)
        here = here[part]
    cut = tuple(own) != finding.path
    return replace(finding, path=tuple(own), column=None if cut else finding.column)
