"""Hints: for every group of a batch at once, what its window must know to let it wait.

One vectorised pass over the batch for each kind of correlation; see
:class:`~twin.detectors.sigma_rules.correlations.window.Window`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from twin.core.log import Array
from twin.core.units import Us
from twin.detectors.sigma_rules.correlations.events import Block

_SAFE = 1.000001
"""Sums of floats are upper bounds only with a margin."""
_LONGEST = 1 << 62


def give_hints(kind: str, block: Block, span_us: Us) -> None:
    """Put into *block* the hints that windows of *span_us* of the correlation type *kind* want."""
    starts = np.array(block.starts)
    if kind in ("value_count", "temporal"):
        _distinct(block, np.diff(starts), _most(block, starts, span_us, np.ones(starts[-1], dtype=np.int64)))
    elif kind == "temporal_ordered":
        block.hints = np.bitwise_or.reduceat(1 << block.values[0], starts[:-1]).tolist()
    elif kind == "event_count":
        block.hints = _most(block, starts, span_us, np.ones(starts[-1], dtype=np.int64)).tolist()
    elif kind == "value_sum":
        rising = _most(block, starts, span_us, np.maximum(block.values[0], 0).astype(np.float64))
        block.hints = [int(each) + 1 for each in (rising * _SAFE).tolist()]
    else:
        low = np.minimum.reduceat(block.values[0], starts[:-1])
        high = np.maximum.reduceat(block.values[0], starts[:-1])
        block.hints = list(zip(low.tolist(), high.tolist(), strict=True))


def _most(block: Block, starts: Array, span_us: Us, weights: Array) -> Array:
    """The most that rows of one span weigh in each group; *weights* are not negative."""
    times = block.columns[0] - block.columns[0].min()
    wide = int(times.max()) + span_us + 1
    if int(times.max()) <= span_us or wide * len(starts) >= _LONGEST:
        return np.asarray(np.add.reduceat(weights, starts[:-1]))
    line = np.repeat(np.arange(1, len(starts)), np.diff(starts)) * wide + times
    total = np.concatenate([[0], np.cumsum(weights)])
    return np.asarray(np.maximum.reduceat(total[1:] - total[np.searchsorted(line, line - span_us)], starts[:-1]))


def _distinct(block: Block, sizes: Array, most: Array) -> None:
    """How many different values, no more than the *most* rows of one span; and the last row of each value.

    Older rows of a value do not matter where none fires.
    """
    group = np.repeat(np.arange(len(sizes)), sizes)
    order = _sorted((*block.values, group))
    last = np.ones(len(group), dtype=np.bool_)
    same = np.ones(len(group) - 1, dtype=np.bool_)
    for column in (*block.values, group):
        spread = column[order]
        same &= spread[1:] == spread[:-1]
    last[:-1] = ~same
    kept = np.sort(order[last])
    counts = np.bincount(group[kept], minlength=len(sizes))
    block.hints = np.minimum(counts, most).tolist()
    block.needed, block.ends = kept, np.cumsum(counts).tolist()


def _sorted(columns: Sequence[Array]) -> Array:
    """Rows by the last column, then by those before it, then as they come."""
    *first, second = columns
    if len(first) == 1 and first[0].dtype.kind in "iu":
        low = int(first[0].min())
        wide = int(first[0].max()) - low + 1
        if wide * (int(second[-1]) + 1) < _LONGEST:
            return np.argsort(second * wide + (first[0].astype(np.int64) - low), kind="stable")
    return np.lexsort(columns)
