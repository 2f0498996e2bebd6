"""The beacon: one name, one resolver, again and again."""

from __future__ import annotations

import numpy as np
import pytest

from tests.intents import foothold, performed
from tests.tiny_hub import isolate, simulated, step
from twin.attacks.base import Beacon, Take, Touch
from twin.attacks.dns_beacon import DnsBeacon


def test_it_opens_a_device_and_lets_it_ask() -> None:
    """A firmware is opened, the device is held, and from then on it is the device that asks."""
    intents, outcome = performed(DnsBeacon(minutes=10), foothold("hvac-01", "hvac-01"), lambda _: 3)
    touch, take, beacon = intents
    assert isinstance(touch, Touch)
    assert take == Take("hvac-01")
    assert isinstance(beacon, Beacon)
    assert (beacon.message.src, beacon.message.dst, beacon.message.object) == (
        "hvac-01",
        "resolver-public",
        DnsBeacon().name,
    )
    assert beacon.lasts_s == 600
    assert outcome == "success"


@pytest.mark.parametrize(("answered", "outcome"), [(0, "failed"), (1, "success")])
def test_one_answer_is_enough(answered: int, outcome: str) -> None:
    """Whoever is answered once has a way out."""
    assert performed(DnsBeacon(), foothold("hvac-01", "hvac-01"), lambda _: answered)[1] == outcome


def test_questions_come_at_their_period_with_their_jitter() -> None:
    """Thirty seconds on average, late or early by at most a tenth of it, and never twice the same gap."""
    log = simulated(step("ask", "dns_beacon", "hvac-01", 1, minutes=20), minutes=25).log
    times = np.array([row["time"] for row in log.records("flow") if row["dst"] == "resolver-public"])
    gaps = np.diff(times) / 1e6
    assert len(times) == pytest.approx(40, abs=2)
    assert (abs(gaps - 30.1) <= 3.0).all()
    assert len(set(gaps.tolist())) > 10
    assert times[-1] < 21.6 * 60e6


def test_what_a_tap_sees_is_a_name_that_does_not_exist() -> None:
    """The row of an infection and of a bad update are the same."""
    log = simulated(step("ask", "dns_beacon", "hvac-01", 1, minutes=2), minutes=5).log
    asked = [row for row in log.records("flow") if row["dst"] == "resolver-public"]
    assert {(row["verb"], row["object"], row["status"], row["tap"]) for row in asked} == {
        ("A", DnsBeacon().name, "NXDOMAIN", "edge")
    }


def test_a_policy_that_names_destinations_blocks_it() -> None:
    """Denied questions are seen at the enforcement, and the step says ``blocked``."""
    log = simulated(step("ask", "dns_beacon", "hvac-01", 1, minutes=5), policy="zones", minutes=8).log
    assert {row["delivered"] for row in log.records("label")} == {False}
    assert {row["action"] for row in log.records("flow") if row["dst"] == "resolver-public"} == {"deny"}
    assert log.records("attack")[-1]["outcome"] == "blocked"


def test_a_resolver_that_does_not_exist_is_never_reached() -> None:
    """A name that nobody has sends nothing on its way, and the run goes on."""
    log = simulated(step("ask", "dns_beacon", "hvac-01", 1, minutes=5, resolver="resolver-nowhere"), minutes=8).log
    assert log.records("attack")[-1]["outcome"] == "failed"
    assert {row["delivered"] for row in log.records("label")} == {False}


@pytest.mark.parametrize("clean_min", [1, 60])
def test_a_device_that_is_cut_off_or_cleaned_is_stopped(clean_min: float) -> None:
    """Answered for minutes, then no more: a response ended it, whether or not the device was cleaned meanwhile."""
    asked = step("ask", "dns_beacon", "hvac-01", 1, minutes=10)
    log = simulated(asked, minutes=14, decisions=[isolate("hvac-01", 5)], clean_min=clean_min).log
    assert any(row["delivered"] for row in log.records("label"))
    assert log.records("attack")[-1]["outcome"] == "stopped"


def test_a_bad_update_opens_and_holds_nothing() -> None:
    """The device asks, and that is all; an infection is not benign."""
    intents, _ = performed(DnsBeacon(cause="update", minutes=10), foothold("hvac-01", "hvac-01"), lambda _: 3)
    assert [type(intent) for intent in intents] == [Beacon]
    assert (DnsBeacon(cause="update").benign, DnsBeacon().benign) == (True, False)


def test_a_bad_update_leaves_the_truth_book_empty_and_the_same_rows_at_the_tap() -> None:
    """Nobody attacks: no step, no takeover, no label; who sees the flows cannot tell."""
    logs = [
        simulated(step("ask", "dns_beacon", "hvac-01", 1, minutes=5, cause=cause), minutes=8).log
        for cause in ("update", "infection")
    ]
    update, infection = ([row for row in log.records("flow") if row["dst"] == "resolver-public"] for log in logs)
    columns = ("time", "src", "verb", "object", "status", "bytes_out", "tap")
    assert [[row[name] for name in columns] for row in update] == [[row[name] for name in columns] for row in infection]
    assert [logs[0].rows(name) for name in ("attack", "compromise", "reached", "label")] == [0, 0, 0, 0]


def test_a_controller_that_is_cleaned_asks_no_more_whoever_was_behind_it() -> None:
    """Re-imaging brings back the old firmware."""
    asked = step("ask", "dns_beacon", "hvac-01", 1, minutes=60, cause="update")
    log = simulated(asked, minutes=40, decisions=[isolate("hvac-01", 5)], clean_min=5).log
    times = [row["time"] for row in log.records("flow") if row["dst"] == "resolver-public"]
    assert 5 * 60e6 < max(times) < 25 * 60e6
