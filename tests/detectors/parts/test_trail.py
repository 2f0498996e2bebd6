"""The flows that a sliding window was made of."""

from __future__ import annotations

import numpy as np

from twin.detectors.parts.trail import Trail


def _push(trail: Trail, members: list[int], flows: list[int]) -> None:
    trail.push(np.array(members, dtype=np.int64), np.array(flows, dtype=np.uint64))


def test_it_gives_the_flows_of_whoever_is_accused_and_each_once() -> None:
    """Of all pushes in the window; what was given is not given again, the rest stays."""
    trail = Trail(3)
    _push(trail, [0, 1], [10, 11])
    _push(trail, [1, 2], [12, 13])
    assert trail.take(np.array([False, True, False])).tolist() == [11, 12]
    assert trail.take(np.array([True, True, False])).tolist() == [10]
    assert trail.take(np.array([True, True, True])).tolist() == [13]


def test_what_has_left_the_window_is_forgotten() -> None:
    """Length two: the third push displaces the first."""
    trail = Trail(2)
    for n in range(3):
        _push(trail, [0], [n])
    assert trail.take(np.array([True])).tolist() == [1, 2]


def test_an_empty_trail_gives_nothing() -> None:
    """Ids all the same."""
    assert Trail(1).take(np.array([True])).dtype == np.uint64


def test_the_heaviest_are_given_until_the_rest_is_light_enough() -> None:
    """Of 1, 2, 30 and 40, with 5 allowed, the two heavy ones; of other members none; later only what came since."""
    trail = Trail(3)
    members, flows = np.zeros(4, dtype=np.int64), np.array([1, 2, 3, 4], dtype=np.uint64)
    trail.push(members, flows, np.array([1, 30, 2, 40]))
    trail.push(np.array([1]), np.array([5], dtype=np.uint64), np.array([99]))
    assert trail.heaviest(0, 5).tolist() == [2, 4]
    assert trail.heaviest(0, 5).tolist() == []
    trail.push(np.array([0]), np.array([6], dtype=np.uint64), np.array([50]))
    assert trail.heaviest(0, 5).tolist() == [6]
