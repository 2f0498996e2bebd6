"""What became of a step: told from the lines that decided over what it said, never by the attacker."""

from __future__ import annotations

import pytest

from tests.builders import network_of, small_hub
from twin.attacks.base import Beacon, Foothold, Say, Sweep, Take, Touch, Wait
from twin.core.chance import Stream
from twin.lab.performance import Performance, said_from
from twin.lab.scenario import Step
from twin.net.message import Fate, Message
from twin.net.network import Network
from twin.net.verdicts import SERVICE_ID
from twin.policies import POLICIES

TARGETS = ("dc-01", "broker-1", "ws-01")


def network() -> Network:
    """A flat one, in which everything passes that no response refuses."""
    return network_of(small_hub(), POLICIES["flat"]().compile(small_hub()))


def performed(*met: Fate, last: Fate | None = None) -> Performance:
    """A step from the coffee machine that met these fates, target by target."""
    step = Step.model_validate({"id": "look", "kind": "port_scan", "on": TARGETS, "at_us": 0})
    foothold = Foothold("coffee-1", TARGETS, Stream.of(1, "attack/look", "0"))
    made = Performance(step, foothold, ", ".join(TARGETS), "coffee-1")
    made.says("coffee-1", (SERVICE_ID["ldap"],))
    made.hears(dict(zip(TARGETS, met, strict=False)), last or (met[-1] if met else "unanswered"))
    return made


@pytest.mark.parametrize(
    ("met", "outcome"),
    [
        ((), "failed"),
        (("delivered",), "failed"),
        (("denied", "denied", "delivered"), "blocked"),
        (("denied", "delivered", "refused"), "failed"),
        (("lost", "unanswered", "denied"), "failed"),
        (("contained", "contained", "denied"), "stopped"),
        (("contained", "denied"), "stopped"),
        (("denied", "delivered"), "blocked"),
        (("delivered", "delivered", "contained"), "failed"),
    ],
)
def test_what_got_nothing_is_called_by_what_most_targets_met(met: tuple[Fate, ...], outcome: str) -> None:
    """Responses stop, policies block, and everything else is a failure of the attempt itself."""
    assert performed(*met).outcome("failed", network()) == outcome


def test_whoever_lost_the_foothold_is_stopped_whatever_they_got() -> None:
    """Cleaned in the middle: even a success was cut short."""
    made = performed("delivered")
    made.lost = True
    assert made.outcome("success", network()) == "stopped"


def test_a_success_that_a_response_cut_short_is_stopped() -> None:
    """The last word was contained, and no target is in reach any more."""
    closed = network()
    closed.quarantine("coffee-1", "test")
    assert performed("delivered", last="contained").outcome("success", closed) == "stopped"
    assert performed("delivered", last="contained").outcome("failed", closed) == "stopped"
    assert performed("delivered").outcome("success", closed) == "success"


def test_one_target_out_of_reach_does_not_cut_a_step_short() -> None:
    """The last of three was quarantined for a reason of its own."""
    one = network()
    one.quarantine("ws-01", "test")
    assert performed("delivered", "delivered", "contained").outcome("success", one) == "success"


def test_what_the_policy_had_blocked_already_no_response_stops() -> None:
    """The way out was closed after the policy had refused everything."""
    closed = network()
    closed.quarantine("coffee-1", "test")
    made = performed("denied", "denied", "denied")
    made.hears({"dc-01": "contained"}, "contained")
    assert made.outcome("failed", closed) == "blocked"


def test_the_first_answer_of_a_target_counts() -> None:
    """What was met before a response came is what the target is counted by."""
    made = performed("contained")
    made.hears({"dc-01": "denied"}, "denied")
    made.hears({"dc-01": "delivered"}, "delivered")
    assert made.met == {"dc-01": "denied"}


def test_an_intent_is_said_from_somewhere_or_says_nothing() -> None:
    """Messages, beacons and sweeps have a source; a wait and a hand have none."""
    message = Message("ws-01", "dc-01", "ssh")
    spoken = (Say(message), Beacon(message, 1, 0, 1), Sweep("ws-01", ("dc-01",), (22,), 1))
    assert {said_from(intent) for intent in spoken} == {"ws-01"}
    assert {said_from(intent) for intent in (Wait(1), Touch("ws-01", "open"), Take("ws-01"))} == {""}
