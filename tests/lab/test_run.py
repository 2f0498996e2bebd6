"""Run: by name or path, with changes, and everything read from its log."""

from __future__ import annotations

import pytest

from tests.lab.logs import evidence, row, step
from tests.lab.worlds import SMALLER
from twin.core.errors import BadInput
from twin.core.records import RECORDS
from twin.core.units import MINUTE_US
from twin.lab.metrics import METRICS
from twin.lab.run import Run, attack_steps, hash_of, run


@pytest.fixture(scope="module")
def short() -> Run:
    """Twelve minutes: the foothold is taken and navigation tampered with."""
    return run("compromised-robot", "zones", seed=2, hours=0.2, settings=SMALLER)


def test_its_inputs_are_those_asked_for(short: Run) -> None:
    """Names, seed, hours and settings."""
    assert (short.story.name, short.posture.name, short.site.name, short.seed) == (
        "compromised-robot",
        "zones",
        "small",
        2,
    )
    assert short.span_us == 12 * MINUTE_US
    assert short.site.plant.fleet.count == 8
    assert short.segmentation.policy == "zones"
    assert len(short.inventory.of_kind("amr")) == 8


def test_every_metric_of_the_shelf_is_measured_with_its_unit(short: Run) -> None:
    """None is left out."""
    assert set(short.metrics) == set(METRICS)
    assert {name: measure.unit for name, measure in short.metrics.items()} == {
        name: METRICS[name].unit for name in METRICS
    }


def test_rows_are_counted_for_every_table(short: Run) -> None:
    """Empty ones too."""
    assert set(short.rows) == set(RECORDS)
    assert short.rows["flow"] == short.flows.num_rows > 0


def test_its_document_has_times_in_seconds(short: Run) -> None:
    """What is written for people and programs outside."""
    document = short.to_json()
    assert document["sim_seconds"] == 720
    foothold = document["attack"][0]
    assert foothold["step"] == "foothold"
    assert foothold["start"] == (short.story.steps[0].at_us or 0) / 1e6
    assert foothold["start"] <= foothold["end"] <= 720
    fallen = float(len(set(short.log.texts("compromise", "asset"))))
    assert document["metrics"]["assets_compromised"] == {"value": fallen, "unit": "assets"}


def test_quiet_leaves_the_steps_out_and_nothing_else(short: Run) -> None:
    """The same day without the attack: same chance, no truth about an attack."""
    quiet = run("compromised-robot", "zones", seed=2, hours=0.2, settings=SMALLER, quiet=True)
    assert quiet.exogenous_digest == short.exogenous_digest
    assert quiet.attack == []
    assert quiet.metrics["assets_reached"].value == 0


def test_measuring_does_not_change_the_digest(short: Run) -> None:
    """The digest of a log that has been read is that of one that has not."""
    assert short.log.digest() == short.digest == short.log.digest()
    _ = short.metrics, short.to_json()
    assert short.log.digest() == short.digest


def test_all_faults_of_the_inputs_come_at_once() -> None:
    """Before anything runs."""
    with pytest.raises(BadInput) as caught:
        run("compromised-robbot", "zone")
    assert {fault.code for fault in caught.value.faults} == {"unknown-story", "unknown-posture"}


def test_a_steps_phases_become_one_entry() -> None:
    """Start, effect and end of a step on one target."""
    log = evidence(
        step(1, "start", technique="T0836"), step(2, "effect_start"), step(3, "end", outcome="success"),
        step(9, "effect_end"),
    ).log  # fmt: skip
    assert attack_steps(log) == [
        {"step": "step", "technique": "T0836", "attack": "kind", "actor": "amr-001", "target": "amr-001",
         "start": MINUTE_US, "effect_start": 2 * MINUTE_US, "effect_end": 9 * MINUTE_US, "end": 3 * MINUTE_US,
         "outcome": "success"},
    ]  # fmt: skip


def test_a_step_that_goes_on_is_running() -> None:
    """No end, no effect: None, and no outcome is made up."""
    entry = attack_steps(evidence(step(1, "start")).log)[0]
    assert (entry["end"], entry["effect_start"], entry["outcome"]) == (None, None, "running")


def test_performances_of_one_step_on_several_targets_stay_apart() -> None:
    """Each target its own entry, in order of their beginning."""
    log = evidence(step(1, "start"), step(2, "start", target="amr-002"), step(3, "end", outcome="failed")).log
    assert [(entry["target"], entry["outcome"]) for entry in attack_steps(log)] == [
        ("amr-001", "failed"), ("amr-002", "running"),
    ]  # fmt: skip


def test_a_step_that_is_performed_again_has_another_entry() -> None:
    """Blocked the first time, successful the second; the cleaning ends the effect of the second."""
    log = evidence(
        step(1, "start"), step(2, "end", outcome="blocked"),
        step(5, "start"), step(6, "effect_start"), step(7, "end", outcome="success"), step(9, "effect_end"),
    ).log  # fmt: skip
    assert [(entry["start"], entry["end"], entry["effect_end"], entry["outcome"]) for entry in attack_steps(log)] == [
        (MINUTE_US, 2 * MINUTE_US, None, "blocked"),
        (5 * MINUTE_US, 7 * MINUTE_US, 9 * MINUTE_US, "success"),
    ]


def test_effects_of_one_performance_on_many_belong_to_it() -> None:
    """From the first effect to the end of the last, in the entry of the patterns that fit."""
    log = evidence(
        step(1, "start", target="gateway-*, ws-01"),
        step(2, "effect_start", target="gateway-01"), step(3, "effect_start", target="gateway-02"),
        step(4, "end", target="gateway-*, ws-01", outcome="success"),
        step(8, "effect_end", target="gateway-01"), step(9, "effect_end", target="gateway-02"),
    ).log  # fmt: skip
    entries = attack_steps(log)
    assert [(entry["effect_start"], entry["effect_end"]) for entry in entries] == [(2 * MINUTE_US, 9 * MINUTE_US)]


def test_the_exogenous_digest_does_not_depend_on_the_order_of_its_sources() -> None:
    """It is a hash of sorted rows."""
    assert hash_of([("a", 1), ("b", 2)]) != hash_of([("a", 1), ("b", 3)])
    logs = [
        evidence(*(row("exogenous", 60, source=name, fingerprint=value) for name, value in rows)).log
        for rows in ([("a", 1), ("b", 2)], [("b", 2), ("a", 1)])
    ]
    assert logs[0].digest() != logs[1].digest()
    assert len({_exogenous(log) for log in logs}) == 1


def _exogenous(log: object) -> str:
    digest = Run.exogenous_digest.func  # type: ignore[attr-defined]
    return str(digest(type("Read", (), {"log": log})()))
