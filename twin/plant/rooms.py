"""Cold rooms: air, product and structure as separate states, solved exactly between changes of their inputs.

Air answers in minutes and product in hours, so a room may look lost while nothing is spoilt, or look fine while tonnes
of product are still warm. Rooms that share a wall are one network. Whatever anybody asks of a compressor acts at the
next step of the rooms (10 s unless the site says otherwise): steps lie at whole multiples, so no window and no other
event moves them.

The rooms are a cohort: they are brought up to now when somebody asks (a sensor, a command, the end of a window), and
it makes no difference when that is. The truth is sampled every sixth step. The last 64 steps stay in a ring, so that
sensors may ask for the truth at any time of the last ten minutes.

Sources: lumped room with two masses as in the verification cases of ISO 13790's 5R1C family and textbook cold-room
loads (transmission, infiltration, internal); every number is a field of :class:`twin.plant.spec.RoomSpec`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from twin.core.chance import Ints
from twin.core.clock import Clock
from twin.core.elementary import Floats
from twin.core.log import Log
from twin.core.units import JOULES_PER_KWH, Us, us
from twin.plant.air import Doorways
from twin.plant.control import Setpoints
from twin.plant.doors import DoorSchedule
from twin.plant.recent import RING_STEPS, Recent
from twin.plant.room_lanes import RoomLanes
from twin.plant.spec import PlantSpec, RoomSpec
from twin.plant.thermal import AIR_J_M3K, ThermalNetwork
from twin.plant.thermostats import Thermostats

SAMPLE_STEPS = 6
"""The truth is sampled every so many steps."""


def room_network(specs: Sequence[RoomSpec]) -> ThermalNetwork:
    """Air, product and structure of each room, where air meets the hall; without product its node hangs on nothing.

    Without walls between *specs*, networks of 3 nodes, a stack (3, rooms); with some, one network of 3 x rooms nodes,
    a stack of one, all air first, then all product, then all structure. A wall to a room that is not here is left out.
    """
    air = np.array([AIR_J_M3K * s.volume_m3 for s in specs])
    product = np.array([(s.product_t or 1.0) * 1e6 * s.product_kj_kgk for s in specs])
    structure = air * np.array([s.structure_factor for s in specs])
    count = len(specs)
    between = np.zeros((3, 3, count))
    between[0, 1] = between[1, 0] = [s.product_w_k if s.product_t else 0.0 for s in specs]
    between[0, 2] = between[2, 0] = [s.structure_w_m2k * s.surface_m2 for s in specs]
    to_hall = np.zeros((3, count))
    to_hall[0] = [s.u_w_m2k * s.surface_m2 for s in specs]
    capacity, shared = np.stack([air, product, structure]), shared_walls(specs)
    if not shared:
        return ThermalNetwork(capacity, between, to_hall)
    joined = np.zeros((3, count, 3, count))
    joined[:, np.arange(count), :, np.arange(count)] = np.moveaxis(between, -1, 0)
    for one, other, w_k in shared:
        joined[0, one, 0, other] += w_k
        joined[0, other, 0, one] += w_k
    return ThermalNetwork(capacity.reshape(-1, 1), joined.reshape(3 * count, 3 * count, 1), to_hall.reshape(-1, 1))


def shared_walls(specs: Sequence[RoomSpec]) -> list[tuple[int, int, float]]:
    """Pairs of rooms by number, with the conductance (W/K) of the wall between them."""
    number = {spec.name: room for room, spec in enumerate(specs)}
    return [
        (room, number[wall.to], wall.u_w_m2k * wall.area_m2)
        for room, spec in enumerate(specs)
        for wall in spec.walls
        if wall.to in number
    ]


class Rooms:
    """All cold rooms of a site whose story starts at *start_hour* of the day.

    ``temperature_c`` (3, rooms) is air, product and structure now, ``setpoints`` say what each room is set to at any
    time. ``command`` asks a compressor; ``air_at``,
    ``door_open_at`` and ``electric_kw_at`` are the truth that sensors look at.
    """

    def __init__(self, plant: PlantSpec, seed: int, clock: Clock, log: Log, start_hour: float = 0.0) -> None:
        self.specs = specs = plant.rooms
        self.names = [spec.name for spec in specs]
        self._clock, self._log, self._step_us = clock, log, us(plant.room_step_s)
        self._codes = log.truth_names.codes(self.names)
        self.setpoints = [Setpoints(spec, start_hour) for spec in specs]
        self._doors = DoorSchedule(specs, seed)
        self._stocked = np.array([spec.product_t > 0 for spec in specs])
        self._capacity_kw = np.array([spec.cooling_kw for spec in specs])
        self._air, self._electric = Recent(len(specs), self._step_us), Recent(len(specs), self._step_us)
        self._known_step = self._sampled_step = -1
        self.network = room_network(specs)
        if specs:
            doorways = Doorways(specs, plant.ambient_c, plant.ambient_humidity)
            self._thermostats = Thermostats(specs, self.setpoints)
            self._reserve: dict[int, tuple[int, float]] = {}
            self._switched = 0
            self.lanes = RoomLanes(
                specs, self.network, self._doors, doorways, self._thermostats, plant.ambient_c, self._step_us
            )

    def start(self) -> None:
        """Begin: from now on the clock brings the rooms up to date when it settles its cohorts."""
        if self.specs:
            self._clock.attach(self)

    def flush(self, until_us: Us) -> None:
        """Bring every room up to *until_us*, and write the samples before it."""
        if self.specs:
            self._advance(until_us // self._step_us, (until_us - 1) // self._step_us)

    def command(self, room_index: int, share: float) -> bool:
        """Ask a compressor for *share* of its capacity (0 rests) from the next step on.

        True where it will; False where its minimum time or a defrost makes it wait: the request is kept, and the last
        one wins.
        """
        self.flush(self._clock.now_us)
        return self.lanes.command(room_index, share, self._clock.now_us)

    def has_thermostat(self, room_index: int) -> bool:
        """Whether a room cools by a thermostat of its own now, whatever a controller asks."""
        return self._thermostats.has(room_index)

    def switch_over(self, room_index: int, setpoint_c: float) -> int:
        """From now on a room cools by its thermostat in reserve at *setpoint_c*; the token ends that.

        Of several in force the coldest setpoint counts. A room whose thermostat is its own for good has none in
        reserve: ``ValueError``.
        """
        if self.specs[room_index].thermostat != "none":
            raise ValueError(f"{self.names[room_index]} has no thermostat in reserve")
        before = self.reserve_setpoint_c(room_index)
        self._switched += 1
        self._reserve[self._switched] = room_index, setpoint_c
        self._follow(room_index, before)
        return self._switched

    def switch_back(self, token: int) -> None:
        """End one switching over. Raises ``KeyError`` where it is over already."""
        room_index, _ = self._reserve[token]
        before = self.reserve_setpoint_c(room_index)
        del self._reserve[token]
        self._follow(room_index, before)

    def reserve_setpoint_c(self, room_index: int) -> float | None:
        """What the thermostat in reserve of a room that cools by it is set to, degC; None for any other room."""
        return min((setpoint_c for room, setpoint_c in self._reserve.values() if room == room_index), default=None)

    def _follow(self, room_index: int, before_c: float | None) -> None:
        now_c = self.reserve_setpoint_c(room_index)
        if now_c != before_c:
            self.flush(self._clock.now_us)
            self.lanes.switch_over(room_index, now_c, self._clock.now_us)

    def hold_door(self, room_index: int, is_open: bool) -> None:
        """Hold the door of a room open from now on, or let it follow its schedule again."""
        now_us = self._clock.now_us
        self.flush(now_us)
        if is_open:
            self._doors.hold(room_index, now_us)
        else:
            self._doors.let_go(room_index, now_us)
        self.lanes.door_moved(room_index, now_us)

    def compressor_share(self, room_index: int) -> float:
        """Share of its capacity at which the compressor runs now, 0 at rest."""
        self.flush(self._clock.now_us)
        return float(self.lanes.compressors.share[room_index])

    def compressor_on(self, room_index: int) -> bool:
        """Whether the compressor runs now."""
        return self.compressor_share(room_index) > 0.0

    def defrosting(self, room_index: int) -> bool:
        """Whether the room defrosts now."""
        self.flush(self._clock.now_us)
        return bool(self.lanes.compressors.defrosting[room_index])

    @property
    def temperature_c(self) -> Floats:
        """Temperatures (degC) of air, product and structure (3, rooms) at the last step up to now."""
        if not self.specs:
            return np.zeros((3, 0))
        self.flush(self._clock.now_us)
        found, _, _ = self._states(np.array([self._clock.now_us // self._step_us]))
        return np.ascontiguousarray(found[0])

    def air_at(self, room: Ints, time_us: Ints) -> Floats:
        """True air temperature (degC) at the last step at or before *time_us*, all shape (n,)."""
        self.flush(self._clock.now_us)
        return self._air.at(room, time_us)

    def electric_kw_at(self, room: Ints, time_us: Ints) -> Floats:
        """Power drawn (kW) by compressor and defrost heater at *time_us*, all shape (n,)."""
        self.flush(self._clock.now_us)
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
            self.flush(self._clock.now_us)
            self.lanes.check()
            kwh = self.lanes.electric_j_at(self._clock.now_us // self._step_us) / JOULES_PER_KWH
            now = np.full(len(kwh), self._clock.now_us)
            self._log.block("energy", time=now, entity=self._codes, used_kwh=kwh, stored_kwh=0.0, supplied_kwh=kwh)

    def _advance(self, until_step: int, sampled_until: int) -> None:
        """Up to *until_step*: keep what sensors may ask for, and write the samples up to *sampled_until*."""
        if until_step > self._known_step:
            self.lanes.advance(until_step)
            first = max(self._known_step + 1, until_step - RING_STEPS + 1)
            recent = np.arange(first, until_step + 1)
            found, _, electric_kw = self._states(recent)
            self._air.keep(recent, found[:, 0])
            self._electric.keep(recent, electric_kw)
            self._known_step = until_step
        begin = (self._sampled_step // SAMPLE_STEPS + 1) * SAMPLE_STEPS
        if sampled_until >= begin:
            self.lanes.check()
            self._sample(np.arange(begin, sampled_until + 1, SAMPLE_STEPS))
        self._sampled_step = max(self._sampled_step, sampled_until)
        del self.lanes.records[:-1]

    def _states(self, steps: Ints) -> tuple[Floats, Floats, Floats]:
        """Temperatures (n, 3, rooms), and shares and power (kW), both (n, rooms), at *steps* (n,)."""
        records, lanes = self.lanes.records, self.lanes.lanes
        if len(steps) == 1 and steps[0] >= records[-1].anchor.max():
            last = records[-1]
            one = self.lanes.stretches.states(last.start, steps - last.anchor, np.arange(lanes))
            return self._by_room(one[None]), last.share[None], last.electric_w[None] / 1000.0
        anchors = np.stack([record.anchor for record in records])
        which = np.count_nonzero(anchors[None] <= steps[:, None, None], axis=1) - 1
        lane = np.arange(lanes)
        start = np.stack([record.start for record in records])[which, lane]
        since = steps[:, None] - anchors[which, lane]
        found = self.lanes.stretches.states(
            start.reshape(-1, start.shape[-1]), since.reshape(-1), np.tile(lane, len(steps))
        )
        by_room = self._by_room(found.reshape(len(steps), lanes, -1))
        of_room, room = np.tile(which, (1, self.lanes.width)), np.arange(len(self.names))
        share = np.stack([record.share for record in records])[of_room, room]
        electric_w = np.stack([record.electric_w for record in records])[of_room, room]
        return by_room, share, electric_w / 1000.0

    def _by_room(self, found: Floats) -> Floats:
        """Temperatures (n, lanes, nodes) as (n, 3, rooms)."""
        split = found.reshape(len(found), self.lanes.lanes, 3, self.lanes.width)
        return split.transpose(0, 2, 3, 1).reshape(len(found), 3, -1)

    def _sample(self, steps: Ints) -> None:
        found, share, electric_kw = self._states(steps)
        time_us = steps * self._step_us
        before_us = np.maximum(time_us - self._step_us, 0)[:, None] + np.zeros(len(self.names), dtype=np.int64)
        door = self._doors.share_at(before_us, self._step_us)
        self._log.block(
            "room",
            time=np.repeat(time_us, len(self.names)),
            room=np.tile(self._codes, len(steps)),
            air_c=found[:, 0].reshape(-1),
            product_c=np.where(self._stocked, found[:, 1], found[:, 0]).reshape(-1),
            structure_c=found[:, 2].reshape(-1),
            cooling_kw=(share * self._capacity_kw).reshape(-1),
            electric_kw=electric_kw.reshape(-1),
            door_open=door.reshape(-1),
            share=share.reshape(-1),
        )
