"""Ransomware: file after file, and then a server that says nothing."""

from __future__ import annotations

import pytest

from tests.intents import foothold, in_turn, performed
from tests.tiny_hub import isolate, run_to, say, simulated, step, world
from twin.attacks.base import Effect, Say, Touch, Wait
from twin.attacks.ransomware import Ransomware
from twin.devices.base import ENCRYPTION
from twin.net.message import Reply

OK, NO = Reply("delivered", "ok"), Reply("delivered", "401")
LOGON = Reply("delivered", "ok", "secret")
PHISHED = step("open", "service_port", "ws-01", 0, way="phishing", minutes=0.5)
LOCK = step("lock", "ransomware", "wms-01", 1, src="ws-01", files=200, files_per_min=100)


def test_it_renames_every_file_at_its_rate_and_stops_the_rest_at_the_end() -> None:
    """250 files at 100 a minute: batches of 100, 100 and 50, each after the time that it takes."""
    attack = Ransomware(files=250, files_per_min=100)
    intents, result = performed(attack, foothold("ws-01", "wms-01"), in_turn([LOGON, *[OK] * 5]))
    assert [intent.seconds for intent in intents if isinstance(intent, Wait)] == [60, 60, 30]
    said = [intent.message for intent in intents if isinstance(intent, Say)]
    assert [one.verb for one in said] == ["login", "rename", "rename", "rename", "write"]
    assert [one.value for one in said[1:4]] == [100, 100, 50]
    assert said[-1].payload == ENCRYPTION
    assert (intents[-1], result) == (Effect("wms-01", "effect_start"), "success")


def test_a_server_that_does_not_let_it_in_is_passed_over() -> None:
    """No file is renamed there, and the next server is tried."""
    attack = Ransomware(files=100)
    intents, result = performed(attack, foothold("ws-01", "a-01", "b-01"), in_turn([LOGON, NO, OK, OK, OK]))
    assert [i.message.dst for i in intents if isinstance(i, Say)] == ["a-01", "b-01", "b-01", "b-01"]
    assert result == "success"


def test_in_the_server_that_one_stands_in_it_needs_no_network() -> None:
    """By hand, once."""
    intents, result = performed(Ransomware(), foothold("dc-01", "dc-01"), in_turn([LOGON, OK]))
    assert intents[1:] == [Touch("dc-01", ENCRYPTION), Effect("dc-01", "effect_start")]
    assert result == "success"


def test_a_warehouse_system_without_its_data_hands_out_no_orders() -> None:
    """Orders go on coming in, none reaches the robots, and all the time is the attack's."""
    log = simulated(PHISHED, LOCK, minutes=12).log
    assert log.records("attack")[-1]["outcome"] == "success"
    (begins,) = [row["time"] for row in log.records("attack") if row["phase"] == "effect_start"]
    assert [row for row in log.records("order_in") if row["time"] > begins]
    late = [row for row in log.records("order_open") if row["attack_us"] > 0]
    assert late


@pytest.mark.parametrize(("policy", "falls"), [("flat", True), ("vlan", True), ("zones", False), ("zero_trust", False)])
def test_office_computers_reach_the_server_s_files_only_where_nobody_asks_what_for(policy: str, falls: bool) -> None:
    """They need its web pages; a conduit for those carries no files."""
    log = simulated(PHISHED, LOCK, policy=policy, minutes=5).log
    assert (log.records("attack")[-1]["outcome"] == "success") == falls


def test_cleaned_it_hands_out_what_waited() -> None:
    """A server that was set up again from the backup passes on every order that came in meanwhile."""
    log = simulated(PHISHED, LOCK, minutes=30, decisions=[isolate("wms-01", 6)], clean_min=3).log
    phases = {row["phase"]: row["time"] for row in log.records("attack") if row["phase"].startswith("effect")}
    meanwhile = {
        row["order"] for row in log.records("order_in") if phases["effect_start"] < row["time"] < phases["effect_end"]
    }
    served = {row["order"]: row for row in log.records("order_out")}
    assert meanwhile
    assert meanwhile <= set(served)
    assert all(served[order]["attack_us"] > 0 for order in meanwhile)


def test_nobody_encrypts_without_being_logged_on() -> None:
    """The note alone does nothing; afterwards the server answers nobody."""
    hub = world()
    run_to(hub, 1)
    wms = hub.device_of("wms-01")
    assert say(hub, "ws-01", "wms-01", "smb", "write", object="read-me", payload=ENCRYPTION).status == "401"
    assert wms.encrypted == set()
    wms.touch("wms-01", ENCRYPTION)
    assert say(hub, "ws-01", "wms-01", "https", "GET").status == "503"
    wms.recover("wms-01")
    assert say(hub, "ws-01", "wms-01", "https", "GET").ok
