"""What cleaning and showing answers needs besides the form: the language, the day, and the evaluators."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from commonweal.kernel.definition import Evaluate, Unknown

EvaluateFor = Callable[[Mapping[str, object]], Evaluate]
"""Makes the evaluator that sees exactly these answers (with the facts and parameters that follow from them)."""


@dataclass(frozen=True)
class Address:
    """An address of the place's gazetteer. `area` is the path of its area, e.g. "eastmere/north"."""

    line1: str
    postcode: str
    line2: str = ""
    town: str = ""
    area: str = ""
    uprn: str = ""

    @property
    def one_line(self) -> str:
        """All parts in one line, as a list to choose from shows it."""
        return ", ".join(part for part in (self.line1, self.line2, self.town, self.postcode) if part)


class Gazetteer(Protocol):
    """Looks addresses up; the areas capability has one, tests have theirs."""

    def by_postcode(self, postcode: str) -> Sequence[Address]:
        """All addresses of a postcode ("EA1 1AA"); empty where the gazetteer has none."""

    def area_of(self, postcode: str) -> str:
        """Path of the area that a postcode is in, or '' if it is not in the place."""


@dataclass(frozen=True)
class UploadFacts:
    """What a form needs to know of a stored file. `size` is in bytes; `state` one of "waiting",
    "unscanned" (the place has no scanner), "clean", "refused"; a refused one cannot be an answer."""

    id: str
    name: str
    media_type: str
    size: int
    state: str = "clean"


def nothing_known(source: str, scope: Mapping[str, object] | None = None) -> object:
    """The evaluator of somebody who knows nothing: every expression is Unknown."""
    del source, scope
    return Unknown()


def _ignorant(answers: Mapping[str, object]) -> Evaluate:
    del answers
    return nothing_known


def _no_upload(identifier: str) -> UploadFacts | None:
    del identifier
    return None


@dataclass(frozen=True)
class FormContext:
    """What a form needs to know while its answers are read or shown.

    language      code of the language of messages and labels
    on            the day on which the form is filled in
    evaluate_for  see `EvaluateFor`; the default knows nothing, so that no condition holds
    gazetteer     None where the place has none: addresses are then typed in full
    upload        facts of a stored file by its id, None if there is none or it is somebody else's
    known         values for `prefill` by dotted name, e.g. {"person": {"email": "…"}}
    evaluate_beside  the same as `evaluate_for` where these questions, too, were left blank
    """

    language: str
    on: date
    evaluate_for: EvaluateFor = field(default=_ignorant)
    gazetteer: Gazetteer | None = None
    upload: Callable[[str], UploadFacts | None] = field(default=_no_upload)
    known: Mapping[str, object] = field(default_factory=dict)
    evaluate_beside: Callable[[Mapping[str, object], Collection[str]], Evaluate] | None = None
