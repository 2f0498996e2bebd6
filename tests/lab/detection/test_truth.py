"""The truth of a run is enough to judge its alerts, and small."""

from __future__ import annotations

import json

import pytest

from tests.lab.detection.seen import SCAN_US, step
from twin.core.log import Log
from twin.core.units import MINUTE_US
from twin.lab.detection.results import SeenImpact
from twin.lab.detection.truth import IMPACTS, Truth, truth_of
from twin.lab.loader import load_site, load_story

STORY, SITE = load_story("coffee-machine"), load_site("small")


def _attack(log: Log, step_id: str, at_min: float, phase: str, **words: str) -> None:
    told = {"technique": "T0846", "attack": "port_scan", "actor": "coffee-01", "target": "dc-01"} | words
    log.one("attack", time=round(at_min * MINUTE_US), step=step_id, phase=phase, **told)


@pytest.fixture
def truth() -> Truth:
    """A scan from minute 10 to 12, a fall at 11, a stop for it and one before it, a warm room at 20."""
    log = Log()
    _attack(log, "scan", 10, "start")
    _attack(log, "scan", 12, "end", outcome="success")
    log.one("compromise", time=11 * MINUTE_US, asset="ws-03", state="compromised", step="try-servers")
    log.one("compromise", time=30 * MINUTE_US, asset="ws-03", state="recovered", step="try-servers")
    log.one("incident", time=9 * MINUTE_US, incident="protective_stop", robot="amr-001", cause="none")
    log.one("incident", time=13 * MINUTE_US, incident="protective_stop", robot="amr-001", cause="attack")
    log.one("incident", time=9 * MINUTE_US, incident="server_trip")
    room = SITE.plant.rooms[0]
    for at_min, product_c in ((5, 99.0), (6, 3.0), (20, 99.0), (21, 99.0)):
        log.one("room", time=at_min * MINUTE_US, room=room.name, product_c=product_c)
    log.one("variant", time=0, step="scan", field="at", value="00:10:00")
    log.seal(60 * MINUTE_US)
    return truth_of(log, STORY, SITE, 60 * MINUTE_US)


def test_impacts_are_the_attacks_and_begin_with_it(truth: Truth) -> None:
    """What nobody caused, and what was so before, is none."""
    room = SITE.plant.rooms[0].name
    assert truth.impacts == (
        SeenImpact(11 * MINUTE_US, "takeover", "ws-03"),
        SeenImpact(13 * MINUTE_US, "protective_stop", "amr-001"),
        SeenImpact(20 * MINUTE_US, "room_out_of_band", room),
    )
    assert {impact.kind for impact in truth.impacts} <= set(IMPACTS)


def test_an_alert_is_right_while_the_attack_is_at_work_there(truth: Truth) -> None:
    """From the start of a step to its end, from a fall to its recovery."""
    minutes = {"coffee-01": (9, 10, 11, 13), "ws-03": (10, 11, 29, 31), "dc-01": (11,)}
    right = {name: [truth.is_right(name, at * MINUTE_US) for at in times] for name, times in minutes.items()}
    assert right == {
        "coffee-01": [False, True, True, False], "ws-03": [False, True, True, False], "dc-01": [False],
    }  # fmt: skip


def test_a_step_is_the_last_that_concerned_the_asset() -> None:
    """By actor or by target pattern; one with an effect comes first."""
    truth = Truth("2026-03-03T02:30:00", 0, (
        step(), step(SCAN_US + 1, step="push", target="ws-*", actor="dc-01", effect_start_us=None),
    ), (), {}, ())  # fmt: skip
    assert truth.step_on("ws-02", SCAN_US + 5) == "push"
    assert truth.step_on("dc-01", SCAN_US + 5) == "push"
    assert truth.step_on("dc-01", SCAN_US + 2 * MINUTE_US) == "scan"
    assert truth.step_on("camera-01", SCAN_US + 5) == ""


def test_it_comes_back_from_json_as_it_was(truth: Truth) -> None:
    """Every field of it."""
    again = Truth.from_json(json.loads(json.dumps(truth.to_json())))
    assert again == truth
    assert again.drawn == ("scan.at=00:10:00",)
    assert again.first_us == 10 * MINUTE_US
