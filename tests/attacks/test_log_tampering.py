"""Log tampering: nothing is wrong, there is just nothing."""

from __future__ import annotations

import pytest

from tests.intents import foothold, in_turn, performed
from tests.tiny_hub import simulated, step
from twin.attacks.base import Effect, Say, Touch
from twin.attacks.log_tampering import LogTampering
from twin.core.units import MINUTE_US
from twin.net.message import Reply

OK = Reply("delivered", "ok")
LOGON = Reply("delivered", "ok", "secret")
PHISHED = step("open", "service_port", "ws-01", 0, way="phishing", minutes=0.5)
DROP = step("drop", "log_tampering", "historian-01", 3, src="ws-01")


def test_over_the_database_it_is_a_log_in_and_one_statement() -> None:
    """With the password that lies in the computer it acts from."""
    intents, result = performed(LogTampering(), foothold("ws-01", "historian-01"), in_turn([LOGON, OK, OK]))
    said = [intent.message for intent in intents if isinstance(intent, Say)]
    assert [(one.service, one.verb, one.secret) for one in said] == [("sql", "login", "secret"), ("sql", "DROP", "")]
    assert (intents[-1], result) == (Effect("historian-01", "effect_start"), "success")


def test_by_hand_it_is_one_word() -> None:
    """In the historian itself."""
    intents, result = performed(LogTampering(), foothold("historian-01", "historian-01"), in_turn([OK]))
    assert intents == [Touch("historian-01", "drop"), Effect("historian-01", "effect_start")]
    assert result == "success"


@pytest.mark.parametrize("replies", [[Reply("delivered", "nothing", "")], [LOGON, Reply("delivered", "401")]])
def test_without_a_password_that_opens_nothing_is_dropped(replies: list[Reply]) -> None:
    """No statement is sent."""
    intents, result = performed(LogTampering(), foothold("ws-01", "historian-01"), in_turn(replies))
    assert not [intent for intent in intents if isinstance(intent, Say) and intent.message.verb == "DROP"]
    assert result == "failed"


def test_from_then_on_nobody_reads_a_reading_and_the_room_is_cooled_all_the_same() -> None:
    """Before the drop there are readings, after it none; the controller hears its sensors itself."""
    log = simulated(PHISHED, DROP, minutes=10).log
    (begins,) = [row["time"] for row in log.records("attack") if row["phase"] == "effect_start"]
    times = [row["time"] for row in log.records("reading")]
    assert [time for time in times if time < begins]
    assert not [time for time in times if time > begins]
    assert not [row for row in log.records("alarm") if row["alarm"] == "stale_reading"]


@pytest.mark.parametrize(("policy", "dropped"), [("flat", True), ("zones", True), ("microsegmentation", False)])
def test_a_database_that_only_its_users_reach_is_not_dropped(policy: str, dropped: bool) -> None:
    """The printer's conduit to one database lets the whole office into every other; one rule for each need does not."""
    log = simulated(PHISHED, DROP, policy=policy, minutes=6).log
    assert (log.records("attack")[-1]["outcome"] == "success") == dropped
    assert bool([row for row in log.records("reading") if row["time"] > 5 * MINUTE_US]) != dropped
