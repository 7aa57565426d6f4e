"""The walk notices what a proof lets pass: each proof is taken away once, and a mutant that it refuses is walked."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from commonweal.blocks.cases.proof import section as cases
from commonweal.blocks.forms.questions import choice, date
from commonweal.kernel.definition import Finding
from tests.mutations.judging import Effort, faults_of, judge
from tests.mutations.mutants import Mutant, document
from tests.mutations.town import Town

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FILE = "services/kingfisher-hire/event-equipment.yaml"


def _blank_after_options(definition: Any) -> None:
    for option in definition["form"][1]["questions"][0]["each"][0]["options"]:
        if option["value"] != "tent":  # the rules name that one
            option["value"] += " "


def _required_twice(definition: Any) -> None:
    transition = definition["case"]["transitions"]["cannot"]
    transition["requires"] = [*transition["requires"], transition["requires"][0]]


def _day_that_cannot_be(definition: Any) -> None:
    definition["form"][0]["questions"][0] |= {"earliest": "today", "latest": "today - 1 day"}


PROOFS = [
    (_blank_after_options, (choice, "option_findings", lambda *_: ()), "answers 422"),
    (_required_twice, (cases, "_required_twice", lambda *_: ()), "raises ValueError"),
    (_day_that_cannot_be, (date.DateQuestion, "findings", lambda *_: ()), "nobody can answer 'event_on'"),
]


@pytest.mark.parametrize(("spoil", "proof", "words"), PROOFS, ids=lambda each: getattr(each, "__name__", ""))
def test_what_a_proof_lets_pass_is_noticed(
    town: Town, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Any], None], proof: tuple[Any, str, Any], words: str
) -> None:
    changed = document(FILE)
    changed.pop("examples")
    spoil(changed)
    mutant = Mutant(1, FILE, (), json.dumps(changed), spoil.__name__)
    assert judge(town, mutant, Effort()).refused
    monkeypatch.setattr(*proof)
    verdict = judge(town, mutant, Effort())
    assert not verdict.refused
    assert any(words in fault for fault in verdict.faults), verdict


@pytest.mark.parametrize(
    "finding",
    [
        Finding("x", "Something is wrong.", "Correct it.", line=3),
        Finding("x", "Something is wrong.", "Correct it.", file="a.yaml"),
        Finding("x", "Something is wrong.", " ", file="a.yaml", line=3),
        Finding("x", "'NoneType' object is not iterable", "Correct it.", file="a.yaml", line=3),
    ],
    ids=["no file", "no line", "no remedy", "raw words"],
)
def test_a_finding_that_helps_nobody_is_a_fault(finding: Finding) -> None:
    assert faults_of([finding])
    assert not faults_of([Finding("x", "Something is wrong.", "Correct it.", file="a.yaml", line=3)])
