"""The server room: minutes, not hours, and protection that no message overcomes."""

from __future__ import annotations

import numpy as np
import pytest

from twin.core.clock import Clock
from twin.core.log import Log
from twin.core.units import HOUR_US, MINUTE_US, SECOND_US
from twin.plant.server_room import ServerRoom, server_network
from twin.plant.spec import ServerRoomSpec

SPEC = ServerRoomSpec()


class Hub:
    """One server room on a clock."""

    def __init__(self, spec: ServerRoomSpec = SPEC) -> None:
        self.clock, self.log = Clock(), Log()
        self.room = ServerRoom(spec, 20.0, self.clock, self.log)
        self.room.start()

    def run(self, minutes: float) -> float:
        """The inlet (degC) after *minutes* more."""
        self.clock.run_until(self.clock.now_us + int(minutes * MINUTE_US) + 1)
        return float(self.room.temperature_c[0])

    def minutes_until(self, limit_c: float) -> float:
        """Minutes from now until the inlet reaches *limit_c*."""
        begin_us = self.clock.now_us
        while self.room.temperature_c[0] < limit_c and self.clock.now_us < begin_us + 2 * HOUR_US:
            self.clock.run_until(self.clock.now_us + 10 * SECOND_US)
        return (self.clock.now_us - begin_us) / MINUTE_US


def test_the_usual_load_is_held_inside_the_recommended_range() -> None:
    """A day of 60 % load stays within a kelvin of the setpoint."""
    hub = Hub()
    assert hub.run(24 * 60) == pytest.approx(SPEC.setpoint_c, abs=1.0)
    assert hub.room.load == SPEC.utilisation


def test_without_cooling_the_air_climbs_at_its_two_published_rates() -> None:
    """V23 through this room's network: 20 kW in 100 m3 with four racks, 9.950 K/min at first, 1.3035 K/min later."""
    spec = ServerRoomSpec(volume_m3=100, racks=4, envelope_w_k=0)
    network, heat_w = server_network(spec), np.array([20_000.0, 0.0])
    first_k = network.move(np.zeros(2), 1e-3, heat_w, 20.0).change_k[0]
    late = network.step(np.zeros(2), 3600.0, heat_w, 20.0)
    assert first_k / 1e-3 * 60 == pytest.approx(9.950, abs=1e-3)
    assert network.step(late, 60.0, heat_w, 20.0) - late == pytest.approx([1.3035, 1.3035], abs=5e-5)


def test_lost_cooling_drains_throttles_and_trips_within_minutes() -> None:
    """27 degC within 3 min, 32 within 10, 40 within 45 even though throttled."""
    hub = Hub()
    hub.run(60)
    hub.room.cooling(on=False)
    assert hub.minutes_until(SPEC.drain_c) < 3
    assert hub.minutes_until(SPEC.throttle_c) < 7
    hub.run(0.5)
    assert hub.room.load == SPEC.throttle_share
    assert 5 < hub.minutes_until(SPEC.trip_c) < 35


def test_drained_in_time_the_room_never_throttles_as_early() -> None:
    """The load balancer's action buys time: without load the throttle limit comes later."""
    kept, drained = Hub(), Hub()
    for hub in (kept, drained):
        hub.run(60)
        hub.room.cooling(on=False)
    drained.room.set_load(0.0)
    assert drained.minutes_until(SPEC.throttle_c) > 2 * kept.minutes_until(SPEC.throttle_c)


def test_a_trip_takes_the_load_away_for_its_reset_time_and_leaves_one_incident() -> None:
    """Load 0 and no IT power for 30 minutes, whatever is asked; then the servers come back by themselves."""
    hub = Hub()
    hub.room.cooling(on=False)
    hub.minutes_until(SPEC.trip_c)
    hub.run(0.2)
    assert hub.room.tripped
    hub.room.set_load(1.0)
    hub.room.cooling(on=True)
    hub.run(20)
    assert (hub.room.tripped, hub.room.load) == (True, 0.0)
    hub.run(12)
    assert (hub.room.tripped, hub.room.load) == (False, 1.0)
    hub.log.seal(hub.clock.now_us)
    assert hub.log.texts("incident", "incident") == ["server_trip"]
    assert hub.log.since("incident")["severity"][0] == SPEC.reset_min * 60


def test_servers_stay_down_while_the_room_is_hot() -> None:
    """Nobody restarts servers into an inlet above the throttle limit."""
    hub = Hub(ServerRoomSpec(envelope_w_k=0))
    hub.room.cooling(on=False)
    hub.minutes_until(SPEC.trip_c)
    hub.run(60)
    assert hub.room.tripped
    hub.room.cooling(on=True)
    hub.run(10)
    assert not hub.room.tripped


def test_a_huge_cooling_unit_does_not_swing() -> None:
    """The gain over one step is bounded by the air's own capacity."""
    hub = Hub(ServerRoomSpec(cooling_kw=500, band_k=0.5))
    hub.run(60)
    readings = [hub.run(0.5) for _ in range(5)]
    assert max(readings) - min(readings) < 1e-3


def test_asked_load_is_kept_between_nothing_and_full() -> None:
    """A controller that asks for 300 % or less than nothing gets 1 or 0."""
    hub = Hub()
    hub.room.set_load(3.0)
    hub.run(1)
    assert hub.room.load == 1.0
    hub.room.set_load(-1.0)
    hub.run(1)
    assert hub.room.load == 0.0


def test_truth_rows_energy_and_history_agree() -> None:
    """Rows each minute in the room table; the energy row is the integral of the power; sensors see both."""
    hub = Hub()
    hub.run(30)
    hub.room.finish()
    hub.log.seal(hub.clock.now_us + 1)
    rows, energy = hub.log.since("room"), hub.log.since("energy")
    assert set(hub.log.texts("room", "room")) == {"server-room"}
    assert len(rows["time"]) == 31
    late = rows["time"] >= 25 * MINUTE_US
    assert np.array_equal(hub.room.air_at(rows["time"][late]), rows["air_c"][late])
    assert hub.room.electric_kw_at(rows["time"][late]) == pytest.approx(rows["electric_kw"][late], abs=1e-2)
    assert energy["used_kwh"][0] == pytest.approx(rows["electric_kw"].mean() / 2, rel=0.02)
    assert energy["used_kwh"] + energy["stored_kwh"] == pytest.approx(energy["supplied_kwh"])
