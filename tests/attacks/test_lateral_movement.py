"""Lateral movement: a password that was left behind, and who looks at words."""

from __future__ import annotations

import pytest

from tests.intents import foothold, in_turn, performed
from tests.tiny_hub import run_to, say, simulated, step, world
from twin.attacks.base import Say, Take
from twin.attacks.lateral_movement import LateralMovement
from twin.devices.domain_controller import REPLICATION
from twin.net.message import Reply

OK, NO = Reply("delivered", "ok"), Reply("delivered", "401")
LOGON = Reply("delivered", "ok", "secret")
PHISHED = step("open", "service_port", "ws-01", 0, way="phishing", minutes=0.5)
CLIMB = step("climb", "lateral_movement", "dc-01", 1, src="ws-01", every_min=1)


def test_it_logs_on_draws_the_map_and_copies_everything() -> None:
    """One log-on, five searches, and the copy of everything from the directory itself."""
    intents, result = performed(LateralMovement(), foothold("ws-01", "dc-01"), in_turn([LOGON, *[OK] * 7]))
    said = [intent.message for intent in intents if isinstance(intent, Say)]
    words = [("smb", "login")] + [("ldap", "search")] * 6
    assert [(one.service, one.verb) for one in said] == words
    assert (said[0].secret, said[6].object) == ("secret", REPLICATION)
    assert (intents[-1], result) == (Take("dc-01"), "success")


def test_without_a_password_it_goes_nowhere() -> None:
    """Nothing lies in the asset, so nothing is sent."""
    nothing = in_turn([Reply("delivered", "nothing")])
    intents, result = performed(LateralMovement(), foothold("amr-001", "dc-01"), nothing)
    assert (len(intents), result) == (1, "failed")


def test_who_refuses_is_left_for_the_next() -> None:
    """Members that are no directory are not asked for a copy."""
    attack = LateralMovement(searches=0)
    intents, result = performed(attack, foothold("ws-01", "wms-01", "ws-02"), in_turn([LOGON, NO, OK]))
    assert [intent.message.dst for intent in intents if isinstance(intent, Say)] == ["wms-01", "ws-02"]
    assert [intent for intent in intents if isinstance(intent, Take)] == [Take("ws-02")]
    assert result == "success"


@pytest.mark.parametrize(
    ("policy", "outcome"),
    [("flat", "success"), ("vlan", "success"), ("zones", "success"), ("microsegmentation", "success"),
     ("zero_trust", "blocked")],
)  # fmt: skip
def test_only_who_looks_at_words_stops_it(policy: str, outcome: str) -> None:
    """The pair and the service are those of every morning; a log-on to the administrator's share is not."""
    log = simulated(PHISHED, CLIMB, policy=policy, minutes=4).log
    assert log.records("attack")[-1]["outcome"] == outcome
    assert ("dc-01" in {row["asset"] for row in log.records("compromise")}) == (outcome == "success")


def test_where_no_administrator_ever_logged_on_there_is_nothing_to_read() -> None:
    """A robot is no member of the domain; a workstation whose memory was cleared gives nothing away."""
    hub = world()
    assert hub.device_of("amr-001").touch("amr-001", "read_logons").payload == ""
    assert hub.device_of("maintenance-01").touch("maintenance-01", "read_logons").status == "nothing"
    assert hub.device_of("ws-01").touch("ws-01", "read_logons").ok


def test_a_copy_of_everything_is_for_whoever_is_logged_on() -> None:
    """A search is answered to anybody, the one for passwords is not."""
    hub = world()
    run_to(hub, 1)
    assert say(hub, "ws-02", "dc-01", "ldap", "search", object="dc=hub").ok
    assert say(hub, "ws-02", "dc-01", "ldap", "search", object=REPLICATION).status == "insufficientAccessRights"
