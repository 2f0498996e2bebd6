"""Room lanes: the moment of every change, whoever asks and whenever."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twin.core.clock import Clock
from twin.core.elementary import Floats
from twin.core.log import Log
from twin.core.units import HOUR_US, MINUTE_US, SECOND_US, Us
from twin.plant.rooms import Rooms, room_network
from twin.plant.spec import PlantSpec, RoomSpec, SetbackSpec, WallSpec
from twin.plant.thermal import ThermalNetwork, crossing_s

QUIET: dict[str, Any] = {"door_per_hour": 0, "defrosts_a_day": 0, "min_on_min": 0, "min_off_min": 0}
WALL = (WallSpec(to="b", area_m2=50),)


def rooms(*specs: RoomSpec, seed: int = 3, step_s: float = 10.0) -> tuple[Rooms, Clock, Log]:
    """Rooms on a clock that has not begun."""
    clock, log = Clock(), Log()
    made = Rooms(PlantSpec(rooms=specs, room_step_s=step_s), seed, clock, log, 8.0)
    made.start()
    return made, clock, log


def run(*specs: RoomSpec, hours: float = 1.0, every_us: Us = HOUR_US, seed: int = 3) -> str:
    """Digest of a run that is settled *every_us*."""
    made, clock, log = rooms(*specs, seed=seed)
    clock.every(every_us, "window", clock.settle)
    clock.run_until(int(hours * HOUR_US))
    made.finish()
    log.seal(clock.now_us + 1)
    return log.digest()


def room(name: str, **changes: Any) -> RoomSpec:
    """A room with a busy door and a quick defrost."""
    return RoomSpec.model_validate(
        {"name": name, "door_per_hour": 30, "defrosts_a_day": 12, "defrost_min": 6, **changes}
    )


@pytest.mark.parametrize("thermostat", ["none", "local", "sampled"])
@pytest.mark.parametrize("walls", [(), WALL])
def test_nobody_can_tell_how_often_rooms_were_brought_up_to_date(thermostat: str, walls: tuple[WallSpec, ...]) -> None:
    """Windows of 1, 10 and 60 s and of an hour give the same bytes, alone or behind a shared wall."""
    specs = (
        room("a", thermostat=thermostat, walls=[wall.model_dump() for wall in walls]),
        room("b", thermostat="sampled"),
    )
    digests = {run(*specs, every_us=every_us) for every_us in (SECOND_US, 10 * SECOND_US, 60 * SECOND_US, HOUR_US)}
    assert len(digests) == 1


def asking(made: Rooms, share: float) -> Callable[[], None]:
    """An action that asks the first room's compressor for *share*."""

    def ask() -> None:
        made.command(0, share)

    return ask


@settings(max_examples=10, deadline=None)
@given(asks=st.lists(st.tuples(st.integers(0, 3_600_000_000), st.floats(0, 1)), min_size=1, max_size=12))
def test_commands_act_at_the_next_step_however_often_somebody_looks(asks: list[tuple[int, float]]) -> None:
    """Looking between two commands changes nothing, to the last bit."""
    digests = set()
    for looks_us in (7 * SECOND_US, HOUR_US):
        made, clock, log = rooms(room("a"), room("b"))
        for number, (when_us, share) in enumerate(asks):
            clock.at(when_us, f"ask/{number:02d}", asking(made, share))
        clock.every(looks_us, "window", clock.settle)
        clock.run_until(HOUR_US + 1)
        made.finish()
        log.seal(clock.now_us + 1)
        digests.add(log.digest())
    assert len(digests) == 1


def switches(spec: RoomSpec, hours: float) -> list[tuple[float, float]]:
    """When its compressor switched (s), and the air (degC) then."""
    made, clock, _ = rooms(spec)
    found: list[tuple[float, float]] = []
    unit = made.lanes.compressors
    switch = unit.switch

    def noted(room: int, on: bool, now_us: Us) -> None:
        found.append((now_us / SECOND_US, float(made.lanes.stretches.inputs[0, 0])))
        switch(room, on, now_us)

    unit.switch = noted  # type: ignore[method-assign]
    clock.run_until(int(hours * HOUR_US))
    clock.settle()
    return found


