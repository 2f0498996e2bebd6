"""What every metric on the shelf must do."""

from __future__ import annotations

import importlib
import math
import re
from pathlib import Path

import pytest

from tests.lab.logs import (
    CHILL,
    Row,
    alert,
    answered,
    decision,
    evidence,
    incident,
    order,
    product,
    robot_time,
    step,
    taken,
    triage,
)
from twin.lab.metrics import METRICS
from twin.lab.statistics import INTERVALS

kinds = pytest.mark.parametrize("kind", sorted(METRICS))

EVENTFUL: list[Row] = [
    *order(1, 20, 30, attack=5), *order(2, 40), *product((0, 3), (30, 7)), robot_time("lost_attack", 4),
    incident(3, "near_miss", "attack"), step(1, "start"), step(4, "effect_start"), step(9, "effect_end"),
    taken(2, "amr-001"), answered(3, "ws-01"), alert(5, "amr-001"), alert(6, "dc-01"), triage(8, 120),
    decision(9, "applied", "isolate_device", "amr-001"),
]  # fmt: skip
UNDEFINED_ON_AN_EMPTY_LOG = {
    "alerts_per_case", "base_rate", "charger_utilisation", "energy_per_order_wh", "kelvin_hours", "lateness_mean_min",
    "on_time_share", "order_cycle_mean_min", "order_cycle_p95_min", "pallets_at_risk", "precision",
    "product_at_risk_t", "recall", "robot_availability", "robot_utilisation", "station_queue_mean",
    "station_utilisation", "time_to_acknowledge_s", "time_to_contain_s", "time_to_detect_s", "time_to_recover_s",
    "undetected",
}  # fmt: skip


@kinds
def test_it_says_what_it_is_in_what_unit_and_which_way_is_good(kind: str) -> None:
    """A table's head, a unit and a direction; the unit stands in the name where the name ends in one."""
    metric = METRICS[kind]
    assert metric.title
    assert len(metric.title) <= 22
    assert metric.better in ("low", "high", "neither")
    ends = {"_s": "s", "_eur": "EUR", "_kwh": "kWh", "_min": "min", "_t": "t", "_minutes": "min", "_wh": "Wh"}
    assert metric.scale in INTERVALS
    named = next((unit for end, unit in ends.items() if kind.endswith(end)), metric.unit)
    assert metric.unit
    assert metric.unit == named


@kinds
def test_its_file_teaches_and_names_its_source(kind: str) -> None:
    """The module says what is counted and where the definition comes from."""
    assert re.search(r"^Source: \S", importlib.import_module(f"twin.lab.metrics.{kind}").__doc__ or "", re.MULTILINE)


@kinds
def test_its_texts_do_not_repeat_each_other(kind: str) -> None:
    """The file teaches, the class defines in one line, the method says which rows."""
    metric = METRICS[kind]
    texts = [importlib.import_module(f"twin.lab.metrics.{kind}").__doc__, metric.__doc__, metric.measure.__doc__]
    firsts = [(text or "").splitlines()[0] for text in texts]
    assert len(set(firsts)) == len(firsts)


@kinds
def test_it_is_a_number_or_nothing_and_never_nan(kind: str) -> None:
    """On an eventful day and on an empty one."""
    for made in (evidence(*EVENTFUL, rooms=[CHILL]), evidence(rooms=[]), evidence(*product((0, 3)), rooms=[CHILL])):
        value = METRICS[kind]().measure(made)
        assert type(value) in (float, type(None))
        assert value is None or math.isfinite(value)


@kinds
def test_undefined_is_not_zero(kind: str) -> None:
    """Counts of an empty day are 0; shares, means and times that have no case are None."""
    assert METRICS[kind]().measure(evidence()) == (None if kind in UNDEFINED_ON_AN_EMPTY_LOG else 0.0)


@kinds
def test_it_reads_and_changes_nothing(kind: str) -> None:
    """Measured twice it is equal, and the log's digest is what it was."""
    made = evidence(*EVENTFUL, rooms=[CHILL])
    before = made.log.digest()
    assert METRICS[kind]().measure(made) == METRICS[kind]().measure(made)
    assert made.log.digest() == before


def test_every_file_of_the_shelf_is_in_the_table(repo: Path) -> None:
    """No metric lies on the shelf unlisted."""
    files = {path.stem for path in (repo / "twin" / "lab" / "metrics").glob("*.py")} - {"__init__", "base"}
    assert files == set(METRICS)
