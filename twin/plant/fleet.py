"""The fleet: robots on the floor, half second by half second.

This is the face that devices see: who is idle, start a visit, stop, tamper, where was everybody at that time. Inside,
:mod:`~twin.plant.motion` moves robots, :mod:`~twin.plant.visits` takes them through their work,
:mod:`~twin.plant.safety` looks at people, :mod:`~twin.plant.recovery` clears jams, :mod:`~twin.plant.timebook` books
time. The plant knows no network: whether an order arrives is decided elsewhere, and a robot whose released base runs
out stops at the next cell's end.

Sources: VDA 5050 2.0 (order, base and horizon, instant actions) for what can be asked of a robot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

import numpy as np

from twin.core.chance import Ints
from twin.core.clock import LATE, Clock
from twin.core.log import Log
from twin.core.units import MINUTE_US, SECOND_US, Us
from twin.plant.battery import Batteries
from twin.plant.floor import Floor
from twin.plant.history import History, Poses
from twin.plant.lanes import Routes
from twin.plant.motion import TICK_S, TICK_US, Motion, Step
from twin.plant.pace import Pace
from twin.plant.people import People
from twin.plant.recovery import WATCH_TICKS, Recovery
from twin.plant.robots import NEVER_US, STATES, Cause, Hold, Robots, Stage
from twin.plant.safety import Safety
from twin.plant.spec import FleetSpec
from twin.plant.tampering import Tampering
from twin.plant.timebook import TimeBook
from twin.plant.visit import Visit
from twin.plant.visits import Visits

SAMPLE_US: Us = 5 * SECOND_US
_IDLE = int(Stage.IDLE)


class Fleet:
    """All robots of a site. Robots are numbered in the order of *names*; ``robots`` holds their arrays.

    Hooks: ``visits.on_served(robot, visit)`` when the picker is done, ``visits.on_done`` when the pod is back and the
    robot idle, ``visits.on_dropped`` when a person took the robot off its visit, and ``on_state_change(robot)``.
    """

    def __init__(
        self, floor: Floor, spec: FleetSpec, people: People, names: Sequence[str], seed: int, clock: Clock, log: Log
    ) -> None:
        self.floor, self.spec, self.people, self.clock, self._log = floor, spec, people, clock, log
        self.routes = Routes(floor)
        self.robots = Robots(floor, spec, names)
        self.batteries = Batteries(spec, len(names))
        self.visits = Visits(floor, self.routes, self.robots, self.batteries, clock)
        self.tampering = Tampering(floor, self.routes, self.robots)
        self.motion = Motion(self.robots, floor.door, self.tampering)
        self.safety = Safety(self.robots, people, log)
        self.safety.on_contact = self._struck
        self.recovery = Recovery(floor, self.routes, self.robots, self.visits, self.batteries, seed, log)
        self.timebook = TimeBook(self.robots, self.visits.stations, log)
        self.history = History(len(names), TICK_US, WATCH_TICKS)
        self.codes = log.truth_names.codes(names)
        self.state_codes = log.truth_names.codes(STATES)
        self._fleet_code = log.truth_names.code("fleet")
        self._base_cause = np.zeros(len(names), dtype=np.int64)
        self.tick = 0
        self.pace = Pace(self.robots)
        self._by_hand = [0] * len(names)
        self.on_state_change: Callable[[int], None] = _no_change
        self.on_promotion: Callable[[int, bool], None] = _no_promotion
        self.step_promoted: Callable[[], None] = self.tampering.step
        self.visits.on_stage = self._stage_changed
        self._next_end_us = NEVER_US
        self.history.keep(0, self.robots.pose, self.robots.shown)
        self.history.keep_charge(0, self.batteries.share)

    def start(self) -> None:
        """Put the fleet's step and its sampling on the clock."""
        self.clock.every(TICK_US, "fleet/step", self.step)
        self.clock.every(SAMPLE_US, "fleet/sample", self.sample, LATE)

    def step(self) -> None:
        """One half second of everything."""
        self.tick += 1
        now_us = self.tick * TICK_US
        self.visits.due(self.tick)
        if now_us >= self._next_end_us:
            self._end_bases(now_us)
        robots, motion = self.robots, self.motion
        step = motion.step(self.tick)
        self._settle_arrivals(step)
        motion.check(self.tick)
        self.batteries.drive(robots.mass_kg, motion.before_mps, motion.after_mps, motion.step_m)
        self.safety.step(now_us)
        self.step_promoted()
        self.timebook.step(now_us, step.waiting, self.visits.visit)
        if self.tick % WATCH_TICKS == 0:
            self._watch(now_us)
        self.history.keep(self.tick, robots.pose, robots.shown)

    def _struck(self, robot: int) -> None:
        """The bumper of *robot* hit somebody: it stops for good, and a person comes to free it."""
        self.hold(robot, Hold.EMERGENCY, Cause.ATTACK)
        comes_us = round(self.spec.jam_noticed_min * MINUTE_US)
        self.clock.after(comes_us, f"fleet/struck/{self.robots.names[robot]}", partial(self._free, robot))

    def _free(self, robot: int) -> None:
        if self.robots.holds[robot] & Hold.EMERGENCY:
            self.recover_by_hand(robot)

    def _settle_arrivals(self, step: Step) -> None:
        for robot, place in step.left:
            self.visits.left(robot, place)
        for robot in step.finished:
            if not self.tampering.stranded(robot):
                self.robots.goal[robot] = -1
                self.visits.arrived(robot)

    def _end_bases(self, now_us: Us) -> None:
        for robot in np.flatnonzero(self.robots.base_end_us <= now_us).tolist():
            self.robots.base_end_us[robot] = NEVER_US
            self.hold(robot, Hold.NO_BASE, Cause(int(self._base_cause[robot])))
        self._next_end_us = int(self.robots.base_end_us.min())

    def _watch(self, now_us: Us) -> None:
        self.batteries.book(WATCH_TICKS * TICK_S)
        self.recovery.watch(now_us)
        self.visits.charging.watch()
        self.history.keep_charge(self.tick, self.batteries.share)

    def _stage_changed(self, robot: int) -> None:
        if self._by_hand[robot]:
            self._await_person(robot)
        self.on_state_change(robot)

    def take_by_hand(self, robot: int, people: int) -> None:
        """So many more (or fewer) measures put *robot* into people's hands: when its work is done it waits for them."""
        self._by_hand[robot] += people
        self._await_person(robot)

    def _await_person(self, robot: int) -> None:
        if self._by_hand[robot] and self.robots.stage[robot] == _IDLE:
            self.hold(robot, Hold.MANUAL, Cause.CONTAINMENT)
        else:
            self.release(robot, Hold.MANUAL)

    def idle(self) -> Ints:
        """Robots that can take a visit now: idle, not held, charged."""
        free = (self.robots.stage == _IDLE) & (self.robots.holds == 0)
        if len(self.floor.chargers):
            free &= (self.batteries.share >= self.spec.charge_below) & ~self.visits.charging.sent
        idle: Ints = free.nonzero()[0]
        return idle

    def start_visit(self, robot: int, visit: Visit) -> None:
        """Send the idle *robot* out for *visit*. While it waited for a robot, the fleet's losses are its losses."""
        self.settle_wait(visit)
        self.visits.begin(robot, visit)

    def settle_wait(self, visit: Visit) -> None:
        """Charge *visit* for its wait for a robot up to now, if it has none."""
        if visit.robot < 0:
            for cause in (Cause.ATTACK, Cause.CONTAINMENT):
                visit.blame(cause, self.timebook.lost_us(cause, visit.asked_us))
            visit.delays.blame_charging(self.visits.charging.share_us(visit.asked_us))

    def nearest(self, bay: int, candidates: Ints) -> int:
        """The one of *candidates* (robots) that is nearest to *bay* by lane; the lowest number on a tie."""
        cell = self.robots.cell[candidates]
        away = self.routes.lane_distance_m(cell, bay)
        away[cell == bay] = -1
        return int(candidates[int(away.argmin())])

    def base_ends(self, robot: int, at_us: Us, cause: Cause = Cause.NONE) -> None:
        """The released base of *robot* ends at *at_us*, for *cause* (why it would not be renewed)."""
        self.robots.base_end_us[robot] = at_us
        self._next_end_us = min(self._next_end_us, at_us)
        self._base_cause[robot] = cause

    def base_renewed(self, robot: int) -> None:
        """*robot* has a base again, with no end known."""
        self.robots.base_end_us[robot] = NEVER_US
        self.release(robot, Hold.NO_BASE)

    def hold(self, robot: int, why: Hold, cause: Cause = Cause.NONE) -> None:
        """Hold *robot*: commanded, emergency and so on."""
        if self.robots.hold(robot, why, cause):
            self.on_state_change(robot)

    def release(self, robot: int, why: Hold) -> None:
        """End a hold of *robot*. No command ends an emergency stop: see :meth:`recover_by_hand`."""
        if why & Hold.EMERGENCY:
            raise ValueError("an emergency stop is ended by hand only: recover_by_hand")
        if self.robots.release(robot, why):
            self.on_state_change(robot)

    def tamper(self, robot: int, dx_m: float, dy_m: float, cause: Cause = Cause.ATTACK) -> None:
        """Shift what *robot* believes about its position (m)."""
        self.tampering.shift(robot, dx_m, dy_m, cause)
        self.on_promotion(robot, True)

    def restore(self, robot: int) -> None:
        """Let *robot* know its true position again."""
        self.tampering.restore(robot)
        self.on_promotion(robot, False)

    def mute_field(self, robot: int, muted: bool = True) -> None:
        """Put the protective field of *robot* to sleep, or wake it."""
        self.safety.fields.mute(robot, muted)

    def tamper_field(self, robot: int, scale: float = 1.0, speed_share: float = 1.0, blind: Iterable[int] = ()) -> None:
        """Change the protective field of *robot*: its *scale*, the share of the speed it knows of, *blind* octants."""
        self.safety.fields.tamper(robot, scale, speed_share, blind)

    def restore_field(self, robot: int) -> None:
        """The protective field of *robot* is as it should be."""
        self.safety.fields.restore(robot)

    def break_down(self, robot: int) -> None:
        """*robot* breaks down now; a person repairs it."""
        self.recovery.break_down(robot, self.clock.now_us)
        self.on_state_change(robot)

    def recover_by_hand(self, robot: int) -> None:
        """A person takes *robot* off the floor, repairs it and sets it down in a free bay later."""
        self.recovery.take_off(robot, self.clock.now_us)

    def pose_at(self, robot: Ints, time_us: Ints) -> Poses:
        """True poses of *robot* at *time_us*, both shape (n,), within the last four minutes."""
        return self.history.at(robot, time_us)

    def sample(self) -> None:
        """Write where every robot and person is."""
        robots, now_us = self.robots, self.clock.now_us
        self.visits.check(now_us)
        self._log.block(
            "pose",
            time=np.full(robots.count, now_us, dtype=np.int64),
            robot=self.codes,
            x_m=robots.x_m.copy(),
            y_m=robots.y_m.copy(),
            state=self.state_codes[robots.state],
            battery=self.batteries.share.copy(),
        )
        self.people.sample(now_us)

    def finish(self) -> None:
        """Write how robots spent their time, and the energy balance."""
        self.batteries.book(self.tick % WATCH_TICKS * TICK_S)
        self.timebook.write(self.clock.now_us)
        self.visits.check(self.clock.now_us)
        self.visits.write(self._log, self.clock.now_us)
        self.batteries.write(self._log, self._fleet_code, self.clock.now_us)

    def fingerprint(self) -> int:
        """Order-free hash of all breakdowns, which no posture changes."""
        return self.recovery.fingerprint()


def _no_promotion(robot: int, promoted: bool) -> None:
    """Nobody listens."""


def _no_change(robot: int) -> None:
    """Nobody listens."""
