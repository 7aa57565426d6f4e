"""Centre, components and places, checked against a dense computation by singular values."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.participation.consensus.mapping.co_votes import count_co_votes
from commonweal.participation.consensus.mapping.components import components
from commonweal.participation.consensus.mapping.dimensions import dimensions
from commonweal.participation.consensus.mapping.exact_product import exact_product, halves
from commonweal.participation.consensus.mapping.grouping import grouping


def filled(full: np.ndarray, left_out: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Polis's dense way: statements left out become 0 for all, missing votes the mean; then less the mean."""
    zeroed = full.copy()
    zeroed[:, left_out] = 0
    mean = np.array([column[~np.isnan(column)].mean() for column in zeroed.T])
    return np.where(np.isnan(zeroed), mean, zeroed) - mean, mean


@pytest.mark.parametrize(("seed", "moderated"), [(1, ()), (2, (3,)), (3, (0, 5, 9))])
def test_centre_components_and_places_are_those_of_the_dense_table(camps, dense, seed, moderated) -> None:
    conversation, _ = camps(90, 14, 3, seed=seed, moderated=moderated, cast=9)
    table, left_out = conversation.table(), conversation.left_out()
    found = grouping(table, count_co_votes(table), left_out, 7)
    full = dense(table)
    residual, mean = filled(full, left_out)
    _, sizes, directions = np.linalg.svd(residual, full_matrices=False)
    assert found.mean == pytest.approx(mean, abs=1e-15)
    for which in range(2):
        assert abs(found.parts[which] @ directions[which]) == pytest.approx(1, abs=1e-10)
        assert found.variance[which] == pytest.approx(sizes[which] ** 2, rel=1e-10)
    answered = (~np.isnan(full) | left_out).sum(axis=1)
    stretch = np.sqrt(len(table.statements) / answered)
    expected = residual @ found.parts.T * stretch[:, None]
    assert found.projection.places == pytest.approx(expected, abs=2e-6)


def test_the_largest_entry_of_each_component_is_positive(camps) -> None:
    table = camps(60, 10, 2, seed=8)[0].table()
    found = grouping(table, count_co_votes(table), np.zeros(10, dtype=bool), 7)
    for part in found.parts:
        assert part[np.abs(part).argmax()] > 0


def test_votes_without_any_difference_have_no_direction() -> None:
    vectors, values = components(np.zeros((5, 5)))
    assert not vectors.any()
    assert not values.any()


def test_no_statement_at_all_has_no_direction() -> None:
    assert components(np.zeros((0, 0)))[0].shape == (2, 0)


def test_a_single_direction_leaves_the_others_empty() -> None:
    line = np.array([[3.0], [4.0]]) @ np.array([[3.0, 4.0]])
    vectors, values = components(line)
    assert vectors[0] == pytest.approx([0.6, 0.8])
    assert values[0] == pytest.approx(25)
    assert not vectors[1].any()


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10_000), st.integers(2, 40))
def test_eigenvectors_of_any_scatter_satisfy_their_equation(seed: int, size: int) -> None:
    sample = np.random.default_rng(seed).integers(-1, 2, (30, size)).astype(float)
    scatter = sample.T @ sample
    vectors, values = components(scatter)
    for vector, value in zip(vectors[:2], values[:2], strict=True):
        assert scatter @ vector == pytest.approx(value * vector, abs=1e-9 * max(1.0, values[0]))


@settings(deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 60))
def test_an_exact_product_does_not_depend_on_the_order_of_adding(seed: int, size: int) -> None:
    chance = np.random.default_rng(seed)
    left, right = chance.normal(size=(size, size)), chance.normal(size=(size, 3))
    order = chance.permutation(size)
    straight = exact_product(halves(left), right)
    mixed = exact_product(halves(left[:, order]), right[order])
    assert straight.tobytes() == mixed.tobytes()
    assert straight == pytest.approx(left @ right, abs=1e-9)


def test_a_product_too_long_to_be_exact_is_refused() -> None:
    with pytest.raises(ValueError, match="8192"):
        exact_product(halves(np.ones((1, 8193))), np.ones((8193, 1)))


@pytest.mark.parametrize(
    ("eigenvalues", "number"),
    [
        ((10.0, 9.0, 5.0, 4.9, 4.8), 2),
        ((10.0, 9.0, 8.0, 2.0, 1.9), 3),
        ((10.0, 9.0, 8.0, 7.0, 1.9), 4),
        ((10.0, 9.0, 0.0, 0.0, 0.0), 2),
        ((10.0,), 2),
    ],
)
def test_more_dimensions_than_the_plane_need_a_step_in_the_eigenvalues(eigenvalues, number: int) -> None:
    assert dimensions(eigenvalues) == number
