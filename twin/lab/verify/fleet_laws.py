"""Laws that hold in any run: V34, counted again from outside the plant.

A watcher looks at the floor after every step of a fleet with people about: bodies that overlap on the lanes, two robots
on one place, two that swapped places. At the end it counts orders from the rows of the log, adds up the energy that
the driving it saw must have taken, and holds the heat that went into cold rooms against the heat that they store.

Sources: conservation of robots, orders, energy and heat; rolling and speeding up as in elementary mechanics.
"""

from __future__ import annotations

import numpy as np

from twin.core.chance import Ints, Streams
from twin.core.clock import LATE
from twin.core.elementary import Floats
from twin.core.units import HOUR_US, JOULES_PER_KWH
from twin.lab.verify.base import Case, Finding, Input, Inputs, exact
from twin.lab.verify.hall import EVEN_DAY, Hall
from twin.plant.battery import GRAVITY_MPS2
from twin.plant.motion import TICK_S, TICK_US
from twin.plant.rooms import room_network
from twin.plant.safety import ROBOT_RADIUS_M
from twin.plant.spec import FleetSpec, FloorSpec, OrdersSpec, PeopleSpec, RoomSpec

_ROUNDING = 1e-9
_SOUND = FleetSpec(mtbf_h=100_000, charge_below=0.64, charge_to=0.7)
"""No breakdowns (who is carried away by hand has driven nowhere), and a narrow band of charge: robots charge often."""


class Watcher:
    """Looks at a fleet after each step."""

    def __init__(self, hall: Hall) -> None:
        self._fleet, self._robots, self._top = hall.fleet, hall.fleet.robots, hall.floor.height - 0.5
        self._place = self._entitled()
        self._speed = self._robots.speed_mps.copy()
        self.stored_j = hall.fleet.batteries.stored_j.copy()
        self.overlaps = self.shared = self.swaps = 0
        self.work_j = 0.0
        hall.clock.every(TICK_US, "watcher", self.look, LATE)

    def look(self) -> None:
        """Count what is wrong now, and add up the work of the last step."""
        robots, place = self._robots, self._entitled()
        on_floor = np.flatnonzero((robots.y_m > -0.5) & (robots.y_m < self._top))
        x, y = robots.x_m[on_floor], robots.y_m[on_floor]
        square = (x[:, None] - x) ** 2 + (y[:, None] - y) ** 2
        self.overlaps += (int((square < (2.0 * ROBOT_RADIUS_M - _ROUNDING) ** 2).sum()) - len(on_floor)) // 2
        self.shared += len(place) - len(np.unique(place))
        old_of = dict(zip(self._place.tolist(), range(len(place)), strict=True))
        came_to = [old_of.get(there, robot) for robot, there in enumerate(place.tolist())]
        self.swaps += sum(other > robot and came_to[other] == robot for robot, other in enumerate(came_to))
        self._place = place
        self._add_work()

    def _entitled(self) -> Ints:
        """The place that each robot has a right to: the granted one while it drives, else its own."""
        robots = self._robots
        return np.where(robots.after >= 0, robots.after, robots.cell)

    def _add_work(self) -> None:
        robots, spec, before = self._robots, self._fleet.spec, self._speed
        self._speed = robots.speed_mps.copy()
        after = self._fleet.motion.after_mps
        faster = np.maximum(after * after - before * before, 0.0) / 2.0
        rolled = spec.rolling * GRAVITY_MPS2 * self._fleet.motion.step_m
        work = robots.mass_kg * (faster + rolled) / spec.drive_efficiency
        self.work_j += float(work.sum()) + spec.idle_w * TICK_S * robots.count


class Conservation(Case):
    """V34."""

    title = "Any run: no collision, and nothing is lost of orders, energy and heat"
    source = "Conservation laws"
    model = "twin.plant.fleet.Fleet, twin.plant.orders.OrderBook, twin.plant.battery.Batteries, twin.plant.rooms"
    inputs = {
        "hours": Input(1.0, "h", "simulated time", 0.1, 24.0),
        "robots": Input(20, "", "robots on a floor of 32 x 32 m", 1, 100, whole=True),
        "orders_per_h": Input(200.0, "1/h", "orders", 1.0, 2000.0),
        "walkers": Input(4, "", "people on the floor", 0, 20, whole=True),
    }

    def run(self, inputs: Inputs, seed: int) -> list[Finding]:
        """A fleet from outside, and a day of heat."""
        hall = Hall(
            FloorSpec(),
            _SOUND.model_copy(update={"count": int(inputs["robots"])}),
            PeopleSpec(walkers=int(inputs["walkers"])),
            seed,
        )
        orders = OrdersSpec(per_hour=inputs["orders_per_h"], day_profile=EVEN_DAY)
        watcher, book = Watcher(hall), hall.open(orders, inputs["hours"])
        hall.run_until(round(inputs["hours"] * HOUR_US))
        hall.fleet.finish()
        book.finish(hall.clock.now_us, hall.fleet.settle_wait)
        hall.log.seal(1 << 62)
        return [
            exact("bodies that overlap on the lanes", "", 0.0, watcher.overlaps),
            exact("robots on another's place", "", 0.0, watcher.shared),
            exact("robots that swapped places", "", 0.0, watcher.swaps),
            _orders(hall),
            *_energy(hall, watcher),
            Finding("heat balance of cold rooms, residual", "", 0.0, heat_residual(seed), _ROUNDING),
        ]


def _orders(hall: Hall) -> Finding:
    """Orders that came in, from the log, against those done and those open."""
    rows = {table: len(hall.log.records(table)) for table in ("order_in", "order_out", "order_open")}
    return exact(
        "orders done and open, of those that came in", "", rows["order_in"], rows["order_out"] + rows["order_open"]
    )


def _energy(hall: Hall, watcher: Watcher) -> list[Finding]:
    (row,) = hall.log.records("energy")
    batteries = hall.fleet.batteries
    stored_j = float((batteries.stored_j - watcher.stored_j).sum())
    used, supplied = float(row["used_kwh"]), float(row["supplied_kwh"])
    return [
        exact(
            "energy stored, against supplied less used", "kWh", supplied - used, stored_j / JOULES_PER_KWH, _ROUNDING
        ),
        exact("energy used, against the work that was seen", "kWh", watcher.work_j / JOULES_PER_KWH, used, _ROUNDING),
    ]


def heat_residual(seed: int) -> float:
    """Heat in less heat stored over a day of changing loads, as a share of the heat that moved: the worst room."""
    specs = [RoomSpec(name="chill-1"), RoomSpec(name="chill-2", product_t=2), RoomSpec(name="dock", product_t=0)]
    network = room_network(specs)
    loads = Streams.of(seed, ["heat/1", "heat/2", "heat/3"], "load")
    temperature: Floats = np.full((3, len(specs)), 4.0)
    moved, residual = np.zeros(len(specs)), np.zeros(len(specs))
    room, step_s, outside_c = np.arange(len(specs)), 10.0, 25.0
    for step in range(8_640):
        heat = np.zeros((3, len(specs)))
        heat[0] = loads.uniform(room, step, -8_000.0, 8_000.0)
        change, integral = network.move(temperature, step_s, heat, outside_c)
        temperature = temperature + change
        through = network.to_ambient_w_k * (outside_c * step_s - integral)
        residual += (network.capacity_j_k * change - heat * step_s - through).sum(axis=0)
        moved += (np.abs(heat) * step_s + np.abs(through)).sum(axis=0)
    return float(np.abs(residual / moved).max())
