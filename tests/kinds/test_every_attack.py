"""What every attack on the shelf must be: described, refused when misspelt, repeatable, and ended by isolation."""

from __future__ import annotations

import csv
import importlib
import re
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from ruamel.yaml import YAML

from tests.intents import always, foothold, performed
from tests.tiny_hub import isolate, simulated, step
from twin.attacks import ATTACKS
from twin.attacks.base import Attack
from twin.core.log import Log
from twin.core.units import MINUTE_US
from twin.devices import DEVICES
from twin.lab.run import hash_of
from twin.lab.scenario import Decision, Step
from twin.net.message import Fate

FOOTHOLD = step("foothold", "service_port", "amr-001", 1)
SPREAD = step(
    "spread", "default_credentials", ("amr-002", "amr-003"), 4, src="amr-001", service="robot_api", every_min=1
)
SESSION = step("spread", "default_credentials", "gateway-01", 4, src="amr-001", service="ssh", every_min=0.5)
PHISHED = step("foothold", "service_port", "ws-01", 1, way="phishing", minutes=1)
SCENES: dict[str, tuple[Step, ...]] = {
    "anchor_spoof": (step("astray", "anchor_spoof", "access-point-01", 2, minutes=3),),
    "broker_abuse": (FOOTHOLD, step("hear", "broker_abuse", "broker-robots", 4, src="amr-001", minutes=4)),
    "actuator_oscillation": (
        FOOTHOLD,
        step("switch", "actuator_oscillation", "hvac-01", 4, src="amr-001", every_s=60, minutes=4),
    ),
    "clock_shift": (
        step("server", "service_port", "dns-01", 0.5, way="phishing", minutes=0.5),
        step("ahead", "clock_shift", "dns-01", 1.5, minutes=3),
    ),
    "concealment": (FOOTHOLD, SESSION, step("hide", "concealment", "gateway-01", 6, src="amr-001")),
    "default_credentials": (FOOTHOLD, SPREAD),
    "dns_beacon": (step("ask", "dns_beacon", "amr-001", 4, minutes=5),),
    "exfiltration": (
        FOOTHOLD,
        step("send", "exfiltration", "amr-001", 4, to="web-portal", megabytes=60, mbps=4, retry_min=0.2),
    ),
    "door_command": (FOOTHOLD, step("hold", "door_command", "doors-01", 4, src="amr-001")),
    "flood": (FOOTHOLD, step("pour", "flood", "amr-001", 4, target="dc-01", mbps=10, minutes=4)),
    "former_account": (
        FOOTHOLD,
        step("leaver", "former_account", ("camera-01", "printer-01"), 4, src="amr-001", service="http"),
    ),
    "gateway_blinding": (FOOTHOLD, SESSION, step("blind", "gateway_blinding", "gateway-01", 6, src="amr-001")),
    "jamming": (step("jam", "jamming", "access-point-01", 2, minutes=3),),
    "known_hole": (FOOTHOLD, step("hole", "known_hole", ("camera-01", "printer-01"), 4, src="amr-001")),
    "lateral_movement": (PHISHED, step("climb", "lateral_movement", "dc-01", 4, src="ws-01", every_min=1)),
    "log_tampering": (PHISHED, step("drop", "log_tampering", "historian-01", 4, src="ws-01")),
    "logic_change": (FOOTHOLD, step("slow", "logic_change", "conveyor-01", 4, src="amr-001", minutes=3)),
    "malicious_firmware": (
        FOOTHOLD,
        SPREAD,
        step("push", "malicious_firmware", "amr-002", 7, src="amr-001", every_min=0.5, restart_min=1),
    ),
    "implant": (step("plug", "implant", "amr-001", 2),),
    "mirror_off": (
        step("station", "service_port", "maintenance-01", 0.5, way="phishing", minutes=0.5),
        step("blind", "mirror_off", "maintenance-01", 1.5, minutes=3),
    ),
    "over_privileged": (
        step("foothold", "service_port", "printer-01", 1),
        step("cancel", "over_privileged", "wms-01", 4, src="printer-01", times=4),
    ),
    "port_scan": (FOOTHOLD, step("scan", "port_scan", "dc-01", 4, src="amr-001", ports=600, rate_per_s=2)),
    "ransomware": (PHISHED, step("lock", "ransomware", "wms-01", 4, src="ws-01", files=400, files_per_min=100)),
    "safety_parameters": (FOOTHOLD, SPREAD, step("shrink", "safety_parameters", "amr-002", 8, src="amr-001")),
    "sensor_spoofing": (
        step("probe", "service_port", "temp-01", 0.5, minutes=0.5),
        step("spoof", "sensor_spoofing", "temp-01", 1.5),
    ),
    "service_port": (FOOTHOLD,),
    "setpoint_write": (FOOTHOLD, step("warm", "setpoint_write", "hvac-01", 4, src="amr-001")),
    "spoofed_temperature": (
        FOOTHOLD,
        step("spoof", "spoofed_temperature", "thermostat-01", 4, src="amr-001", minutes=4),
    ),
    "shadow_device": (step("plug", "shadow_device", "amr-001", 4, cloud="web-portal", minutes=5),),
    "spoofed_orders": (
        FOOTHOLD,
        step(
            "pause",
            "spoofed_orders",
            ("amr-002", "amr-003"),
            4,
            src="amr-001",
            command="startPause",
            every_s=30,
            minutes=3,
        ),
    ),
    "stolen_key": (
        FOOTHOLD,
        step("key", "stolen_key", ("amr-002", "amr-003"), 4, src="amr-001", service="robot_api"),
    ),
    "vendor_login": (FOOTHOLD, step("enter", "vendor_login", "maintenance-01", 4, src="amr-001")),
    "tampered_navigation": (FOOTHOLD, SPREAD, step("tamper", "tampered_navigation", "amr-002", 8, src="amr-001")),
}
"""Each attack acts from its actor in a flat hub, and has done what it can do after ten minutes."""
ACTORS = {"lateral_movement": "ws-01", "log_tampering": "ws-01", "over_privileged": "printer-01", "ransomware": "ws-01"}
"""Where an attack acts from; from amr-001 where nothing is said."""

