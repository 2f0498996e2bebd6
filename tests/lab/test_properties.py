"""The three properties that carry the product, and the laws that every run keeps, each a test."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

import twin
from tests.builders import reach_by_name
from twin.core.log import Log
from twin.core.names import Names
from twin.core.records import RECORDS
from twin.core.units import SECOND_US
from twin.lab.loader import load_inputs
from twin.lab.run import Run
from twin.lab.scenario import Choice, Decision
from twin.lab.simulate import simulate
from twin.net.message import Message, Reply
from twin.net.network import Network
from twin.net.traffic import Traffic
from twin.plant.safety import ROBOT_RADIUS_M

STORY, SHORT_H = "compromised-robot", 0.4
SMALLER = ("plant.fleet.count=8", "plant.orders.per_hour=80")
"""Enough hub for every law, at half the price. In 24 minutes there are alerts, a confirmed case and an isolation."""
LADDER = ("flat", "vlan", "zones", "microsegmentation", "zero-trust")
POSTURES = (*LADDER, "unwatched")
BODIES_M = 2 * ROBOT_RADIUS_M


def short_run(posture: str, *, seed: int = 3, window_s: float = 10.0, quiet: bool = False) -> Run:
    """The story at the smaller hub."""
    return twin.run(STORY, posture, seed=seed, hours=SHORT_H, settings=SMALLER, window_s=window_s, quiet=quiet)


@pytest.fixture(scope="module")
def runs() -> dict[str, Run]:
    """The same hub, story and seed under every posture."""
    return {posture: short_run(posture) for posture in POSTURES}


@pytest.fixture(scope="module")
def quiet_days() -> dict[str, Run]:
    """The same hub without a story, under every posture."""
    return {posture: short_run(posture, quiet=True) for posture in POSTURES}


def test_the_short_story_is_worth_testing(runs: dict[str, Run]) -> None:
    """The laws below are not empty: there are orders, an attack, an effect, alerts, and a response in force."""
    run = runs["zones"]
    assert run.rows["order_out"] > 10
    assert {step["outcome"] for step in run.attack} >= {"success"}
    assert run.log.truth_names.find("effect_start") in run.log.since("attack")["phase"]
    assert run.alerts
    assert {row["phase"] for row in run.decisions} >= {"decided", "applied"}


def test_a_run_replays_in_another_process_with_another_hash_seed(runs: dict[str, Run]) -> None:
    """Same inputs, same digest of the log, in another process, whatever PYTHONHASHSEED is."""
    asked = f"twin.run({STORY!r}, 'zones', seed=3, hours={SHORT_H}, settings={SMALLER!r})"
    for hash_seed in ("0", "4711"):
        done = subprocess.run(
            [sys.executable, "-c", f"import twin; print({asked}.digest)"],
            capture_output=True, text=True, env=os.environ | {"PYTHONHASHSEED": hash_seed}, check=True,
        )  # fmt: skip
        assert done.stdout.strip() == runs["zones"].digest


@pytest.mark.parametrize("window_s", [1.0, 60.0])
@pytest.mark.parametrize("posture", ["zones", "unwatched"])
def test_the_window_changes_nothing(runs: dict[str, Run], posture: str, window_s: float) -> None:
    """How often cohorts emit is an implementation detail: windows of 1, 10 and 60 s give one digest.

    With detectors on their cadences cut the windows too; without them nothing else does.
    """
    assert short_run(posture, window_s=window_s).digest == runs[posture].digest


def test_different_seeds_differ(runs: dict[str, Run]) -> None:
    """Another seed is another day."""
    other = short_run("unwatched", seed=4)
    assert other.digest != runs["unwatched"].digest
    assert other.exogenous_digest != runs["unwatched"].exogenous_digest


def test_no_posture_and_no_attack_changes_arrivals_faults_people_or_demand(
    runs: dict[str, Run], quiet_days: dict[str, Run]
) -> None:
    """Common random numbers: the exogenous digest is equal whatever the posture, with the story and without."""
    assert len({run.exogenous_digest for run in [*runs.values(), *quiet_days.values()]}) == 1
    sources = sorted(runs["flat"].log.texts("exogenous", "source"))
    assert sources == ["arrivals", "breakdowns", "demand", "doors", "people"]


def test_arrivals_are_the_same_rows_under_every_posture(runs: dict[str, Run]) -> None:
    """Not only their fingerprint: order by order, the same time, lines and due time."""
    first = runs["flat"].log.records("order_in")
    assert all(run.log.records("order_in") == first for run in runs.values())


def test_an_identical_branch_differs_by_exactly_nothing(runs: dict[str, Run]) -> None:
    """Two runs of the same inputs have the same value of every metric."""
    assert short_run("flat").metrics == runs["flat"].metrics


class _Blind(Log):
    """A log that forgets the truth book as it is written."""

    def one(self, table: str, **fields: Any) -> None:
        """Keep observed rows only."""
        if RECORDS[table].book == "observed":
            super().one(table, **fields)

    def block(self, table: str, **columns: Any) -> None:
        """Keep observed rows only."""
        if RECORDS[table].book == "observed":
            super().block(table, **columns)


def test_alerts_stay_the_same_when_the_truth_book_is_empty(runs: dict[str, Run]) -> None:
    """Blindness: detectors, analysts and playbooks read the observed book only."""
    inputs = load_inputs(STORY, "zones", None, SMALLER, SHORT_H)
    blind = simulate(inputs.site, inputs.story, inputs.posture, 3, log=_Blind())
    assert all(blind.log.rows(name) == 0 for name, table in RECORDS.items() if table.book == "truth")
    for table in ("alert", "triage", "decision"):
        assert blind.log.records(table) == runs["zones"].log.records(table)


def test_denied_means_not_delivered_for_every_message(monkeypatch: pytest.MonkeyPatch) -> None:
    """No device ever answers a message that the network did not deliver, and each that it delivered is answered."""
    original, seen = Traffic.send, []

    def spy(self: Traffic, message: Message, answer: Callable[[Message], Reply], step: str = "") -> Reply:
        answered: list[Message] = []

        def listen(heard: Message) -> Reply:
            answered.append(heard)
            return answer(heard)

        reply = original(self, message, listen, step)
        seen.append((reply.fate, len(answered)))
        return reply

    monkeypatch.setattr(Traffic, "send", spy)
    twin.run("rogue-dns", "zero-trust", seed=3, hours=0.3, settings=SMALLER)
    assert {fate for fate, _ in seen} > {"delivered"}
    assert all(answers == (fate == "delivered") for fate, answers in seen)


def test_denied_means_not_delivered_for_every_flow(runs: dict[str, Run]) -> None:
    """A flow that was denied carries no answer, and no attack's flow that was denied is labelled as delivered."""
    for posture in ("zones", "microsegmentation", "zero-trust"):
        log = runs[posture].log
        flows, labels = log.since("flow"), log.since("label")
        denied = flows["action"] == log.names.find("deny")
        assert denied.any()
        for column in ("bytes_in", "packets_in", "bytes_out", "duration_us", "verb", "status"):
            assert not flows[column][denied].any()
        arrived = labels["flow"][labels["delivered"]]
        assert not np.isin(flows["flow"][denied], arrived).any()


