"""The mutants themselves: the same for the same seed, different from the file, and of every kind that there is."""

from collections import Counter
from random import Random

import pytest

from tests.mutations.mutants import IN_TEXT, IN_TREE, document, files, make
from tests.mutations.test_mutations import SEEDS

FILE = "services/eastmere-council/parking-permit-renewal.yaml"


def test_a_seed_makes_the_same_mutant_each_time() -> None:
    assert [make(seed) for seed in range(30)] == [make(seed) for seed in range(30)]


@pytest.mark.parametrize("kind", IN_TREE, ids=lambda kind: kind.__name__)
def test_each_kind_changes_a_definition_and_tells_where(kind) -> None:
    changed = document(FILE)
    said = [kind(changed, Random(seed)) for seed in range(12)]
    assert any(said)
    assert changed != document(FILE)


@pytest.mark.parametrize("kind", IN_TEXT, ids=lambda kind: kind.__name__)
def test_each_kind_changes_a_text_and_tells_where(kind) -> None:
    made = [kind(files()[FILE], Random(seed)) for seed in range(12)]
    assert any(text != files()[FILE] for text, _ in made)
    assert all(said for _, said in made)


def test_the_fixed_mutants_are_of_every_kind_and_of_every_sort_of_file() -> None:
    mutants = [make(seed) for seed in SEEDS]
    kinds = Counter(kind for mutant in mutants for kind in mutant.kinds)
    in_text = sum(kinds[kind.__name__] for kind in IN_TEXT)
    assert {kind.__name__ for kind in IN_TREE} | {"graft"} <= set(kinds)
    assert in_text > 3
    assert {mutant.file.partition("/")[0] for mutant in mutants} == {"services", "organisations", "place.yaml"}
