"""What `check` passes, works: mutants of the demo place are refused with a remedy, or walked to their end.

The suite looks at the same hundred each time; `make explore` draws others, and goes further with each."""

import os
from random import Random

import pytest
from django.db import connection

from tests.mutations.judging import Effort, judge
from tests.mutations.mutants import Mutant, make
from tests.mutations.town import Town

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# These hundred are of every kind, and of nearly every file.
SEEDS = range(2800, 2900)
EXPLORING = bool(os.environ.get("COMMONWEAL_EXPLORE"))
ROUND = 200  # new mutants for each round of `make explore`
EFFORT = Effort(tries=120, ends=3, steps=40, beside=True) if EXPLORING else Effort()


@pytest.fixture
def mutants(pytestconfig: pytest.Config) -> list[Mutant]:
    dice = Random(pytestconfig.getoption("hypothesis_seed"))
    # Another database sees whether what passes is applied and walked there, too: the proof asks no database.
    fixed = SEEDS if connection.vendor == "sqlite" else SEEDS[::8]
    seeds = [dice.getrandbits(32) for _ in range(ROUND)] if EXPLORING else fixed
    return [make(seed) for seed in seeds]


def test_every_mutant_is_refused_or_works(town: Town, mutants: list[Mutant]) -> None:
    verdicts = [judge(town, mutant, EFFORT) for mutant in mutants]
    pairs = zip(mutants, verdicts, strict=True)
    faulty = ["\n  ".join([str(mutant), *verdict.faults]) for mutant, verdict in pairs if verdict.faults]
    assert not faulty, "\n".join(["", *faulty])
    # A walk on which everything is refused, or that comes nowhere, would find nothing.
    sent = [verdict for verdict in verdicts if "sent" in verdict.walked]
    assert sum(verdict.refused for verdict in verdicts) > len(mutants) / 4
    assert len(sent) > len(mutants) / 6
    assert sum(any(step.startswith("move.") for step in verdict.walked) for verdict in sent) > len(sent) / 2
