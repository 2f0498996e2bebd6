"""Room lanes: from one change of inputs to the next, whatever changes them.

Doors, defrosts, commands and sampled thermostats act at steps of the rooms; between two such steps a lane's inputs are
constant and it is carried in one exact move (:mod:`twin.plant.stretches`). A *local* thermostat acts at the very
microsecond: the step in which its contact moves, or its compressor becomes free, is cut there, by halving the exact
solution (a contact that moves there and back within one step is not seen).

What comes through a door is taken at the air temperature at the start of each step that it is open in, for the share
of the step, and relaxes the air towards the hall: ``C (1 - r) / t`` for a conductance G, with ``1/r = 1 + x + x^2/2 +
x^3/6`` and ``x = G t / C``. That is the exponential's own decay but for a millionth at the doors there are (x of 0.05),
and even a huge door cannot carry the air beyond the hall's temperature.

Each move keeps a heat balance: a residual above 1e-9 of the heat supplied (or above the rounding of the heat stored,
where nothing is supplied) stops the run.

Sources: textbook cold-room loads (transmission, infiltration, internal, defrost); every number is a field of
:class:`twin.plant.spec.RoomSpec`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

import numpy as np

from twin.core.chance import Ints
from twin.core.elementary import Floats
from twin.core.errors import InvariantBroken
from twin.core.units import SECOND_US, Us
from twin.plant.air import Doorways
from twin.plant.doors import DoorSchedule
from twin.plant.refrigeration import NEVER, Compressors, Flags
from twin.plant.spec import RoomSpec
from twin.plant.stretches import Stretches
from twin.plant.thermal import ThermalNetwork
from twin.plant.thermostats import Thermostats

_TOLERANCE = 1e-9
_ROUNDING_K = 6e-13
_DOORS_AHEAD = 400
_MOVES_A_CHECK = 24
_MOST_BITS = 26
"""2**26 microseconds are longer than the longest step."""


Array = TypeVar("Array", Ints, Floats, Flags)


class Record(NamedTuple):
    """What held from some anchors on: steps (lanes,), state and heat (lanes, 2 nodes), share and power (rooms,)."""

    anchor: Ints
    start: Floats
    share: Floats
    electric_w: Floats


class RoomLanes:
    """All rooms of a site, as lanes. Room *r* is room ``r // lanes`` of lane ``r % lanes``."""

    def __init__(
        self, specs: Sequence[RoomSpec], network: ThermalNetwork, doors: DoorSchedule, doorways: Doorways,
        thermostats: Thermostats, hall_c: float, step_us: Us,
    ) -> None:  # fmt: skip
        self.names = [spec.name for spec in specs]
        self.compressors, self._doors, self._doorways, self._thermostats = (
            Compressors(specs),
            doors,
            doorways,
            thermostats,
        )
        self.step_us, self._hall_c = step_us, hall_c
        nodes, self.lanes = network.capacity_j_k.shape
        self.width = nodes // 3
        setpoints = np.array([spec.setpoint_c for spec in specs]).reshape(self.width, self.lanes).T
        self.stretches = Stretches(network, np.concatenate([setpoints] * 3, axis=1), hall_c, step_us / SECOND_US)
        self._fill_constants(specs)
        count = len(specs)
        self._share = self._door_w = self._electric_w = np.zeros(count)
        self.electric_j: Floats = np.zeros(count)
        self._act: Ints = np.full(self.lanes, NEVER, dtype=np.int64)
        self._opens: Ints = np.zeros(count, dtype=np.int64)
        self._since: Ints = np.zeros(count, dtype=np.int64)
        self._quiet_until, self._asked = -1, False
        self._longest: Ints = np.full(count, self.stretches.longest, dtype=np.int64)
        self._none: Flags = np.zeros(self.lanes, dtype=np.bool_)
        self._enter(np.ones(self.lanes, dtype=np.bool_))
        self.records = [self._record()]
        self._moves: list[tuple[Floats, Floats, Floats, Floats, Ints]] = []

    def _fill_constants(self, specs: Sequence[RoomSpec]) -> None:
        self._internal_w = np.array([spec.internal_w for spec in specs])
        self._capacity_w = np.array([spec.cooling_kw * 1000.0 for spec in specs])
        self._rated_w = np.array([spec.cooling_kw * 1000.0 / spec.cop for spec in specs])
        self._defrost_w = np.array([spec.defrost_kw * 1000.0 for spec in specs])
        self._has_doors = any(spec.door_per_hour > 0 and spec.door_m2 > 0 for spec in specs)
        capacity = self.stretches.network.capacity_j_k
        self._air_j_k = capacity[: self.width].reshape(-1)
        self._rounding_j = _ROUNDING_K * np.cumsum(capacity, axis=0)[-1]

    def command(self, room: int, share: float, now_us: Us) -> bool:
        """Ask a compressor for *share* of its capacity from the next step on; see :meth:`Compressors.command`."""
        units, step = self.compressors, now_us // self.step_us + 1
        if share == units.wanted[room]:
            return bool((units.share[room] > 0.0) == (share > 0.0))
        self._asked = True
        self._act[room % self.lanes] = min(int(self._act[room % self.lanes]), step)
        self._quiet_until = -1
        return units.command(room, share, step * self.step_us)

    def door_moved(self, room: int, now_us: Us) -> None:
        """Somebody else than the schedule opened or shut the door of *room*: look at it again from the next step on."""
        self._has_doors = self._has_doors or self._doorways.usable(room)
        self._opens[room] = min(int(self._opens[room]), now_us // self.step_us + 1)
        self._look_again(room, now_us)

    def switch_over(self, room: int, setpoint_c: float | None, now_us: Us) -> None:
        """*room* cools by its thermostat in reserve from now on, or no more; see :meth:`Thermostats.switch_over`."""
        self._thermostats.switch_over(room, setpoint_c, now_us)
        self.compressors.wanted[room] = float(self.compressors.wanted[room] > 0.0)
        self._since[room] = now_us // self.step_us + 1
        self._look_again(room, now_us)

    def _look_again(self, room: int, now_us: Us) -> None:
        """The inputs of *room* may change at the next step."""
        lane, step = room % self.lanes, now_us // self.step_us + 1
        self._act[lane] = min(int(self._act[lane]), step)
        self._asked, self._quiet_until = True, -1

    def advance(self, until_step: int) -> None:
        """Carry every lane to its last change of inputs at or before *until_step*; records say what held since."""
        while until_step >= self._quiet_until and self._advance_once(until_step):
            pass
        if len(self._moves) >= _MOVES_A_CHECK:
            self.check()

    def _advance_once(self, until_step: int) -> bool:
        """Carry every lane to its next change of inputs; False where none comes before *until_step*."""
        limit = until_step - self.stretches.anchor
        if int(limit.max()) <= 0:
            return False
        due, cut = self._next_change(limit)
        go = due <= limit
        if not go.any():
            if not self._thermostats.any:
                self._quiet_until = int((self.stretches.anchor + due).min())
            return False
        cut = go & cut if self._thermostats.any_local else cut
        self._carry(np.where(go, due - cut, 0))
        if self._thermostats.any_local:
            for lane in np.flatnonzero(cut).tolist():
                self._cut_step(lane)
        self._enter(go)
        self.records.append(self._record())
        return True

    def electric_j_at(self, step: int) -> Floats:
        """Electricity (J) of each room up to *step*, at or after every anchor."""
        spent_s = (step - self._by_room(self.stretches.anchor)) * self.stretches.step_s
        return self.electric_j + self._electric_w * spent_s

    def _record(self) -> Record:
        return Record(self.stretches.anchor, self.stretches.inputs, self.compressors.share.copy(), self._electric_w)

    def _by_room(self, of_lane: Array) -> Array:
        """What a lane has, for each of its rooms."""
        return of_lane if self.width == 1 else np.tile(of_lane, self.width)

    def _least(self, of_room: Ints) -> Ints:
        """The least of each lane's rooms."""
        least: Ints = of_room if self.width == 1 else of_room.reshape(self.width, self.lanes).min(axis=0)
        return least

    def _next_change(self, limit: Ints) -> tuple[Ints, Flags]:
        """Steps until each lane's inputs may change next, and whether that step is to be cut."""
        anchor, due, edge = self._by_room(self.stretches.anchor), self._longest, self._longest
        if self.compressors.waiting:
            edge = -(-self.compressors.next_us() // self.step_us) - anchor
            due = np.minimum(due, edge)
        if self._has_doors:
            due = np.minimum(due, np.where(self._share > 0.0, 1, self._opens - anchor))
        if self._thermostats.changes:
            due = np.minimum(due, -(-self._thermostats.change_us // self.step_us) - anchor)
        of_lane = self._least(due)
        if self._asked:
            of_lane = np.minimum(of_lane, self._act - self.stretches.anchor)
        of_lane = np.maximum(of_lane, 1)
        if not self._thermostats.any:
            return of_lane, self._none
        moves = np.maximum(self._contact_moves(min(int(of_lane.max()), int(limit.max()))), self._since - anchor)
        of_lane = np.minimum(of_lane, self._least(moves))
        if not self._thermostats.any_local:
            return of_lane, self._none
        return of_lane, self._to_cut(of_lane, np.minimum(moves, np.maximum(edge, 1)))

    def _contact_moves(self, steps: int) -> Ints:
        """The first step, of so many, after which each thermostat's contact would not stay; (rooms,)."""
        ahead = self.stretches.ahead(steps, self.width)
        air_c = np.swapaxes(ahead, 1, 2).reshape(steps, -1)
        moves = self._thermostats.would_move(air_c, self.compressors.wanted)
        return np.where(moves.any(axis=0), moves.argmax(axis=0) + 1, NEVER)

    def _to_cut(self, due: Ints, first: Ints) -> Flags:
        """Lanes whose next change is one of a local thermostat, or of a compressor that it commands."""
        here = self._thermostats.local & (first == self._by_room(due))
        found: Flags = here.reshape(self.width, self.lanes).any(axis=0)
        return found

    def _carry(self, steps: Ints) -> None:
        """Move the anchors on by *steps* (lanes,), 0 for those that stay."""
        done = self.stretches.moved(np.maximum(steps, 1)) * (steps > 0)[:, None]
        self._book(done, np.multiply(steps, self.stretches.step_s, dtype=np.float64))
        self.stretches.anchor = self.stretches.anchor + steps

    def _book(self, done: Floats, spent_s: Floats) -> None:
        """Take over what a move has *done* (lanes, 2 nodes) in *spent_s* (lanes,), and note it for the balance."""
        self._moves.append((done, self.stretches.inputs, spent_s, self._supplied_w, self.stretches.anchor))
        self.stretches.go_on(done)
        self.electric_j = self.electric_j + self._electric_w * self._by_room(spent_s)

    def check(self) -> None:
        """Refuse moves, of those since the last check, whose heat balance does not close."""
        if not self._moves:
            return
        done, inputs, spent_s, supplied_w, anchors = (np.stack(column) for column in zip(*self._moves, strict=True))
        self._moves = []
        residual_j = np.abs(self.stretches.imbalance_j(done, inputs, spent_s))
        closed = residual_j <= _TOLERANCE * supplied_w * spent_s + self._rounding_j
        if not closed.all():
            move, lane = (int(index) for index in np.unravel_index(closed.argmin(), closed.shape))
            names, now_us = "+".join(self.names[lane :: self.lanes]), int(anchors[move, lane]) * self.step_us
            raise InvariantBroken("heat balance", names, now_us, f"off by {residual_j[move, lane]:.3g} J")

    def _enter(self, go: Flags) -> None:
        """At the new anchors of the lanes that *go*: what doors, thermostats and compressors do from there on."""
        here, now_us = self._by_room(go), self._by_room(self.stretches.anchor) * self.step_us
        air_c = self.stretches.inputs[:, : self.width].T.reshape(-1)
        if self._thermostats.changes:
            self._thermostats.follow(now_us, here)
        if self._thermostats.any_sampled:
            self.compressors.wanted = self._thermostats.look(air_c, self.compressors.wanted, here)
        self.compressors.advance(now_us, here)
        if self._has_doors:
            self._meet_doors(here, now_us, air_c)
        self._set_heat()
        if self._asked:
            self._act[go & (self._act <= self.stretches.anchor)] = NEVER
            self._asked = bool((self._act < NEVER).any())

    def _meet_doors(self, here: Flags, now_us: Ints, air_c: Floats) -> None:
        """Doors of the rooms that are *here*: how far open in this step, what comes in, and when they open next."""
        due = here & (self._opens * self.step_us <= now_us)
        self._share = np.where(here, 0.0, self._share)
        if due.any():
            self._share = np.where(due, self._doors.share_at(now_us, self.step_us), self._share)
            shut = due & (self._share == 0.0)
            if shut.any():
                again_us = self._doors.next_open_us(now_us + self.step_us, _DOORS_AHEAD * self.step_us)
                self._opens = np.where(shut, again_us // self.step_us, self._opens)
        self._door_w = np.where(here, 0.0, self._door_w)
        if (here & (self._share > 0.0)).any():
            self._door_w = np.where(here, self._through_door(air_c), self._door_w)

    def _through_door(self, air_c: Floats) -> Floats:
        per_step = self._air_j_k / self.stretches.step_s
        reach = self._doorways.w_k(air_c) * self._share / per_step
        kept = 1.0 / (1.0 + reach * (1.0 + reach * (0.5 + reach / 6.0)))
        return per_step * (1.0 - kept) * (self._hall_c - air_c)

    def _set_heat(self) -> None:
        """Heat into the air and power drawn, from what runs now."""
        inside_w = self._internal_w - self.compressors.share * self._capacity_w
        electric_w = self.compressors.share * self._rated_w
        if self._has_doors:
            inside_w += self._door_w
        if self.compressors.timers:
            heater_w = self._defrost_w * self.compressors.defrosting
            inside_w += heater_w
            electric_w += heater_w
        self._electric_w, of_lanes = electric_w, inside_w.reshape(self.width, self.lanes)
        self.stretches.heat(of_lanes.T)
        self._supplied_w = np.add.accumulate(np.abs(of_lanes))[-1]

    def _cut_step(self, lane: int) -> None:
        """One step of a lane with local thermostats: contacts and their compressors act at the very microsecond."""
        begin_us, at = int(self.stretches.anchor[lane]) * self.step_us, 0
        while at < self.step_us:
            spent = min(self._until_free(lane, begin_us + at), self.step_us - at)
            spent, moved = self._until_contact(lane, spent)
            self._carry_part(lane, spent)
            at += spent
            if at < self.step_us or moved:
                self._act_locally(lane, begin_us + at, moved)
        self.stretches.anchor = self.stretches.anchor + (np.arange(self.lanes) == lane)

    def _rooms_of(self, lane: int) -> list[int]:
        rooms = np.arange(lane, len(self.names), self.lanes)
        local: list[int] = rooms[self._thermostats.local[rooms]].tolist()
        return local

    def _until_free(self, lane: int, now_us: Us) -> Us:
        """Microseconds until a compressor may do what its thermostat has asked for."""
        due_us = self.compressors.next_us()
        pending = [int(due_us[room]) for room in self._rooms_of(lane) if self._pending(room)]
        return max(0, min(pending, default=NEVER) - now_us)

    def _pending(self, room: int) -> bool:
        units = self.compressors
        return not units.defrosting[room] and (units.wanted[room] > 0.0) != (units.share[room] > 0.0)

    def _until_contact(self, lane: int, most: Us) -> tuple[Us, bool]:
        """Microseconds, at most *most*, until a contact moves, and whether one does."""
        at_c, passed = self._now_c(lane), 0
        if most == 0 or self._moving(lane, at_c):
            return 0, most > 0
        if not self._moving(lane, self._after(lane, at_c, most)):
            return most, False
        for bit in range(_MOST_BITS - 1, -1, -1):
            if passed + (1 << bit) < most:
                then_c = self._after(lane, at_c, 1 << bit)
                if not self._moving(lane, then_c):
                    at_c, passed = then_c, passed + (1 << bit)
        return passed + 1, True

    def _moving(self, lane: int, temperature_c: Floats) -> list[int]:
        """Rooms of *lane* whose contact does not stay."""
        low_c, high_c, wanted = self._thermostats.low_c, self._thermostats.high_c, self.compressors.wanted
        air = {room: float(temperature_c[room // self.lanes]) for room in self._rooms_of(lane)}
        return [room for room, air_c in air.items() if (air_c < low_c[room] if wanted[room] else air_c > high_c[room])]

    def _after(self, lane: int, start_c: Floats, spent_us: Us) -> Floats:
        """Temperatures of one lane *spent_us* after *start_c*."""
        return start_c + self.stretches.part(lane, start_c, spent_us)[: len(start_c)]

    def _now_c(self, lane: int) -> Floats:
        return self.stretches.inputs[lane, : 3 * self.width]

    def _carry_part(self, lane: int, spent_us: Us) -> None:
        """Move one lane on by a part of a step."""
        if spent_us:
            done, spent_s = np.zeros(self.stretches.inputs.shape), np.zeros(self.lanes)
            done[lane], spent_s[lane] = self.stretches.part(lane, self._now_c(lane), spent_us), spent_us / SECOND_US
            self._book(done, spent_s)

    def _act_locally(self, lane: int, now_us: Us, moved: bool) -> None:
        """Contacts that move, then compressors that are free to follow."""
        if moved:
            for room in self._moving(lane, self._now_c(lane)):
                self.compressors.wanted[room] = 1.0 - self.compressors.wanted[room]
        for room in self._rooms_of(lane):
            if self._pending(room) and now_us >= self.compressors.free_us[room]:
                self.compressors.switch(room, on=bool(self.compressors.wanted[room]), now_us=now_us)
        self._set_heat()
