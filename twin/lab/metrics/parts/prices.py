"""Prices: what the damage of one run costs, and which part attack, containment and neither explain.

==================  ===================================================================================
part                counted as
==================  ===================================================================================
attack              the share of late orders that attack explains, robot time lost to the attack, incidents caused
                    by it, product spoilt after an effect of it, assets held, for how long, and reached, data gone
containment         the share of late orders that containment explains, robot time it cost, product spoilt after a
                    measure where no effect explains it, analysts' time, staff time of measures, checks of assets
                    that were cut off for nothing
usual               all other late orders, incidents and product: the same hub on a quiet day has them too, and orders
                    that queue behind delayed ones are here as well
==================  ===================================================================================

A late order's hours are split as the log splits its delay, and an open order past its due time is a late one so far.
What attack and containment do not explain would have been late anyway, and then the fee of being late is the usual's;
else it is the greater delay's. The split is an account of direct causes. What an attack costs in all is a comparison's
answer: the loss of a run less that of its quiet day.

Cleaning a held asset has one price, whoever cleans it and when; what a late discovery adds is the price of the hours
that the attacker had the use of it (:mod:`twin.lab.metrics.parts.dwell`). Electricity has no price here: rooms and
robots need it on any day, so it is a metric and no loss.

Every price is the site's (:class:`twin.lab.scenario.PriceList`); the split follows the cause that the log keeps with
each delay and each incident.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twin.core.chance import Ints
from twin.core.units import HOUR_US, MINUTE_US, Us
from twin.lab.metrics.assets_reached import AssetsReached
from twin.lab.metrics.base import Evidence
from twin.lab.metrics.bytes_out import BytesOut
from twin.lab.metrics.parts.cold_chain import keeps_cold
from twin.lab.metrics.parts.containment import InForce, measures_in_force, touched
from twin.lab.metrics.parts.dwell import dwell_us
from twin.lab.metrics.parts.reading import compromised, harm, rows_where
from twin.plant.spec import RoomSpec
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
    parts = (_late_orders, _robot_time, _incidents, _product, _assets, _staff, _vain_checks)
    by_cause = [0.0, 0.0, 0.0]
    for part in parts:
        by_cause = [before + more for before, more in zip(by_cause, part(evidence), strict=True)]
    return Loss(*by_cause)


def _late_orders(evidence: Evidence) -> list[float]:
    """Delivered late, or open after their time: the fee to one cause, the hours to all three."""
    prices = evidence.site.prices
    late_us, by_attack, by_containment = _delays(evidence)
    anyway_us = np.maximum(0, late_us - by_attack - by_containment)
    worse = np.where(by_attack >= by_containment, ATTACK, CONTAINMENT)
    blamed = np.where(anyway_us > 0, USUAL, worse)
    share = (late_us - anyway_us) / np.maximum(1, by_attack + by_containment)
    hours = [float(part.sum()) / HOUR_US for part in (by_attack * share, by_containment * share, anyway_us)]
    return [
        prices.late_order * float(((late_us > 0) & (blamed == cause)).sum()) + prices.late_hour * hours[cause]
        for cause in (ATTACK, CONTAINMENT, USUAL)
    ]


def _delays(evidence: Evidence) -> tuple[Ints, Ints, Ints]:
    """Of each order, done or open: how late it is, and its delay by attack and by containment (microseconds)."""
    log = evidence.log
    arrived, done, waiting = log.since("order_in"), log.since("order_out"), log.since("order_open")
    due_us = arrived["due"][np.searchsorted(arrived["order"], waiting["order"])]
    late_us = np.concatenate([done["lateness_us"], evidence.span_us - due_us])
    by_attack, by_containment = (np.concatenate([done[f"{who}_us"], waiting[f"{who}_us"]]) for who in CAUSES[:2])
    return np.maximum(0, late_us), by_attack, by_containment


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
            cost[_blame_for_product(evidence, room, found.at_risk_from_us)] += found.at_risk_eur
    return cost


def _blame_for_product(evidence: Evidence, room: RoomSpec, from_us: Us) -> int:
    """What came before and could have done it: an effect in what keeps the room cold, else a measure on it."""
    able = keeps_cold(evidence.inventory, evidence.site.plant.rooms, room)
    effects = [row for row in evidence.log.records("attack") if row["phase"] == "effect_start"]
    if any(row["time"] <= from_us and row["target"] in able for row in effects):
        return ATTACK
    measures = measures_in_force(evidence.log)
    if any(each.from_us <= from_us and able & touched(evidence, each) for each in measures):
        return CONTAINMENT
    return USUAL


def _assets(evidence: Evidence) -> list[float]:
    prices = evidence.site.prices
    held, reached = len(compromised(evidence.log)), AssetsReached().measure(evidence)
    cleaned = held * prices.asset_cleaned + dwell_us(evidence) / HOUR_US * prices.held_hour
    checked = max(0.0, reached - held) * prices.asset_checked
    return [cleaned + checked + BytesOut().measure(evidence) / GIGABYTE * prices.gigabyte_lost, 0.0, 0.0]


def _vain_checks(evidence: Evidence) -> list[float]:
    """Assets that were cut off and re-imaged although the attacker had not even reached them."""
    log = evidence.log
    isolated = {each.target for each in measures_in_force(log) if RESPONSES[each.response].cleans}
    vain = isolated - set(compromised(log)) - set(log.texts("reached", "dst"))
    return [0.0, len(vain) * evidence.site.prices.asset_checked, 0.0]


def _staff(evidence: Evidence) -> list[float]:
    """Analysts' time on alerts, and the staff time of every measure that was applied."""
    triage_h = float(evidence.log.since("triage")["worked_us"].sum()) / HOUR_US
    measures_h = sum(staff_min(evidence, measure) for measure in measures_in_force(evidence.log)) / _HOUR_MIN
    return [0.0, (triage_h + measures_h) * evidence.site.prices.analyst_hour, 0.0]


def staff_min(evidence: Evidence, measure: InForce) -> float:
    """Minutes as the playbook that decided sets them, else as the kind of response does; and who stays with it."""
    steps = [step for book in evidence.posture.response.playbooks if book.name == measure.by for step in book.workflow]
    chosen = next((step.action for step in steps if step.action.kind == measure.response), None)
    response = RESPONSES[measure.response](**(chosen.parameters if chosen else {}))
    until_us = evidence.span_us if measure.until_us is None else measure.until_us
    lasts_min = (until_us - measure.from_us) / MINUTE_US
    return response.staff_min + response.people(evidence.inventory, measure.target) * lasts_min
