"""The field of a robot: how far, where, and what defeats it."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.plant.protective_field import BODIES_M, CLEAR_M, ProtectiveFields, octant, separation_m, stopping_distance_m
from twin.plant.spec import FleetSpec

SPEC = FleetSpec()


def fields(spec: FleetSpec = SPEC) -> ProtectiveFields:
    """The field of one robot."""
    return ProtectiveFields(spec, 1)


def edge_m(field: ProtectiveFields, speed_mps: float) -> float:
    """How far straight ahead (m, from the bodies' touch) the robot sees somebody, found by halving."""
    low, high = 0.0, 20.0
    while high - low > 1e-9:
        middle = (low + high) / 2
        seen = field.sees(0, speed_mps, 0.0, BODIES_M + middle, 0.0)
        low, high = (middle, high) if seen else (low, middle)
    return low


@pytest.mark.parametrize(
    ("speed", "braking", "reaction", "expected"), [(2, 1, 0.3, 2.6), (1.5, 1, 0.2, 1.425), (1.5, 0.5, 0.1, 2.4)]
)
def test_stopping_distance(speed: float, braking: float, reaction: float, expected: float) -> None:
    """Reaction at full speed, then constant braking."""
    assert stopping_distance_m(speed, braking, reaction) == pytest.approx(expected, rel=1e-9)


def test_the_separation_is_what_both_go_until_the_robot_stands() -> None:
    """Head-on at 1.5 and 1.2 m/s: 0.95 s of walking and 0.8625 m of driving; from a robot that leaves, only walking."""
    assert separation_m(1.5, 1.2, 2.0, 0.2) == pytest.approx(1.2 * 0.95 + 0.3 + 0.5625)
    assert separation_m(0.0, 1.2, 2.0, 0.2) == pytest.approx(0.24)
    assert separation_m(1.5, 0.0, 2.0, 0.2) == stopping_distance_m(1.5, 2.0, 0.2)


def test_there_are_three_sets_of_fields_by_speed() -> None:
    """Up to 0.3, up to 0.8 and up to top speed; each as long as the top of its band needs."""
    field = fields()
    assert field.band_mps.tolist() == [0.3, 0.8, 1.5]
    for low, top in ((0.0, 0.3), (0.31, 0.8), (0.81, 1.5)):
        need_m = stopping_distance_m(top, SPEC.emergency_mps2, SPEC.reaction_s) + SPEC.field_margin_m
        assert edge_m(field, low) == edge_m(field, top) == pytest.approx(need_m, abs=1e-6)


@given(speed=st.floats(0, 1.5))
def test_a_switched_field_is_never_shorter_than_the_speed_needs(speed: float) -> None:
    """Whatever the speed: the way to a stand, and the margin."""
    need_m = stopping_distance_m(speed, SPEC.emergency_mps2, SPEC.reaction_s) + SPEC.field_margin_m
    assert edge_m(fields(), speed) >= need_m - 1e-6


def test_bands_above_the_top_speed_are_not_used() -> None:
    """A slow fleet has the sets that it needs."""
    slow = FleetSpec(speed_empty_mps=0.6, speed_loaded_mps=0.5)
    assert fields(slow).band_mps.tolist() == [0.3, 0.6]


def test_the_margin_lies_all_around_and_the_length_ahead_only() -> None:
    """Beside and behind the margin is all there is."""
    field, beside = fields(), BODIES_M + SPEC.field_margin_m
    assert field.sees(0, 1.5, 0.0, 0.0, beside)
    assert field.sees(0, 1.5, 0.0, -beside, 0.0)
    assert not field.sees(0, 1.5, 0.0, 0.0, beside + 0.01)
    assert not field.sees(0, 1.5, 0.0, -beside - 0.01, 0.0)
    assert field.sees(0, 1.5, 0.0, 1.5, 0.0)
    assert not field.sees(0, 1.5, 0.0, 1.5, beside + 0.01)


def test_who_stands_for_somebody_waits_until_they_are_well_away() -> None:
    """The field is wider then, on all sides."""
    field, beside = fields(), BODIES_M + SPEC.field_margin_m
    assert field.sees(0, 0.0, CLEAR_M, 0.0, beside + CLEAR_M)
    assert not field.sees(0, 0.0, 0.0, 0.0, beside + CLEAR_M)


def test_a_scaled_field_is_shorter_in_proportion_and_nothing_at_zero() -> None:
    """Its parameters were changed: half is half, and none sees nobody."""
    field = fields()
    whole = edge_m(field, 1.5)
    field.tamper(0, 0.5, 1.0, ())
    assert edge_m(field, 1.5) == pytest.approx(whole / 2, abs=1e-6)
    field.tamper(0, 0.0, 1.0, ())
    assert not field.sees(0, 1.5, 0.0, 0.1, 0.0)
    assert field.intact == [False]


def test_an_understated_speed_switches_to_a_field_too_short() -> None:
    """At 1.5 m/s measured as less than 0.3 it is the shortest set."""
    field = fields()
    slow_m = edge_m(field, 0.3)
    field.tamper(0, 1.0, 0.19, ())
    assert edge_m(field, 1.5) == pytest.approx(slow_m)
    assert slow_m < stopping_distance_m(1.5, SPEC.emergency_mps2, SPEC.reaction_s)


def test_a_muted_field_sees_nobody_until_it_wakes() -> None:
    """And is intact again then."""
    field = fields()
    field.mute(0, True)
    assert (field.sees(0, 1.0, 0.0, 0.5, 0.0), field.intact) == (False, [False])
    field.mute(0, False)
    assert (field.sees(0, 1.0, 0.0, 0.5, 0.0), field.intact) == (True, [True])


@given(angle=st.floats(0.001, 2 * math.pi - 0.001), blind=st.sets(st.integers(0, 7)))
def test_a_blind_octant_hides_whoever_stands_in_it_and_nobody_else(angle: float, blind: set[int]) -> None:
    """Octants are eighths of the circle, anticlockwise from straight ahead."""
    ahead, side = 0.5 * math.cos(angle), 0.5 * math.sin(angle)
    if min(angle % (math.pi / 4), -angle % (math.pi / 4)) < 1e-6:
        return
    assert octant(ahead, side) == int(angle // (math.pi / 4))
    field = fields()
    field.tamper(0, 1.0, 1.0, blind)
    assert field.sees(0, 1.0, 0.0, ahead, side) == (octant(ahead, side) not in blind)


def test_restoring_undoes_everything() -> None:
    """Scale, speed, blind spots and muting."""
    field = fields()
    field.tamper(0, 0.5, 0.5, (0, 7))
    field.mute(0, True)
    field.restore(0)
    assert (field.scale, field.speed_share, field.blind, field.muted, field.intact) == ([1], [1], [0], [False], [True])


@pytest.mark.parametrize(("scale", "share", "blind"), [(-0.1, 1, ()), (1.1, 1, ()), (1, 2, ()), (1, 1, (8,))])
def test_what_is_no_share_and_no_octant_is_refused(scale: float, share: float, blind: tuple[int, ...]) -> None:
    """A programmer's mistake is an error at once."""
    with pytest.raises(ValueError, match="must lie in"):
        fields().tamper(0, scale, share, blind)
