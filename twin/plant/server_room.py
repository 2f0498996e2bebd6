"""The server room: the fastest heat of the hub, and load that can be moved.

Servers turn power into heat in the air; racks of steel soak it up behind. When the cooling stops the inlet air first
climbs at the rate of the air alone, then at that of air and racks together: minutes, not hours. The load balancer moves
load by what a thermostat tells it (``set_load``), so a lying thermostat moves load; but throttle and trip sit in the
servers and feel the true inlet, so no message can overcome them.

Sources: ASHRAE TC 9.9 thermal guidelines (2021): recommended 18 to 27 degC, A1 to 32 degC; K. Khankari, Thermal mass
availability for cooling data centers during power shutdown, ASHRAE Transactions 117-1 (2011), for the two rates.
"""

from __future__ import annotations

import numpy as np

from twin.core.chance import Ints
from twin.core.clock import EARLY, Clock
from twin.core.elementary import Floats, exp
from twin.core.log import Log
from twin.core.units import JOULES_PER_KWH, SECOND_US, Us, us
from twin.plant.recent import Recent
from twin.plant.spec import ServerRoomSpec
from twin.plant.thermal import AIR_J_M3K, ThermalNetwork

STEP_US: Us = 10 * SECOND_US
STEP_S = 10.0
SAMPLE_STEPS = 6


def server_network(spec: ServerRoomSpec) -> ThermalNetwork:
    """Air (behind the envelope) and racks."""
    between = spec.rack_w_k * spec.racks
    return ThermalNetwork(
        np.array([AIR_J_M3K * spec.volume_m3, spec.racks * spec.rack_kg * spec.rack_j_kgk]),
        np.array([[0.0, between], [between, 0.0]]),
        np.array([spec.envelope_w_k, 0.0]),
    )


class ServerRoom:
    """One server room, stepped every 10 s.

    ``load`` is the share of full load that the servers carry now: what was ``asked``, cut by throttle, 0 after a trip.
    ``temperature_c`` (2,) is inlet air and racks. Without a controller it keeps its usual load and cools by its own
    thermostat.
    """

    def __init__(
        self, spec: ServerRoomSpec, ambient_c: float, clock: Clock, log: Log, name: str = "server-room"
    ) -> None:
        self.spec, self.name = spec, name
        self._ambient_c, self._clock, self._log = ambient_c, clock, log
        self._code, self._trip_code = log.truth_names.codes((name, "server_trip")).tolist()
        self.network = server_network(spec)
        self.temperature_c: Floats = np.array([spec.setpoint_c, spec.setpoint_c])
        self.asked, self._cooling_allowed = spec.utilisation, True
        self.load = spec.utilisation
        self._down_until_us: Us | None = None
        self._gain_w_k = self._stable_gain()
        self._air, self._electric = Recent(1, STEP_US), Recent(1, STEP_US)
        self._step_number, self._electric_j = 0, 0.0
        self._it_w = self._cooling_w = self._electric_w = 0.0

    def _stable_gain(self) -> float:
        """Proportional gain (W/K) that acts over one step as the continuous one would on the air alone."""
        per_step = float(self.network.capacity_j_k[0]) / STEP_S
        wished = self.spec.cooling_kw * 1000.0 / self.spec.band_k
        return per_step * (1.0 - float(exp(np.array([-min(wished / per_step, 700.0)]))[0]))

    @property
    def tripped(self) -> bool:
        """Whether the servers are down after a trip."""
        return self._down_until_us is not None

    def start(self) -> None:
        """Put the room on the clock."""
        self._latch()
        self._sample()
        self._clock.every(STEP_US, f"{self.name}/step", self._step, EARLY)

    def set_load(self, share: float) -> None:
        """Ask for *share* of full load, 0 to 1, from the next step on: the load balancer's action."""
        self.asked = min(1.0, max(0.0, share))

    def cooling(self, on: bool) -> None:
        """Let the cooling run by its thermostat, or hold it off, from the next step on."""
        self._cooling_allowed = on

    def air_at(self, time_us: Ints) -> Floats:
        """True inlet temperature (degC) at the last step at or before *time_us*, shape (n,)."""
        return self._air.at(np.zeros(len(time_us), dtype=np.int64), time_us)

    def electric_kw_at(self, time_us: Ints) -> Floats:
        """Power drawn (kW) by servers and cooling at *time_us*, shape (n,)."""
        return self._electric.at(np.zeros(len(time_us), dtype=np.int64), time_us)

    def finish(self) -> None:
        """Write the room's electricity: used and supplied are equal, because it stores none."""
        kwh = self._electric_j / JOULES_PER_KWH
        now = np.full(1, self._clock.now_us)
        self._log.block("energy", time=now, entity=self._code, used_kwh=kwh, stored_kwh=0.0, supplied_kwh=kwh)

    def _step(self) -> None:
        heat_w = np.array([self._it_w - self._cooling_w, 0.0])
        self.temperature_c = self.network.step(self.temperature_c, STEP_S, heat_w, self._ambient_c)
        self._electric_j += self._electric_w * STEP_S
        self._step_number += 1
        if self._step_number % SAMPLE_STEPS == 0:
            self._sample()
        self._latch()

    def _latch(self) -> None:
        """What servers and cooling do from this step on."""
        inlet_c = float(self.temperature_c[0])
        self._protect(inlet_c)
        self.load = self._carried(inlet_c)
        spec = self.spec
        self._it_w = 0.0 if self.tripped else 1000.0 * (spec.idle_kw + (spec.full_kw - spec.idle_kw) * self.load)
        wished_w = self._gain_w_k * (inlet_c - spec.setpoint_c + spec.band_k / 2.0)
        self._cooling_w = min(max(wished_w, 0.0), spec.cooling_kw * 1000.0) if self._cooling_allowed else 0.0
        self._electric_w = self._it_w + self._cooling_w / spec.cop
        step = np.array([self._step_number])
        self._air.keep(step, self.temperature_c[None, :1])
        self._electric.keep(step, np.array([[self._electric_w / 1000.0]]))

    def _carried(self, inlet_c: float) -> float:
        if self.tripped:
            return 0.0
        return min(self.asked, self.spec.throttle_share) if inlet_c > self.spec.throttle_c else self.asked

    def _protect(self, inlet_c: float) -> None:
        """Trip at the true inlet's limit; come back after the reset time, once the inlet is below the throttle."""
        now_us = self._step_number * STEP_US
        if self._down_until_us is None and inlet_c >= self.spec.trip_c:
            self._down_until_us = now_us + us(self.spec.reset_min * 60)
            down_s = self.spec.reset_min * 60.0
            self._log.block(
                "incident",
                time=np.full(1, now_us),
                incident=self._trip_code,
                severity=down_s,
            )
        elif self._down_until_us is not None and now_us >= self._down_until_us and inlet_c < self.spec.throttle_c:
            self._down_until_us = None

    def _sample(self) -> None:
        inlet_c, rack_c = self.temperature_c
        self._log.block(
            "room",
            time=np.full(1, self._step_number * STEP_US),
            room=self._code,
            air_c=inlet_c,
            product_c=inlet_c,
            structure_c=rack_c,
            cooling_kw=self._cooling_w / 1000.0,
            electric_kw=self._electric_w / 1000.0,
            door_open=0.0,
            share=self.load,
        )