def test_a_local_thermostat_switches_at_the_very_crossing() -> None:
    """Each switch stands on its level within a microsecond's worth of temperature, however long the steps are."""
    spec = RoomSpec(name="a", thermostat="local", **QUIET)
    found = switches(spec, 3.0)
    assert len(found) > 10
    assert [air_c for _, air_c in found] == pytest.approx(
        [4.25, 2.75] * (len(found) // 2) + [4.25] * (len(found) % 2), abs=1e-6
    )


def test_its_cycle_is_the_one_that_crossing_s_finds() -> None:
    """From one switch to the next: the exact crossing time of the room's own network, to a microsecond or two."""
    spec = RoomSpec(name="a", thermostat="local", **QUIET)
    found = switches(spec, 1.0)
    stack = room_network([spec])
    network = ThermalNetwork(stack.capacity_j_k[:, 0], stack.conductance_w_k[:, :, 0], stack.to_ambient_w_k[:, 0])
    state: Floats = np.full(3, 3.5)
    heat, gone_s = np.array([spec.internal_w, 0.0, 0.0]), 0.0
    for number, (at_s, _) in enumerate(found):
        level_c = 4.25 if number % 2 == 0 else 2.75
        more_s = crossing_s(network, state, heat, 20.0, 0, level_c)
        assert more_s is not None
        gone_s += more_s
        assert at_s == pytest.approx(gone_s, abs=1e-4)
        state = network.step(state, more_s, heat, 20.0)
        heat = np.array([spec.internal_w - (1000.0 * spec.cooling_kw if number % 2 == 0 else 0.0), 0.0, 0.0])


def test_minimum_times_hold_for_a_local_thermostat_to_the_microsecond() -> None:
    """Where the band asks for more, the compressor switches exactly four minutes after it did."""
    spec = RoomSpec(name="a", thermostat="local", **{**QUIET, "min_on_min": 4, "min_off_min": 4})
    gaps = [round((later - earlier) * 1e6) for (earlier, _), (later, _) in pairwise(switches(spec, 3.0))]
    assert min(gaps) == 4 * MINUTE_US


def test_a_local_and_a_sampled_thermostat_agree_but_for_the_step() -> None:
    """The digital one is late by less than a step, so its air leaves the band by what a step does."""
    for kind, most_k in (("local", 1e-5), ("sampled", 0.3)):
        _, clock, log = rooms(RoomSpec(name="a", thermostat=kind, **QUIET))
        clock.run_until(6 * HOUR_US)
        clock.settle()
        log.seal(clock.now_us)
        air_c = log.since("room")["air_c"]
        assert air_c.max() < 4.25 + most_k
        assert air_c.min() > 2.75 - most_k


def test_a_setback_moves_the_room_at_its_hour() -> None:
    """From 10 o'clock on, two hours into the story, the band lies around 2 degC."""
    lower = (SetbackSpec(from_hour=10, to_hour=12, setpoint_c=2.0),)
    for kind in ("local", "sampled"):
        _, clock, log = rooms(RoomSpec(name="a", thermostat=kind, setback=lower, **QUIET))
        clock.run_until(4 * HOUR_US)
        clock.settle()
        log.seal(clock.now_us)
        rows = log.since("room")
        inside = (rows["time"] > 2.5 * HOUR_US) & (rows["time"] < 4 * HOUR_US)
        assert rows["air_c"][rows["time"] < 2 * HOUR_US].min() > 2.4
        assert 1.1 < rows["air_c"][inside].min() < 1.4
        assert rows["air_c"][inside].max() < 3.1


def test_a_shared_wall_carries_heat_from_the_warmer_to_the_colder_room() -> None:
    """Two rooms without envelope and inside heat, one warmer: what one loses the other gains, and both meet."""
    alone = {**QUIET, "u_w_m2k": 0.0, "internal_w": 0.0, "product_t": 0.0}
    warm = RoomSpec(name="a", setpoint_c=10, walls=(WallSpec(to="b", area_m2=100, u_w_m2k=5),), **alone)
    cold = RoomSpec(name="b", setpoint_c=2, **alone)
    made, clock, _ = rooms(warm, cold)
    clock.run_until(HOUR_US)
    between = made.temperature_c
    assert 6 < between[0, 0] < 10
    assert between[[0, 2]].sum(axis=1) @ np.array([1.0, 8.0]) == pytest.approx(9 * 12.0, rel=1e-9)
    clock.run_until(48 * HOUR_US)
    assert made.temperature_c[[0, 2]] == pytest.approx(6.0, abs=0.01)


def test_rooms_without_walls_are_the_same_alone_and_together() -> None:
    """A neighbour that shares nothing changes nothing."""
    found = []
    for specs in (
        (room("a", thermostat="sampled"),),
        (room("a", thermostat="sampled"), room("z", setpoint_c=-20, limit_low_c=-40)),
    ):
        quiet = [spec.model_copy(update={"defrosts_a_day": 0}) for spec in specs]
        made, clock, _ = rooms(*quiet)
        clock.run_until(2 * HOUR_US)
        found.append(made.temperature_c[:, 0])
    assert found[0] == pytest.approx(found[1], rel=1e-12)
