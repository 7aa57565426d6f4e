"""The same votes give the same bytes on every machine: other processors and thread counts are imitated."""

import os
import subprocess
import sys

import numpy as np
import pytest

PROGRAM = """
import hashlib, json
from commonweal.participation.consensus.mapping.agreement_map import map_agreement
from commonweal.participation.consensus.mapping.as_data import as_data
from commonweal.participation.consensus.mapping.conversation import Conversation, Statement
from commonweal.participation.consensus.mapping.draws import draws
from commonweal.participation.consensus.mapping.page import page
from commonweal.participation.consensus.mapping.settings import Settings
from commonweal.participation.consensus.mapping.votes import Ballots
import numpy as np

people, statements = 700, 90
person, statement = (part.ravel() for part in np.indices((people, statements)))
lots = [draws(person * statements + statement, seed) for seed in (1, 2, 3)]
camp = person % 3
leaning = np.where(draws(camp * statements + statement, 4) < 0.5, 0.2, 0.8)
value = np.where(lots[1] < 0.1, 0, np.where(lots[2] < leaning, 1, -1)).astype(np.int8)
cast = lots[0] < 0.3
ballots = Ballots(person[cast], statement[cast], value[cast], np.arange(int(cast.sum())))
conversation = Conversation(tuple(Statement(at, f"Number {at}", 1) for at in range(statements)), ballots)
found = map_agreement(conversation, Settings(resamples=3))
grouping = found.grouping
digest = hashlib.sha256(json.dumps(as_data(found)).encode() + page(found, conversation).encode())
for part in (grouping.mean, grouping.parts, grouping.variance, grouping.projection.places, grouping.middles):
    digest.update(part.tobytes())
print(digest.hexdigest())
"""


def digest(**environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.fixture(scope="module")
def here() -> str:
    return digest()


def without_vectors() -> str:
    """All the processor's extensions that numpy would choose code by."""
    features = np._core._multiarray_umath.__cpu_dispatch__  # type: ignore[attr-defined]
    return " ".join(features)


@pytest.mark.parametrize(
    "machine",
    [
        {"OPENBLAS_NUM_THREADS": "2"},
        {"OPENBLAS_CORETYPE": "Prescott"},
        {"OPENBLAS_CORETYPE": "Haswell"},
        {"NPY_DISABLE_CPU_FEATURES": without_vectors()},
        {"PYTHONHASHSEED": "7"},
    ],
    ids=" ".join,
)
def test_another_machine_gives_the_same_bytes(here: str, machine: dict[str, str]) -> None:
    assert digest(**machine) == here
