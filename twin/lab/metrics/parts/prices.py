"""Prices: what the damage of one run costs, and which part attack, containment and neither explain.

==================  ===================================================================================
part                counted as
==================  ===================================================================================
attack              the share of late orders that attack explains, robot time lost to the attack, incidents caused
                    by it, product spoilt after an effect of it, assets held and reached, data gone
containment         the share of late orders that containment explains, robot time it cost, product spoilt after a
                    measure where no effect explains it, analysts' time, staff time of measures
usual               all other late orders, incidents, product and the electricity: the same hub on a quiet day has
                    them too
==================  ===================================================================================

A late order's hours are split as the log splits its delay. What attack and containment do not explain would have been
late anyway, and then the fee of being late is the usual's; else it is the greater delay's.

Every price is the site's (:class:`twin.lab.scenario.PriceList`); the split follows the cause that the log keeps with
each delay and each incident.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twin.core.elementary import Floats
from twin.core.units import HOUR_US, Us
from twin.lab.metrics.assets_reached import AssetsReached
from twin.lab.metrics.base import Evidence
from twin.lab.metrics.bytes_out import BytesOut
from twin.lab.metrics.energy_kwh import EnergyKwh
from twin.lab.metrics.parts.containment import InForce, measures_in_force
from twin.lab.metrics.parts.reading import compromised, first_moment, harm, rows_where
from twin.responses import RESPONSES

GIGABYTE = 1e9
CAUSES = ("attack", "containment", "none")
ATTACK, CONTAINMENT, USUAL = range(3)
_HOUR_MIN = 60.0


@dataclass(frozen=True)
class Loss:
    """Money lost in one run (EUR), by cause."""

    attack: float
    containment: float
    usual: float

    @property
    def total(self) -> float:
        """All of it."""
        return self.attack + self.containment + self.usual


def loss(evidence: Evidence) -> Loss:
    """What the run cost, by cause."""
    parts = (_late_orders, _open_orders, _robot_time, _incidents, _product, _assets, _staff, _electricity)
    by_cause = [0.0, 0.0, 0.0]
    for part in parts:
        by_cause = [before + more for before, more in zip(by_cause, part(evidence), strict=True)]
    return Loss(*by_cause)


def _late_orders(evidence: Evidence) -> list[float]:
    """Delivered late: the fee to one cause, the hours to all three."""
    prices = evidence.site.prices
    done = evidence.log.since("order_out")
    late_us = np.maximum(0, done["lateness_us"])
    by_attack, by_containment = done["attack_us"], done["containment_us"]
    anyway_us = np.maximum(0, late_us - by_attack - by_containment)
    worse = np.where(by_attack >= by_containment, ATTACK, CONTAINMENT)
    blamed = np.where(anyway_us > 0, USUAL, worse)
    share = (late_us - anyway_us) / np.maximum(1, by_attack + by_containment)
    hours_us = (by_attack * share, by_containment * share, anyway_us)
    return [
        prices.late_order * float(((late_us > 0) & (blamed == cause)).sum()) + _late_hours(evidence, hours_us[cause])
        for cause in (ATTACK, CONTAINMENT, USUAL)
    ]


def _open_orders(evidence: Evidence) -> list[float]:
    """Open after their time; due before the attack they are the usual's, later they are charged to one cause.

    That is the cause which cost robots the most time; the usual, when neither cost any.
    """
    log, began = evidence.log, first_moment(evidence.log)
    arrived = log.since("order_in")
    due = arrived["due"][~np.isin(arrived["order"], log.since("order_out")["order"])]
    due = due[due < evidence.span_us]
    lost = [_lost_us(evidence, cause) for cause in ("attack", "containment")]
    blamed = USUAL if not any(lost) else ATTACK if lost[0] >= lost[1] else CONTAINMENT
    before = due < (evidence.span_us if began is None else began)
    cost = [0.0, 0.0, 0.0]
    for cause, which in ((USUAL, due[before]), (blamed, due[~before])):
        cost[cause] += evidence.site.prices.late_order * len(which) + _late_hours(evidence, evidence.span_us - which)
    return cost


def _late_hours(evidence: Evidence, late_us: Floats) -> float:
    return evidence.site.prices.late_hour * float(late_us.sum()) / HOUR_US


def _lost_us(evidence: Evidence, cause: str) -> Us:
    return int(rows_where(evidence.log, "robot_time", activity=f"lost_{cause}")["spent_us"].sum())


def _robot_time(evidence: Evidence) -> list[float]:
    price = evidence.site.prices.robot_hour / HOUR_US
    return [price * _lost_us(evidence, cause) for cause in ("attack", "containment")] + [0.0]


def _incidents(evidence: Evidence) -> list[float]:
    """A contact below the limit of force is priced as what it nearly was: a near-miss."""
    prices = evidence.site.prices
    found = []
    for cause in CAUSES:
        near = len(rows_where(evidence.log, "incident", incident="near_miss", cause=cause)["time"])
        force = rows_where(evidence.log, "incident", incident="contact", cause=cause)["severity"]
        over = int((force > 1.0).sum())
        found.append((near + len(force) - over) * prices.near_miss + over * prices.contact)
    return found


def _product(evidence: Evidence) -> list[float]:
    """The whole of a room's product to one cause."""
    cost = [0.0, 0.0, 0.0]
    for room in evidence.site.plant.rooms:
        found = harm(evidence, room)
        if found.at_risk_from_us is not None:
            cost[_blame_for_product(evidence, found.at_risk_from_us)] += found.at_risk_eur
    return cost


def _blame_for_product(evidence: Evidence, from_us: Us) -> int:
    """What came before and could have done it: an effect in anything but a robot, else a measure on such a thing."""
    effects = [row for row in evidence.log.records("attack") if row["phase"] == "effect_start"]
    if any(row["time"] <= from_us and not _is_robot(evidence, row["target"]) for row in effects):
        return ATTACK
    measures = measures_in_force(evidence.log)
    if any(each.from_us <= from_us and not _is_robot(evidence, each.target) for each in measures):
        return CONTAINMENT
    return USUAL


def _is_robot(evidence: Evidence, target: str) -> bool:
    asset = evidence.inventory.by_name.get(target)
    return asset is not None and asset.function == "robots"


def _assets(evidence: Evidence) -> list[float]:
    prices = evidence.site.prices
    held, reached = len(compromised(evidence.log)), AssetsReached().measure(evidence)
    gone = BytesOut().measure(evidence)
    checked = max(0.0, reached - held) * prices.asset_checked
    return [held * prices.asset_cleaned + checked + gone / GIGABYTE * prices.gigabyte_lost, 0.0, 0.0]


def _staff(evidence: Evidence) -> list[float]:
    """Analysts' time on alerts, and the staff time of every measure that was applied."""
    triage_h = float(evidence.log.since("triage")["worked_us"].sum()) / HOUR_US
    measures_h = sum(_staff_min(evidence, measure) for measure in measures_in_force(evidence.log)) / _HOUR_MIN
    return [0.0, (triage_h + measures_h) * evidence.site.prices.analyst_hour, 0.0]


def _staff_min(evidence: Evidence, measure: InForce) -> float:
    """Minutes as the playbook that decided sets them, else as the kind of response does."""
    chosen = {book.name: book.response for book in evidence.posture.response.playbooks}.get(measure.by)
    parameters = chosen.parameters if chosen else {}
    return RESPONSES[measure.response](**parameters).staff_min


def _electricity(evidence: Evidence) -> list[float]:
    return [0.0, 0.0, EnergyKwh().measure(evidence) * evidence.site.prices.energy_kwh]