def test_readings_that_are_cut_off_never_reach_the_historian() -> None:
    """An isolated gateway's sensors fall silent at that very moment, and the other gateways' speak on."""
    cut = Decision(at_us=600 * SECOND_US, response=Choice(kind="isolate_device"), target="gateway-01")
    run = twin.run("quiet-day", "unwatched", seed=3, hours=0.4, settings=SMALLER, decisions=[cut])
    applied = next(row["time"] for row in run.decisions if row["phase"] == "applied")
    readings = run.log.records("reading")
    mine = [row["time"] for row in readings if row["sensor"].startswith("temp-chill-1")]
    others = [row["time"] for row in readings if row["sensor"].startswith("door-chill-1")]
    assert applied - 11 * SECOND_US < max(mine) < applied
    assert max(others) > run.span_us - 11 * SECOND_US


def test_what_a_response_changed_its_undo_restores() -> None:
    """When an isolated device is clean again, the network decides exactly as it did at the start."""
    settings = ("response.clean_min=2", "response.analysts=0")
    cut = Decision(at_us=120 * SECOND_US, response=Choice(kind="isolate_device"), target="camera-01")
    run = twin.run("quiet-day", "zones", seed=3, hours=0.2, settings=(*SMALLER, *settings), decisions=[cut])
    assert [row["phase"] for row in run.decisions] == ["decided", "applied", "undone"]
    fresh = Network(run.inventory, run.segmentation, Names())
    assert run.built.world.network.state() == fresh.state()
    assert reach_by_name(run.built.world.network) == reach_by_name(fresh)


def test_orders_in_are_orders_done_and_open(runs: dict[str, Run]) -> None:
    """No order appears or vanishes."""
    for run in runs.values():
        arrived, done = run.log.since("order_in"), run.log.since("order_out")
        assert len(np.unique(arrived["order"])) == len(arrived["order"])
        assert len(np.unique(done["order"])) == len(done["order"])
        assert np.isin(done["order"], arrived["order"]).all()
        assert len(arrived["order"]) == len(done["order"]) + run.built.world.plant.orders.open


def test_no_order_is_done_before_it_came_nor_delayed_longer_than_it_lasted(runs: dict[str, Run]) -> None:
    """Lateness is completion minus due time, and its causes explain no more than the order's whole life."""
    for run in runs.values():
        came = {row["order"]: row for row in run.log.records("order_in")}
        for row in run.log.records("order_out"):
            order = came[row["order"]]
            assert row["time"] > order["time"]
            assert row["lateness_us"] == row["time"] - order["due"]
            assert 0 <= row["attack_us"] + row["containment_us"] <= row["time"] - order["time"]


