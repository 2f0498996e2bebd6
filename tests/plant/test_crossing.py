"""Rules of the end of a cell, robot by robot (the rule itself is held against a slow reading in tests/lab)."""

from __future__ import annotations

from tests.plant.crowds import hub_with
from twin.plant.crossing import RING_WAIT
from twin.plant.motion import Motion

_RING = [(0, 1), (1, 2), (2, 14), (14, 13), (13, 12), (12, 0)]
"""A ring of six cells, and where each robot in it wants to go."""


def test_a_ring_that_a_merging_robot_keeps_shut_opens_after_some_waiting() -> None:
    """A robot outside has waited longest for a cell of the ring, so nobody moves; then the ring goes first."""
    crowd = [(*way, 16, 0, 0) for way in _RING] + [(24, 12, 16, 99, 0)]
    hub = hub_with(crowd)
    robots, motion = hub.fleet.robots, Motion(hub.fleet.robots, hub.floor.door, hub.fleet.tampering, 1 << 30)
    for tick in range(1, RING_WAIT):
        assert motion.step(tick).waiting == list(range(7))
    motion.step(RING_WAIT)
    assert robots.after.tolist() == [want for _, want in _RING] + [-1]


def test_who_drives_out_of_a_bay_is_told_apart_from_who_leaves_a_lane_cell() -> None:
    """Only places beside the lanes are given back to the visits."""
    hub = hub_with([(0, 12, 16, 0, 0), (16, 15, 19, 0, 0)])
    motion = Motion(hub.fleet.robots, hub.floor.door, hub.fleet.tampering, 1 << 30)
    left = [pair for tick in range(1, 12) for pair in motion.step(tick).left]
    assert left == [(1, 16)]
