"""Default credentials: one device after the other, as long as somebody answers."""

from __future__ import annotations

import pytest

from tests.intents import always, foothold, in_turn, performed
from tests.tiny_hub import isolate, simulated, step
from twin.attacks.base import Say, Take, Wait
from twin.attacks.default_credentials import SECRETS, DefaultCredentials
from twin.net.message import Fate, Reply

OPENED, REFUSED = Reply("delivered", "ok"), Reply("delivered", "401")


def test_each_password_is_tried_in_turn_until_one_opens() -> None:
    """Three tries a device, two seconds apart, after the wait that comes before each device."""
    attack = DefaultCredentials(service="robot_api")
    intents, outcome = performed(attack, foothold("amr-001", "amr-002"), in_turn([REFUSED, REFUSED, OPENED]))
    assert [intent.message.secret for intent in intents if isinstance(intent, Say)] == list(SECRETS)
    assert [intent.seconds for intent in intents if isinstance(intent, Wait)] == [240, 2, 2]
    assert intents[-1] == Take("amr-002")
    assert outcome == "success"


@pytest.mark.parametrize("fate", ["refused", "unanswered"])
def test_silence_is_not_asked_twice(fate: Fate) -> None:
    """Where nobody answers there is no use in another password."""
    intents, result = performed(DefaultCredentials(), foothold("ws-01", "dc-01"), always(fate))
    assert len([intent for intent in intents if isinstance(intent, Say)]) == 1
    assert result == "failed"


def test_a_silent_target_means_the_next_target() -> None:
    """One that is cut off does not end the step: the attacker cannot know why it is silent."""
    replies = in_turn([Reply("unanswered"), OPENED])
    intents, result = performed(DefaultCredentials(), foothold("ws-01", "amr-001", "amr-002"), replies)
    assert len([intent for intent in intents if isinstance(intent, Say)]) == 2
    assert len([intent for intent in intents if isinstance(intent, Take)]) == 1
    assert result == "success"


def test_a_device_that_says_no_three_times_is_left_alone() -> None:
    """The attempt failed, and nothing is held."""
    intents, outcome = performed(DefaultCredentials(), foothold("ws-01", "dc-01"), always("delivered", "401"))
    assert len([intent for intent in intents if isinstance(intent, Say)]) == 3
    assert not [intent for intent in intents if isinstance(intent, Take)]
    assert outcome == "failed"


def test_it_stops_when_it_holds_enough() -> None:
    """The limit counts what was won, not what was tried."""
    targets = tuple(f"amr-{number:03d}" for number in range(2, 12))
    intents, _ = performed(DefaultCredentials(limit=2), foothold("amr-001", *targets), always("delivered", "ok"))
    assert len([intent for intent in intents if isinstance(intent, Take)]) == 2


def test_it_leaves_out_where_it_already_is() -> None:
    """Nobody logs in to oneself."""
    intents, outcome = performed(DefaultCredentials(), foothold("amr-001", "amr-001"), always("delivered", "ok"))
    assert (intents, outcome) == ([], "failed")


def test_the_order_is_the_seed_s() -> None:
    """Every target once; another seed, another order."""
    targets = tuple(f"amr-{number:03d}" for number in range(2, 22))

    def order(seed: int) -> list[str]:
        intents, _ = performed(DefaultCredentials(), foothold("amr-001", *targets, seed=seed), always("denied"))
        return [intent.message.dst for intent in intents if isinstance(intent, Say)]

    assert sorted(order(1)) == list(targets)
    assert order(1) == order(1) != order(2)


@pytest.mark.parametrize(
    ("policy", "held"),
    [("flat", {"amr-001", "amr-002", "amr-003"}), ("microsegmentation", {"amr-001"}), ("zero_trust", {"amr-001"})],
)
def test_who_falls_is_the_network_s_and_the_device_s_word(policy: str, held: set[str]) -> None:
    """In a flat network robots with factory passwords fall; under least privilege none is even reached."""
    steps = (
        step("foothold", "service_port", "amr-001", 1),
        step("spread", "default_credentials", "amr-*", 4, src="amr-001", service="robot_api", every_min=1),
    )
    log = simulated(*steps, policy=policy, minutes=8).log
    assert {row["asset"] for row in log.records("compromise")} == held


def test_devices_with_their_own_passwords_do_not_fall() -> None:
    """The site's trait decides, and a dice roll never does."""
    steps = (
        step("phish", "service_port", "ws-01", 0, way="phishing", minutes=1),
        step("spread", "default_credentials", "dc-01", 2, src="ws-01", service="smb", every_min=1),
    )
    log = simulated(*steps, minutes=5).log
    assert [row["asset"] for row in log.records("compromise")] == ["ws-01"]
    assert [row["outcome"] for row in log.records("attack") if row["step"] == "spread"] == ["", "failed"]


def test_one_quarantined_target_does_not_stop_the_step() -> None:
    """The neighbours fall all the same, and the step is a success."""
    steps = (
        step("foothold", "service_port", "amr-001", 1),
        step(
            "spread", "default_credentials", ("amr-002", "amr-003"), 4, src="amr-001", service="robot_api", every_min=1
        ),
    )
    for cut, falls in (("amr-002", "amr-003"), ("amr-003", "amr-002")):
        log = simulated(*steps, minutes=8, decisions=[isolate(cut, 2)]).log
        assert [row["asset"] for row in log.records("compromise")] == ["amr-001", falls]
        assert log.records("attack")[-1]["outcome"] == "success"