def test_a_robots_time_is_all_accounted_for(runs: dict[str, Run]) -> None:
    """Every robot's activities add up to the same time, the whole run to the last tick."""
    for run in runs.values():
        rows = run.log.since("robot_time")
        spent = [int(rows["spent_us"][rows["robot"] == robot].sum()) for robot in np.unique(rows["robot"])]
        assert len(spent) == 8
        assert len(set(spent)) == 1
        assert run.span_us - SECOND_US <= spent[0] <= run.span_us


def test_energy_is_conserved(runs: dict[str, Run]) -> None:
    """What is supplied is used or stored, for every entity, to a billionth."""
    for run in runs.values():
        energy = run.log.since("energy")
        residual = energy["supplied_kwh"] - energy["used_kwh"] - energy["stored_kwh"]
        assert (energy["used_kwh"] > 0).all()
        assert np.abs(residual).max() <= 1e-9 * np.abs(energy["used_kwh"]).max()


def test_no_two_robots_share_a_place_on_the_lanes(runs: dict[str, Run], quiet_days: dict[str, Run]) -> None:
    """On the robot field bodies never overlap: no collision without a cause, and no cause that lets them."""
    for run in [*runs.values(), *quiet_days.values()]:
        rows = run.log.since("pose")
        x_m, y_m = (rows[axis].reshape(-1, 8) for axis in ("x_m", "y_m"))
        apart = np.hypot(x_m[:, :, None] - x_m[:, None, :], y_m[:, :, None] - y_m[:, None, :])
        on_field = (y_m >= 0) & (y_m <= run.floor.height - 1) & (x_m >= 0)
        pair = on_field[:, :, None] & on_field[:, None, :] & ~np.eye(8, dtype=bool)
        assert apart[pair].min() >= BODIES_M


def test_no_one_is_hurt_on_a_quiet_day(quiet_days: dict[str, Run]) -> None:
    """Without an attack nothing physical has a cause but chance, and nobody is touched."""
    for run in quiet_days.values():
        assert set(run.log.texts("incident", "cause")) <= {"none", "containment"}
        assert "contact" not in run.log.texts("incident", "incident")
        assert run.metrics["robot_minutes_attack"].value == 0


def test_reach_never_grows_with_stricter_policies(runs: dict[str, Run]) -> None:
    """flat, vlan, zones, microsegmentation, zero_trust: each reaches no more than the one before, the last less."""
    ladder = [reach_by_name(Network(runs[name].inventory, runs[name].segmentation, Names())) for name in LADDER]
    assert all(narrow <= wide for wide, narrow in pairwise(ladder))
    assert 0 < len(ladder[-1]) < len(ladder[0]) / 10


def test_on_a_quiet_day_no_policy_denies_a_need_that_it_claims_to_allow(quiet_days: dict[str, Run]) -> None:
    """What a policy refuses on a quiet day is exactly what it says it refuses, as far as it was asked."""
    for posture, run in quiet_days.items():
        needs = run.log.records("need")
        refused = {(row["src"], row["dst"], row["service"]) for row in needs if row["denied"]}
        asked = {(row["src"], row["dst"], row["service"]) for row in needs if row["sent"]}
        assert refused == set(run.segmentation.denied_demands) & asked, posture
        assert run.metrics["assets_compromised"].value == 0


def test_a_run_is_one_json_document(runs: dict[str, Run]) -> None:
    """The JSON form has what the command line promises, and no NaN."""
    document = json.loads(json.dumps(runs["zones"].to_json(), allow_nan=False))
    promised = {"story", "site", "posture", "seed", "digest", "exogenous_digest", "sim_seconds", "cpu_seconds", "rows"}
    assert promised | {"metrics", "attack", "alerts", "decisions"} <= document.keys()


def test_an_overfull_cell_loses_messages_and_slows_the_hub() -> None:
    """Delivery decides the plant: with half the capacity that robots need, half is lost and orders stay behind."""
    usual, full = (
        twin.run("quiet-day", "unwatched", seed=5, hours=0.4, settings=(*SMALLER, f"site.links_mbps.cell={mbps}"))
        for mbps in (300, 0.004)
    )
    assert usual.log.since("need")["lost"].sum() == 0
    lost, sent = (full.log.since("need")[name].sum() for name in ("lost", "sent"))
    assert 0.05 < lost / sent < 0.9
    assert full.metrics["orders_done"].value < usual.metrics["orders_done"].value
    assert full.exogenous_digest == usual.exogenous_digest


def test_losses_do_not_depend_on_the_window() -> None:
    """A flow's luck is its own: windows of 10 and 60 s lose the same messages and stop the same robots."""
    digests = {
        twin.run(
            "quiet-day", "unwatched", seed=5, hours=0.2, settings=(*SMALLER, "site.links_mbps.cell=0.004"), window_s=w
        ).digest
        for w in (10.0, 60.0)
    }
    assert len(digests) == 1