BY_HAND = ("anchor_spoof", "clock_shift", "jamming", "mirror_off", "sensor_spoofing", "service_port")
"""Done at the device itself, or out of band: no network, no isolation."""
BLINDING = ("mirror_off",)
"""What it leaves behind is less to see."""
MINUTES = 10


@pytest.fixture(params=sorted(ATTACKS))
def kind(request: pytest.FixtureRequest) -> str:
    """Each kind in turn."""
    return str(request.param)


def _actor(kind: str) -> str:
    return ACTORS.get(kind, "amr-001")


def _scene(kind: str, *decisions: Decision) -> Log:
    return simulated(*SCENES[kind], minutes=MINUTES, decisions=decisions).log


@cache
def _left_alone(kind: str) -> Log:
    return _scene(kind)


@cache
def _quiet() -> Log:
    return simulated(minutes=MINUTES).log


def _exogenous(log: Log) -> int:
    return hash_of(sorted((row["source"], row["fingerprint"]) for row in log.records("exogenous")))


def _ends(log: Log, kind: str) -> list[dict[str, Any]]:
    return [row for row in log.records("attack") if row["attack"] == kind and row["phase"] == "end"]


def test_its_file_teaches_and_names_its_sources(kind: str) -> None:
    """The module says what it is, and where that is written."""
    words = importlib.import_module(f"twin.attacks.{kind}").__doc__ or ""
    assert re.search(r"^Sources: .*ATT&CK", words, re.MULTILINE)
    assert ATTACKS.summary(kind).endswith(".")


def test_its_techniques_exist(kind: str, repo: Path) -> None:
    """In the lists of ATT&CK that the project carries, ICS ids in one and Enterprise ids in the other."""
    known: set[str] = set()
    for name in ("attack-ics.csv", "attack-enterprise.csv"):
        with (repo / "scenarios" / "attack" / name).open(encoding="utf-8", newline="") as lines:
            known |= {row["id"] for row in csv.DictReader(lines)}
    attack = ATTACKS[kind]
    named = (attack.technique, *attack.also)
    assert set(named) <= known, set(named) - known
    assert len(set(named)) == len(named)


def test_its_parameters_have_defaults_and_words(kind: str) -> None:
    """Whoever names the kind alone gets a sensible attack, and every field says what it means."""
    attack = ATTACKS[kind]()
    assert isinstance(attack, Attack)
    assert all(field.description for field in ATTACKS[kind].model_fields.values())


def test_it_survives_json_and_yaml(kind: str) -> None:
    """What is written is what is read."""
    attack = ATTACKS[kind]()
    assert ATTACKS[kind].model_validate_json(attack.model_dump_json()) == attack
    yaml, text = YAML(typ="safe", pure=True), StringIO()
    yaml.dump(attack.model_dump(mode="json"), text)
    assert ATTACKS[kind](**(yaml.load(text.getvalue()) or {})) == attack


def test_it_refuses_what_it_does_not_know_by_name(kind: str) -> None:
    """A misspelt parameter is not a parameter with a default."""
    with pytest.raises(ValidationError, match="sped_per_s"):
        ATTACKS[kind].model_validate({"sped_per_s": 3})


def test_the_same_seed_gives_the_same_intents(kind: str) -> None:
    """An attack is a pure function of its parameters, its foothold and what it sees."""
    where = foothold("amr-001", *(f"amr-{number:03d}" for number in range(2, 9)))
    once = performed(ATTACKS[kind](), where, always("delivered", "ok"))
    again = performed(ATTACKS[kind](), where, always("delivered", "ok"))
    assert once == again
    assert once[0]


def test_every_silence_is_the_same_to_it(kind: str) -> None:
    """Policy, response, overfull link or empty address: the same intents follow, and the same result."""
    where = foothold("amr-001", *(f"amr-{number:03d}" for number in range(2, 9)))
    unheard: tuple[Fate, ...] = ("denied", "contained", "lost", "unanswered")
    silences = [performed(ATTACKS[kind](), where, always(fate)) for fate in unheard]
    assert silences == silences[:1] * 4
    assert all(result == "failed" for _, result in silences)


