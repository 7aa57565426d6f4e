"""K-means and the silhouette, checked against trying everything and against the plain definition."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.participation.consensus.mapping.adjusted_rand import adjusted_rand_index
from commonweal.participation.consensus.mapping.group_count import Fit, choose_count, grouped, most_groups
from commonweal.participation.consensus.mapping.k_means import k_means_up_to
from commonweal.participation.consensus.mapping.silhouette import silhouettes

POINTS = st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=3, max_size=8, unique=True)


def least_spread(points: np.ndarray, groups: int) -> float:
    best = np.inf
    for labels in product(range(groups), repeat=len(points)):
        if len(set(labels)) == groups:
            chosen = np.array(labels)
            parts = [points[chosen == group] for group in range(groups)]
            best = min(best, sum(((part - part.mean(axis=0)) ** 2).sum() for part in parts))
    return best


@settings(deadline=None, max_examples=40)
@given(POINTS)
def test_two_groups_of_a_few_points_are_the_best_of_all(rows: list[tuple[int, int]]) -> None:
    points = np.array(rows, dtype=float)
    found = k_means_up_to(points, np.arange(len(points)), 2)[2]
    assert found.spread == pytest.approx(least_spread(points, 2))


def test_the_corners_of_a_square_are_two_and_two() -> None:
    # Lloyd's rounds alone end with three and one, a spread of 4/3: the middle of three is near to each of them.
    found = k_means_up_to(np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.arange(4), 2)[2]
    assert sorted(np.bincount(found.labels)) == [2, 2]
    assert found.spread == pytest.approx(1)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10_000), st.randoms())
def test_the_order_of_people_plays_no_part(seed: int, chance) -> None:
    points = np.random.default_rng(seed).integers(-50, 50, (40, 2)).astype(float)
    order = list(range(len(points)))
    chance.shuffle(order)
    ids = np.arange(len(points))
    one, other = grouped(points, ids), grouped(points[order], ids[order])
    assert one.clustering.labels[order].tolist() == other.clustering.labels.tolist()


def test_everybody_at_one_place_is_one_group() -> None:
    choice = grouped(np.zeros((20, 2)), np.arange(20))
    assert choice.fit is None
    assert set(choice.clustering.labels.tolist()) == {0}


def test_nobody_is_no_group() -> None:
    assert len(grouped(np.zeros((0, 2)), np.arange(0)).clustering.labels) == 0


def naive_silhouette(points: np.ndarray, labels: np.ndarray, at: int) -> float:
    away = np.sqrt(((points - points[at]) ** 2).sum(axis=1))
    own = [away[j] for j in range(len(points)) if labels[j] == labels[at] and j != at]
    if not own:
        return 0.0
    a = sum(own) / len(own)
    b = min(away[labels == group].mean() for group in set(labels.tolist()) - {labels[at]})
    return (b - a) / max(a, b) if max(a, b) else 0.0


def test_silhouettes_follow_the_definition() -> None:
    chance = np.random.default_rng(3)
    points, labels = chance.normal(size=(60, 2)), chance.integers(0, 3, 60)
    labels[0], labels[labels == 3] = 3, 0
    found = silhouettes(points, np.ones(60), labels)
    assert found == pytest.approx([naive_silhouette(points, labels, at) for at in range(60)], abs=1e-6)


def test_a_weight_of_two_is_two_people_at_one_place() -> None:
    points, labels = np.array([[0.0, 0], [1, 0], [5, 0]]), np.array([0, 0, 1])
    weighted = silhouettes(points, np.array([2.0, 1, 1]), labels)
    doubled = silhouettes(np.vstack((points[:1], points)), np.ones(4), np.array([0, 0, 0, 1]))
    assert weighted == pytest.approx(doubled[1:])


@pytest.mark.parametrize(("people", "most"), [(0, 2), (11, 2), (12, 3), (24, 4), (36, 5), (10_000, 5)])
def test_the_ceiling_of_groups_is_that_of_polis(people: int, most: int) -> None:
    assert most_groups(people) == most


def test_fewer_groups_win_within_one_standard_error() -> None:
    tried = [Fit(2, 0.42, 0.01), Fit(3, 0.43, 0.02), Fit(4, 0.30, 0.01)]
    assert choose_count(tried).groups == 2


def test_more_groups_win_when_clearly_better() -> None:
    tried = [Fit(2, 0.40, 0.01), Fit(3, 0.43, 0.02), Fit(4, 0.30, 0.01)]
    assert choose_count(tried).groups == 3


@pytest.mark.parametrize("camps_", [2, 3, 4, 5])
def test_known_camps_are_found_again(camps, camps_: int) -> None:
    from commonweal.participation.consensus.mapping.agreement_map import map_agreement
    from commonweal.participation.consensus.mapping.settings import Settings

    conversation, camp_of = camps(400, 80, camps_, seed=11, cast=60)
    found = map_agreement(conversation, Settings(resamples=0))
    assert adjusted_rand_index(camp_of, found.grouping.group.tolist()) > 0.97
