"""Cold rooms: air, product and structure as separate states, stepped together every 10 s.

Air answers in minutes and product in hours, so a room may look lost while nothing is spoilt, or look fine while tonnes
of product are still warm. Between two steps the inputs are constant (heat inside, compressor, what comes through the
door), and the step is exact (:mod:`twin.plant.thermal`). Whatever anybody asks of a compressor between two steps acts
at the next one: the steps lie at whole multiples of 10 s, so no window and no other event moves them.

Each step keeps a heat balance: a residual above 1e-9 of the heat supplied (or above the rounding of the heat stored,
where nothing is supplied) stops the run. The last 64 steps stay in a ring, so that sensors may ask for the truth at any
time of the last ten minutes.

Sources: lumped room with two masses as in the verification cases of ISO 13790's 5R1C family and textbook cold-room
loads (transmission, infiltration, internal); every number is a field of :class:`twin.plant.spec.RoomSpec`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from twin.core.chance import Ints
from twin.core.clock import EARLY, Clock
from twin.core.elementary import Floats, exp
from twin.core.errors import InvariantBroken
from twin.core.log import Log
from twin.core.units import JOULES_PER_KWH, SECOND_US, Us
from twin.plant.doors import DoorSchedule
from twin.plant.refrigeration import Compressors
from twin.plant.spec import RoomSpec
from twin.plant.thermal import AIR_J_M3K, Move, ThermalNetwork, add_nodes

STEP_US: Us = 10 * SECOND_US
STEP_S = 10.0
SAMPLE_STEPS = 6
RING_STEPS = 64

_BLOCK_STEPS = 360
_TOLERANCE = 1e-9
_ROUNDING_K = 6e-13


class History:
    """The last 64 steps of one quantity of many entities: what sensors may still ask for."""

    def __init__(self, entities: int) -> None:
        self._ring = np.zeros((RING_STEPS, entities))
        self._newest = -1

    def keep(self, step: int, values: Floats) -> None:
        """Note *values* (entities,) as those from step number *step* on."""
        self._ring[step % RING_STEPS] = values
        self._newest = step

    def at(self, entity: Ints, time_us: Ints) -> Floats:
        """Values of *entity* at the last step at or before *time_us*, all shape (n,)."""
        step = np.minimum(time_us // STEP_US, self._newest)
        if len(step) and int(step.min()) <= self._newest - RING_STEPS:
            raise InvariantBroken("history", "plant", int(time_us.min()), "asked for a time older than 64 steps")
        found: Floats = self._ring[step % RING_STEPS, entity]
        return found


def room_network(specs: Sequence[RoomSpec]) -> ThermalNetwork:
    """Air, product and structure (first axis) of each room (last axis); without product its node hangs on nothing."""

    def each(values: Sequence[float]) -> Floats:
        return np.array(values, dtype=np.float64)

    air = each([AIR_J_M3K * s.volume_m3 for s in specs])
    product = each([(s.product_t or 1.0) * 1e6 * s.product_kj_kgk for s in specs])
    structure = air * each([s.structure_factor for s in specs])
    between = np.zeros((3, 3, len(specs)))
    between[0, 1] = between[1, 0] = each([s.product_w_k if s.product_t else 0.0 for s in specs])
    between[0, 2] = between[2, 0] = each([s.structure_w_m2k * s.surface_m2 for s in specs])
    to_ambient = np.zeros((3, len(specs)))
    to_ambient[0] = each([s.u_w_m2k * s.surface_m2 for s in specs])
    return ThermalNetwork(np.stack([air, product, structure]), between, to_ambient)


class Rooms:
    """All cold rooms of a site.

    ``temperature_c`` (3, rooms) is air, product and structure now. ``command`` asks a compressor; ``air_at``,
    ``door_open_at`` and ``electric_kw_at`` are the truth that sensors look at.
    """

    def __init__(self, specs: Sequence[RoomSpec], ambient_c: float, seed: int, clock: Clock, log: Log) -> None:
        self.specs = tuple(specs)
        self.names = [spec.name for spec in specs]
        self._ambient_c, self._clock, self._log = ambient_c, clock, log
        self._codes = log.truth_names.codes(self.names)
        self.network = room_network(specs)
        self._compressors = Compressors(specs)
        self._doors = DoorSchedule(specs, seed)
        self._fill_constants()
        self._step_number = 0
        self.temperature_c: Floats = np.repeat(np.array([[spec.setpoint_c for spec in specs]]), 3, axis=0)
        self._air, self._electric = History(len(specs)), History(len(specs))
        self._heat_w = np.zeros((3, len(specs)))
        self._cooling_w = np.zeros(len(specs))
        self._electric_w = np.zeros(len(specs))
        self._electric_j = np.zeros(len(specs))

    def _fill_constants(self) -> None:
        self._internal_w = np.array([spec.internal_w for spec in self.specs])
        self._capacity_w = np.array([spec.cooling_kw * 1000.0 for spec in self.specs])
        self._stocked = np.array([spec.product_t > 0 for spec in self.specs])
        self._cop = np.array([spec.cop for spec in self.specs])
        self._defrost_w = np.array([spec.defrost_kw * 1000.0 for spec in self.specs])
        self._door_w_k = np.array([spec.door_w_k for spec in self.specs])
        self._rounding_j = _ROUNDING_K * add_nodes(self.network.capacity_j_k)
        self._leak_w_k = self.network.to_ambient_w_k[0]
        self._shares = self._through_w_k = np.zeros((0, len(self.specs)))

    def start(self) -> None:
        """Put the rooms on the clock."""
        if not self.specs:
            return
        self._latch(0)
        self._sample(0, np.zeros(len(self.specs)))
        self._clock.every(STEP_US, "rooms/step", self._step, EARLY)

    def command(self, room_index: int, on: bool) -> bool:
        """Ask a compressor to run or rest, from the next step on.

        True where it will; False where its minimum time or a defrost makes it wait: the request is kept, and the last
        one wins.
        """
        return self._compressors.command(room_index, on, self._clock.now_us)

    def compressor_on(self, room_index: int) -> bool:
        """Whether the compressor runs now."""
        return bool(self._compressors.on[room_index])

    def air_at(self, room: Ints, time_us: Ints) -> Floats:
        """True air temperature (degC) at the last step at or before *time_us*, all shape (n,)."""
        return self._air.at(room, time_us)

    def electric_kw_at(self, room: Ints, time_us: Ints) -> Floats:
        """Power drawn (kW) by compressor and defrost heater at *time_us*, all shape (n,)."""
        return self._electric.at(room, time_us)

    def door_open_at(self, room: Ints, time_us: Ints) -> Floats:
        """1.0 where the door is open at *time_us*, else 0.0, all shape (n,)."""
        return self._doors.is_open(room, time_us).astype(np.float64)

    def fingerprint(self) -> int:
        """Order-free 64-bit hash of the door openings up to now."""
        return self._doors.fingerprint(self._clock.now_us)

    def finish(self) -> None:
        """Write each room's electricity: used and supplied are equal, because a room stores none."""
        if self.specs:
            kwh = self._electric_j / JOULES_PER_KWH
            now = np.full(len(kwh), self._clock.now_us)
            self._log.block("energy", time=now, entity=self._codes, used_kwh=kwh, stored_kwh=0.0, supplied_kwh=kwh)

    def _step(self) -> None:
        row = self._step_number % _BLOCK_STEPS
        if row == 0:
            self._next_block()
        start_c, share = self.temperature_c, self._shares[row]
        self._heat_w[0] = self._inside_w + self._through_w_k[row] * (self._ambient_c - start_c[0])
        move = self.network.move(start_c, STEP_S, self._heat_w, self._ambient_c)
        self.temperature_c = start_c + move.change_k
        self._electric_j = self._electric_j + self._electric_w * STEP_S
        self._step_number += 1
        self._balance(move)
        if self._step_number % SAMPLE_STEPS == 0:
            self._sample(self._step_number * STEP_US, share)
        self._latch(self._step_number)

    def _next_block(self) -> None:
        """Door shares of the next hour of steps, and the conductance each stands for.

        A door that is open for a part of a step relaxes the air towards the hall, ``C (1 - exp(-G t / C))``, so that
        even a huge door cannot carry the air beyond the hall's temperature.
        """
        self._shares = self._doors.shares(self._step_number * STEP_US, STEP_US, _BLOCK_STEPS)
        per_step = self.network.capacity_j_k[0] / STEP_S
        relaxed = np.minimum(self._door_w_k * self._shares / per_step, 700.0)
        self._through_w_k = per_step * (1.0 - exp(-relaxed))

    def _latch(self, step: int) -> None:
        """From step number *step* on: what compressors and heaters do."""
        if self._compressors.advance(step * STEP_US) or step == 0:
            on, defrosting = self._compressors.on, self._compressors.defrosting
            self._cooling_w = np.where(on, self._capacity_w, 0.0)
            heater_w = np.where(defrosting, self._defrost_w, 0.0)
            self._electric_w = self._cooling_w / self._cop + heater_w
            self._inside_w = self._internal_w + heater_w - self._cooling_w
        self._air.keep(step, self.temperature_c[0])
        self._electric.keep(step, self._electric_w / 1000.0)

    def _balance(self, move: Move) -> None:
        """Refuse a step whose heat balance does not close; only the air meets the hall and the inputs."""
        through = self._leak_w_k * (self._ambient_c * STEP_S - move.integral_c_s[0])
        supplied = self._heat_w[0] * STEP_S
        residual = abs(self.network.stored_j(move.change_k) - through - supplied)
        closed = residual <= _TOLERANCE * abs(supplied) + self._rounding_j
        if not closed.all():
            room = int(closed.argmin())
            raise InvariantBroken(
                "heat balance", self.names[room], self._clock.now_us, f"off by {residual[room]:.3g} J"
            )

    def _sample(self, time_us: Us, share: Floats) -> None:
        self._log.block(
            "room",
            time=np.full(len(self.names), time_us),
            room=self._codes,
            air_c=self.temperature_c[0],
            product_c=np.where(self._stocked, self.temperature_c[1], self.temperature_c[0]),
            structure_c=self.temperature_c[2],
            cooling_kw=self._cooling_w / 1000.0,
            electric_kw=self._electric_w / 1000.0,
            door_open=share,
        )
