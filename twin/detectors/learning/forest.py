"""A forest of half-spaces: how rare the combination of a row's columns is.

A column alone may be within its usual range and the combination be unheard of. Each tree halves the space of scores by
one column after the other, *before* it has seen any row: which column, and where it is cut, are keyed draws. Learning
is counting how many rows come to each leaf. A leaf that few rows came to is rare, and the surprise of a row is the mean
over the trees of ``-log`` of its leaf's share.

Because the trees do not depend on the rows, counts of several learners can be added up: the sum is exactly what one
learner with all the rows would have, and no row has left its place.

Sources: S. C. Tan, K. M. Ting, F. T. Liu, Fast Anomaly Detection for Streaming Data, IJCAI 2011 (half-space trees; 25
trees are theirs); the logarithm of the mass instead of the mass is ours, so that trees add like evidence.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from twin.core import elementary
from twin.core.chance import Ints, Streams
from twin.core.elementary import Floats

TREES, DEPTH = 25, 7
_SEED = 2011
_SOFT = 3.0
"""Score that is in the middle of the cut range [judgement: three spreads are half way to absurd]."""


def squashed(scores: Floats) -> Floats:
    """Scores of 0 and more as numbers from 0 to 1, any shape: three spreads are 0.5, a thousand nearly 1."""
    found: Floats = scores / (scores + _SOFT)
    return found


@dataclass(frozen=True)
class Forest:
    """Trees over rows of ``columns`` numbers between 0 and 1: ``column`` and ``cut`` of each node, (trees, nodes)."""

    column: Ints
    cut: Floats

    @classmethod
    def of(cls, columns: int, trees: int = TREES, depth: int = DEPTH) -> Forest:
        """The trees for *columns*; always the same ones."""
        nodes = (1 << depth) - 1
        streams = Streams.of(_SEED, (f"tree-{tree}" for tree in range(trees)), "half-space")
        member = np.repeat(np.arange(trees), nodes)
        node = np.tile(np.arange(nodes), trees)
        column = streams.integers(member, 2 * node, 0, columns).reshape(trees, nodes)
        return cls(column, _cuts(column, streams.uniform(member, 2 * node + 1).reshape(trees, nodes), columns))

    @property
    def trees(self) -> int:
        """How many trees there are."""
        return len(self.column)

    @property
    def leaves(self) -> int:
        """How many leaves a tree has."""
        return int(self.column.shape[1]) + 1

    @cached_property
    def _roots(self) -> Ints:
        roots: Ints = np.arange(self.trees, dtype=np.int64) * self.column.shape[1]
        return roots

    def reached(self, rows: Floats) -> Ints:
        """The leaf of each of *rows* (n, columns) in each tree, shape (n, trees)."""
        nodes, width = self.column.shape[1], rows.shape[1]
        column, cut, flat = self.column.reshape(-1), self.cut.reshape(-1), rows.reshape(-1)
        at = np.zeros((len(rows), self.trees), dtype=np.int64)
        first = (np.arange(len(rows), dtype=np.int64) * width)[:, None]
        for _ in range(self.leaves.bit_length() - 1):
            node = at + self._roots
            at = 2 * at + 1 + (flat[first + column[node]] > cut[node])
        leaves: Ints = at - nodes
        return leaves

    def masses(self, rows: Floats) -> Ints:
        """How many of *rows* come to each leaf, shape (trees, leaves): what is learned, and what learners add up."""
        leaf = self.reached(rows) + np.arange(self.trees) * self.leaves
        return np.bincount(leaf.reshape(-1), minlength=self.trees * self.leaves).reshape(self.trees, -1)

    def surprise_of(self, masses: Floats) -> Floats:
        """``-log`` of each leaf's share of *masses*, shape (trees, leaves); one row of doubt is spread over a tree."""
        share = (masses + 1.0 / self.leaves) / (masses.sum(axis=1, keepdims=True) + 1.0)
        return -elementary.log(share)

    def surprise(self, rows: Floats, table: Floats) -> Floats:
        """Mean surprise (nats) of *rows* by *table*, a result of :meth:`surprise_of`; shape (n,)."""
        leaf = self.reached(rows) + np.arange(self.trees) * self.leaves
        found: Floats = table.reshape(-1)[leaf].sum(axis=1) / self.trees
        return found


def _cuts(column: Ints, share: Floats, columns: int) -> Floats:
    """Where each node cuts its column: between a quarter and three quarters of what its ancestors left of it."""
    trees, nodes = column.shape
    low, high = np.zeros((trees, 2 * nodes + 1, columns)), np.ones((trees, 2 * nodes + 1, columns))
    cut = np.zeros((trees, nodes))
    tree = np.arange(trees)
    for node in range(nodes):
        chosen = column[:, node]
        below, above = low[tree, node, chosen], high[tree, node, chosen]
        cut[:, node] = below + (above - below) * (0.25 + 0.5 * share[:, node])
        for child in (2 * node + 1, 2 * node + 2):
            low[:, child], high[:, child] = low[:, node], high[:, node]
        high[tree, 2 * node + 1, chosen] = cut[:, node]
        low[tree, 2 * node + 2, chosen] = cut[:, node]
    return cut
