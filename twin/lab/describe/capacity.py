"""Demand against capacity: what orders ask of stations, robots and chargers, at the mean of the day and at its peak.

* **Stations**: lines an hour times seconds a line over the stations; the wait is Erlang's formula C for one line before
  all of them, which is the least that a line a station can have.
* **Robots**: visits an hour times the time of a visit without traffic (:mod:`twin.lab.describe.work`) over the robots
  that are neither charging nor broken down.
* **Chargers**: robots are a finite source. They drive for as long as the usable charge lasts at the power that the
  mean of the day asks for, then charge: the machine repair problem.

Sources: :mod:`twin.lab.describe.waiting`; a use of 70 to 85 % is WareMax's aim, more is congestion.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from twin.lab.describe.sources import Fact
from twin.lab.describe.waiting import Wait, finite_source, open_line
from twin.lab.describe.work import SAMPLE, Works, works_of
from twin.plant.spec import PlantSpec

HOUR_S = 3600.0
_LINES, _WALK = "computed: orders times lines", f"computed: mean of {SAMPLE} drawn visits, no traffic"
_ERLANG, _SOURCE = "computed: Erlang C, one line before all", "computed: finite source (machine repair)"
_DAY = "computed: highest hour of the day profile"


@dataclass(frozen=True)
class Capacity:
    """What the demand of *plant* implies."""

    plant: PlantSpec

    @cached_property
    def works(self) -> Works:
        """The mean visits."""
        return works_of(self.plant)

    @property
    def peak(self) -> float:
        """The busiest hour of the day as a multiple of its mean; batches that drop at once are no hour."""
        profile = self.plant.orders.day_profile
        return max(profile) * len(profile) / sum(profile)

    @property
    def orders_per_h(self) -> float:
        """Orders an hour at the mean of the day, batches spread over it."""
        orders, profile = self.plant.orders, self.plant.orders.day_profile
        return orders.per_hour * sum(profile) / len(profile) + sum(batch.orders for batch in orders.batches) / 24.0

    @property
    def visits_per_h(self) -> float:
        """Pod visits for orders, an hour at the mean of the day."""
        return self.orders_per_h * self.works.visits_an_order

    @property
    def restocks_per_h(self) -> float:
        """Pods filled up an hour at the mean of the day."""
        orders = self.plant.orders
        return self.orders_per_h * orders.lines_mean / orders.restock_every_lines if self.works.restock else 0.0

    def stations(self, times: float = 1.0) -> Wait:
        """Use of the pick stations and the mean wait there at *times* the mean demand."""
        stations = self.plant.floor.pick_stations
        return open_line(stations, times * self.visits_per_h, self.works.pick.service_s / HOUR_S)

    def refill_stations(self, times: float = 1.0) -> Wait | None:
        """The same of the replenishment stations; None where there are none."""
        if self.works.restock is None:
            return None
        stations = self.plant.floor.replenish_stations
        return open_line(stations, times * self.restocks_per_h, self.works.restock.service_s / HOUR_S)

    def fleet_use(self, times: float = 1.0) -> float:
        """Share of the robots fit to work that is out on visits at *times* the mean demand, without traffic."""
        works = self.works
        busy_s = self.visits_per_h * works.pick.cycle_s
        busy_s += self.restocks_per_h * works.restock.cycle_s if works.restock else 0.0
        fit = self.plant.fleet.count * (1.0 - self.broken_share) * (1.0 - self.charging_share)
        return times * busy_s / HOUR_S / fit

    @property
    def broken_share(self) -> float:
        """Share of time that a robot is broken down."""
        repair_h = self.plant.fleet.repair_min / 60.0
        return repair_h / (self.plant.fleet.mtbf_h + repair_h)

    @property
    def charging_share(self) -> float:
        """Share of time that a robot charges or waits for a charger; none where there are no chargers."""
        if not self.plant.floor.chargers:
            return 0.0
        away = self.charge_h + self.chargers.mean_h
        return away / (away + self.run_h)

    @property
    def mean_w(self) -> float:
        """Power that a robot draws at the mean of the day, W."""
        works = self.works
        joules = self.visits_per_h * works.pick.drive_j
        joules += self.restocks_per_h * works.restock.drive_j if works.restock else 0.0
        return self.plant.fleet.idle_w + joules / HOUR_S / self.plant.fleet.count

    @property
    def run_h(self) -> float:
        """Hours from the end of charging to the next."""
        return 1000.0 * self._usable_kwh / self.mean_w

    @property
    def charge_h(self) -> float:
        """Hours at a charger: its power less what the robot's electronics draw."""
        fleet = self.plant.fleet
        return self._usable_kwh / max(fleet.charge_kw - fleet.idle_w / 1000.0, 1e-9)

    @property
    def _usable_kwh(self) -> float:
        fleet = self.plant.fleet
        return max(fleet.charge_to - fleet.charge_below, 0.0) * fleet.battery_kwh

    @cached_property
    def chargers(self) -> Wait:
        """Use of the chargers and the mean wait for one."""
        return finite_source(self.plant.floor.chargers, self.plant.fleet.count, self.run_h, self.charge_h)

    def facts(self) -> Iterator[Fact]:
        """All of it, each with how it was computed."""
        lines = self.orders_per_h * self.plant.orders.lines_mean
        yield Fact(
            "orders_per_h", self.orders_per_h, "orders an hour, mean of the day", "computed: profile and batches"
        )
        yield Fact("peak_factor", self.peak, "busiest hour over the mean", _DAY)
        yield Fact("lines_per_h", lines, "lines an hour", _LINES)
        yield Fact("visits_per_h", self.visits_per_h, "pod visits for orders an hour", _WALK)
        yield Fact("restocks_per_h", self.restocks_per_h, "pods filled up an hour", "computed: lines over restocking")
        yield from self._station_facts()
        yield from self._fleet_facts()
        if self.plant.floor.chargers:
            yield from self._charger_facts()

    def _station_facts(self) -> Iterator[Fact]:
        mean, peak = self.stations(), self.stations(self.peak)
        yield Fact("station_use", mean.use, "pick stations busy, mean of the day", "computed: visits times service")
        yield Fact("station_use_peak", peak.use, "the same in the busiest hour", "computed: visits times service")
        yield Fact("station_wait_peak_s", round(peak.mean_h * HOUR_S, 6), "mean wait in the busiest hour", _ERLANG)
        refill = self.refill_stations()
        if refill is not None:
            yield Fact("refill_use", refill.use, "replenishment stations busy", "computed: visits times bundles")

    def _fleet_facts(self) -> Iterator[Fact]:
        work = self.works.pick
        yield Fact("visit_s", work.cycle_s, "a robot's time for one visit, without traffic", _WALK)
        yield Fact("visit_m", work.empty_m + work.loaded_m, "metres driven for it", _WALK)
        yield Fact("visits_per_h_a_robot", HOUR_S / work.cycle_s, "visits an hour that a robot can do", _WALK)
        yield Fact("fleet_use", self.fleet_use(), "robots fit to work out on visits, without traffic", _WALK)
        yield Fact("fleet_use_peak", self.fleet_use(self.peak), "the same in the busiest hour", _WALK)

    def _charger_facts(self) -> Iterator[Fact]:
        power = "computed: rolling, speeding up, electronics"
        yield Fact("robot_mean_w", self.mean_w, "power of a robot, mean of the day", power)
        yield Fact("run_h", self.run_h, "hours from one charge to the next", "computed: usable charge over power")
        yield Fact("charge_h", self.charge_h, "hours of charging", "computed: usable charge over charger power")
        yield Fact("charger_use", self.chargers.use, "chargers busy", _SOURCE)
        yield Fact("charger_wait_min", round(60.0 * self.chargers.mean_h, 6), "mean wait for a charger", _SOURCE)
