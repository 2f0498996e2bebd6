"""Exfiltration: every byte, or the word that it did not get out."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from tests.intents import Answer, foothold, performed
from tests.tiny_hub import isolate, simulated, step
from twin.attacks.base import Beacon, Intent, Say, Seen, Wait
from twin.attacks.exfiltration import PART_BYTES, Exfiltration
from twin.core.log import Log
from twin.core.units import MINUTE_US
from twin.net.message import Reply

OPENED = step("open", "service_port", "thermostat-01", 0, minutes=0.5)
SENDING = step("send", "exfiltration", "thermostat-01", 1, to="web-portal", megabytes=100, mbps=8, retry_min=0.5)


def _line(messages: int | None = None) -> Answer:
    """A way out that lets *messages* pass after the first, or all of them."""
    left = [messages]

    def answer(intent: Intent) -> Seen:
        if not isinstance(intent, Beacon):
            return Reply("delivered", "ok") if isinstance(intent, Say) else None
        sent = round((intent.lasts_s + 0.1) / (intent.every_s + 0.1))
        passed = sent if left[0] is None else min(sent, left[0])
        left[0] = None if left[0] is None else left[0] - passed
        return passed

    return answer


@pytest.mark.parametrize(("service", "megabytes"), [("https", 1_000), ("http", 2), ("dns", 1)])
def test_it_sends_as_many_messages_as_the_data_need(service: str, megabytes: float) -> None:
    """Rounded up to whole messages, the first of them by itself."""
    attack = Exfiltration.model_validate({"service": service, "megabytes": megabytes})
    assert (attack.messages - 1) * PART_BYTES[service] < 1_000_000 * megabytes <= attack.messages * PART_BYTES[service]
    intents, result = performed(attack, foothold("thermostat-01", "thermostat-01"), _line())
    sent = sum(round((one.lasts_s + 0.1) / (one.every_s + 0.1)) for one in intents if isinstance(one, Beacon))
    assert (sent + 1, result) == (attack.messages, "success")


@pytest.mark.parametrize(("megabytes", "least_s"), [(0.5, 0.0), (2, 0.0), (3, 4.0), (1_000, 1_996.0)])
def test_it_takes_at_least_what_all_but_the_first_message_take(megabytes: float, least_s: float) -> None:
    """One message alone is out at once, however slow the rest would be."""
    assert Exfiltration(megabytes=megabytes, mbps=4).least_s(1) == pytest.approx(least_s)


def test_it_is_over_when_nothing_arrives_any_more() -> None:
    """A way out that closes in the middle leaves it with less than it wanted."""
    assert performed(Exfiltration(), foothold("thermostat-01", "thermostat-01"), _line(100))[1] == "failed"


def test_where_nothing_gets_out_it_tries_a_few_times_and_gives_up() -> None:
    """Five tries, a minute apart, and not one byte more."""
    intents, result = performed(
        Exfiltration(), foothold("thermostat-01", "thermostat-01"), lambda _: Reply("unanswered")
    )
    assert [type(intent) for intent in intents] == [Say, Wait, Say, Wait, Say, Wait, Say, Wait, Say]
    assert result == "failed"


def test_a_gigabyte_in_names_is_refused() -> None:
    """Fifty thousand names are what one step asks for at most."""
    with pytest.raises(ValidationError, match="too many for dns"):
        Exfiltration(service="dns", megabytes=1_000)


def _bytes_out(log: Log) -> int:
    mine = {row["flow"] for row in log.records("label")}
    return sum(row["bytes_out"] for row in log.records("flow") if row["flow"] in mine and row["action"] != "deny")


def test_what_leaves_is_what_was_to_leave_at_the_rate_that_was_asked_for() -> None:
    """A hundred megabytes at 8 Mbit/s take a hundred seconds, give or take one message."""
    log = simulated(OPENED, SENDING, minutes=5).log
    assert 100_000_000 <= _bytes_out(log) <= 102_000_000
    times = [row["time"] for row in log.records("label")]
    assert 96_000_000 <= times[-1] - times[0] <= 104_000_000
    assert log.records("attack")[-1]["outcome"] == "success"


@pytest.mark.parametrize(
    ("policy", "outcome"),
    [("flat", "success"), ("vlan", "success"), ("zones", "blocked"), ("microsegmentation", "blocked"),
     ("zero_trust", "blocked")],
)  # fmt: skip
def test_the_policy_s_egress_decides(policy: str, outcome: str) -> None:
    """What leaves to named destinations only stops a thermostat that wants to go anywhere else."""
    log = simulated(OPENED, SENDING, policy=policy, minutes=5).log
    assert log.records("attack")[-1]["outcome"] == outcome
    assert (_bytes_out(log) > 0) == (outcome == "success")


def test_isolated_in_the_middle_it_keeps_the_rest() -> None:
    """Half a minute of 8 Mbit/s is out, and no more."""
    log = simulated(OPENED, SENDING, minutes=5, decisions=[isolate("thermostat-01", 1.5)]).log
    sent = [row for row in log.records("label") if row["delivered"]]
    assert max(row["time"] for row in sent) <= 1.5 * MINUTE_US
    assert len(sent) * PART_BYTES["https"] <= 32_000_000
    assert log.records("attack")[-1]["outcome"] == "stopped"