def test_it_does_nothing_from_where_nobody_is(kind: str) -> None:
    """From an asset that was never taken no flow goes out, nothing falls, and the step has failed at once."""
    attack = step("alone", kind, "amr-002", 1, src="amr-001")
    log = simulated(attack, minutes=5).log
    start, end = log.records("attack")
    assert (start["time"], end["outcome"]) == (end["time"], "failed")
    assert log.rows("label") == log.rows("compromise") == log.rows("reached") == 0


def test_it_succeeds_where_nobody_stops_it(kind: str) -> None:
    """In a flat hub that nobody watches every attack gets what it wants; otherwise the tests below prove nothing."""
    assert [row["outcome"] for row in _ends(_left_alone(kind), kind)][-1] == "success"
    labelled = [row for row in _left_alone(kind).records("label") if row["delivered"]]
    assert bool(labelled) != (kind in BY_HAND)


def test_it_ends_when_its_device_is_isolated_before_it_begins(kind: str) -> None:
    """Cut off half a minute before, it delivers nothing and succeeds in nothing but what is done by hand."""
    begins = min(row["time"] for row in _left_alone(kind).records("attack") if row["attack"] == kind)
    log = _scene(kind, isolate(_actor(kind), begins / MINUTE_US - 0.5))
    mine = {row["step"] for row in _ends(_left_alone(kind), kind)} | {
        each.id for each in SCENES[kind] if each.kind == kind
    }
    assert not [row for row in log.records("label") if row["delivered"] and row["step"] in mine]
    assert kind in BY_HAND or "success" not in {row["outcome"] for row in _ends(log, kind)}


def test_it_ends_when_its_device_is_isolated_in_the_middle(kind: str) -> None:
    """From the time of the isolation on none of its flows is delivered, nothing falls, and no effect begins."""
    steps = [row["time"] for row in _left_alone(kind).records("label") if row["delivered"]] or [2 * MINUTE_US]
    middle_us = (steps[0] + steps[-1]) // 2 // MINUTE_US * MINUTE_US + MINUTE_US // 2
    log = _scene(kind, isolate(_actor(kind), middle_us / MINUTE_US))
    (applied_us,) = [row["time"] for row in log.records("decision") if row["phase"] == "applied"]
    assert not [row for row in log.records("label") if row["delivered"] and row["time"] >= applied_us]
    assert not [row for row in log.records("attack") if row["phase"] == "effect_start" and row["time"] > applied_us]
    fallen = [row["asset"] for row in log.records("compromise") if row["time"] > applied_us]
    assert set(fallen) <= ({"amr-001"} if kind in BY_HAND else set())


def test_before_the_isolation_nothing_is_different(kind: str) -> None:
    """A decision changes the future only: the flows an attack made until then are the same, one by one."""
    log = _scene(kind, isolate(_actor(kind), 6.5))
    until = round(6.5 * MINUTE_US)

    def made(from_log: Log) -> list[tuple[int, int]]:
        return [(row["time"], row["flow"]) for row in from_log.records("label") if row["time"] < until]

    assert made(log) == made(_left_alone(kind))


def test_its_draws_disturb_nobody_else_s(kind: str) -> None:
    """Arrivals, breakdowns, doors, people and benign demand are the same with the attack and without it."""
    assert _exogenous(_left_alone(kind)) == _exogenous(_quiet())


def test_benign_flows_keep_their_identity_beside_it(kind: str) -> None:
    """Whatever both runs saw of a periodic need is the same flow at the same time; who blinds a tap shows fewer."""

    def benign(log: Log) -> set[tuple[int, int]]:
        labelled = {row["flow"] for row in log.records("label")}
        return {
            (row["time"], row["flow"])
            for row in log.records("flow")
            if row["service"] != "mqtt" and row["flow"] not in labelled
        }

    assert benign(_left_alone(kind)) <= benign(_quiet())
    assert (benign(_left_alone(kind)) < benign(_quiet())) == (kind in BLINDING)


def test_a_beacon_ends_when_its_device_is_cleaned() -> None:
    """Taken back from the attacker, it asks no more, although it is on the network again."""
    log = simulated(
        step("ask", "dns_beacon", "amr-001", 4, minutes=15), minutes=20, decisions=[isolate("amr-001", 6)], clean_min=2
    ).log
    (cleaned_us,) = [row["time"] for row in log.records("compromise") if row["state"] == "recovered"]
    assert max(row["time"] for row in log.records("label")) <= cleaned_us + MINUTE_US
    assert not [row for row in log.records("label") if row["delivered"] and row["time"] >= 6 * MINUTE_US]


@pytest.mark.parametrize("kind", list(ATTACKS))
def test_what_an_attack_suits_are_kinds_of_devices(kind: str) -> None:
    """In order, each once."""
    suits = ATTACKS[kind].suits
    assert list(suits) == sorted(set(suits))
    assert set(suits) <= DEVICES.entries.keys()
