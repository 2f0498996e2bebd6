"""Half-space trees: counted leaves, sums that are exact, and what a well-known forest finds as well."""

from __future__ import annotations

import numpy as np
import pytest

from twin.core.chance import Streams
from twin.core.elementary import Floats
from twin.detectors.learning.forest import Forest, squashed


def _sample(rows: int, columns: int, purpose: str) -> Floats:
    """Scores as benign rows have them, mostly small, and every fiftieth row large in a few columns."""
    streams = Streams.of(5, [purpose], "sample")
    draws = np.arange(rows * columns)
    scores = streams.exponential(np.zeros_like(draws), draws, 1.0).reshape(rows, columns)
    scores[::50, :3] *= 12.0
    return squashed(scores)


def test_every_row_is_in_one_leaf_of_every_tree() -> None:
    """The masses of a tree add up to the rows."""
    forest = Forest.of(4, trees=5, depth=3)
    masses = forest.masses(_sample(200, 4, "a"))
    assert masses.shape == (5, 8)
    assert masses.sum(axis=1).tolist() == [200] * 5


def test_a_tree_cuts_as_a_reader_would_follow_it() -> None:
    """Node by node with plain arithmetic."""
    forest, rows = Forest.of(4, trees=3, depth=4), _sample(40, 4, "b")
    for row, leaves in zip(rows, forest.reached(rows), strict=True):
        for tree, leaf in enumerate(leaves.tolist()):
            node = 0
            for _ in range(4):
                node = 2 * node + 1 + bool(row[forest.column[tree, node]] > forest.cut[tree, node])
            assert node - 15 == leaf


def test_what_two_learners_counted_adds_up_to_what_one_counts_with_all_rows() -> None:
    """The trees do not depend on the rows: that is what makes them fit for a federation."""
    forest, rows = Forest.of(6), _sample(300, 6, "c")
    assert np.array_equal(forest.masses(rows[:100]) + forest.masses(rows[100:]), forest.masses(rows))


def test_a_cut_lies_within_what_its_ancestors_left() -> None:
    """A child that cuts its parent's column cuts the half it is in."""
    forest = Forest.of(2, trees=8, depth=5)
    for tree in range(8):
        for node in range(15):
            for child, left in ((2 * node + 1, True), (2 * node + 2, False)):
                if forest.column[tree, child] == forest.column[tree, node]:
                    assert (forest.cut[tree, child] < forest.cut[tree, node]) == left


def test_a_row_where_nobody_was_is_more_of_a_surprise() -> None:
    """All learned rows in a corner; a row in the other has the most that can be."""
    forest = Forest.of(3)
    table = forest.surprise_of(forest.masses(np.full((500, 3), 0.05)).astype(np.float64))
    near, far = forest.surprise(np.array([[0.05, 0.05, 0.05], [0.95, 0.95, 0.95]]), table)
    assert near < 0.1
    assert far > 5.0


def test_its_ranks_agree_with_an_isolation_forest() -> None:
    """Spearman's correlation with scikit-learn's forest on rows that neither has learned from is 0.8 or more."""
    ensemble = pytest.importorskip("sklearn.ensemble")
    from scipy.stats import spearmanr

    learned, asked = _sample(3000, 6, "learned"), _sample(1000, 6, "asked")
    forest = Forest.of(6)
    ours = forest.surprise(asked, forest.surprise_of(forest.masses(learned).astype(np.float64)))
    judge = ensemble.IsolationForest(n_estimators=200, random_state=1).fit(learned)
    assert spearmanr(ours, -judge.score_samples(asked)).statistic >= 0.8
