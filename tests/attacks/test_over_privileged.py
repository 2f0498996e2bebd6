"""Over-privileged: valid accounts, needed connections, and words that nobody declared."""

from __future__ import annotations

import pytest

from tests.intents import always, foothold, in_turn, performed
from tests.tiny_hub import simulated, step
from twin.attacks.base import Effect, Say, Wait
from twin.attacks.over_privileged import OverPrivileged
from twin.core.log import Log
from twin.core.units import MINUTE_US
from twin.devices.wms import PUT_RIGHT_US
from twin.net.message import Reply

OPENED = step("open", "service_port", "printer-01", 0, minutes=0.5)
USER = step("open", "service_port", "ws-01", 0, way="phishing", minutes=0.5)
EMPTY = step("empty", "over_privileged", "wms-01", 2, src="printer-01", what="empty_stock", times=1)
CANCEL = step("cancel", "over_privileged", "wms-01", 10, src="ws-01", service="https", times=1)


def test_it_writes_as_often_as_it_was_told() -> None:
    """Three times, two minutes apart, and the effect begins with the first."""
    attack = OverPrivileged(times=3, every_min=2)
    intents, result = performed(attack, foothold("printer-01", "wms-01"), always("delivered", "ok"))
    assert [type(intent) for intent in intents] == [Say, Effect, Wait, Say, Wait, Say]
    assert [intent.seconds for intent in intents if isinstance(intent, Wait)] == [120, 120]
    assert result == "success"


def test_it_stops_where_it_is_refused() -> None:
    """An account that may not write is told so once."""
    intents, result = performed(OverPrivileged(), foothold("a-01", "wms-01"), in_turn([Reply("delivered", "42501")]))
    assert (len(intents), result) == (1, "failed")


def _outcome(log: Log) -> str:
    return str(log.records("attack")[-1]["outcome"])


@pytest.mark.parametrize(
    ("policy", "outcome"),
    [("flat", "success"), ("zones", "success"), ("microsegmentation", "success"), ("zero_trust", "blocked")],
)
def test_a_list_of_pairs_and_services_sees_nothing(policy: str, outcome: str) -> None:
    """The printer's way to the database is needed; only who reads the statements stops it."""
    assert _outcome(simulated(OPENED, EMPTY, policy=policy, minutes=4).log) == outcome


@pytest.mark.parametrize("policy", ["flat", "zero_trust"])
def test_an_insider_s_words_are_permitted_everywhere(policy: str) -> None:
    """Whoever works with the web pages may cancel orders: no segmentation knows what for."""
    assert _outcome(simulated(USER, CANCEL, policy=policy, minutes=12).log) == "success"


def test_orders_wait_for_goods_that_are_there_until_somebody_counts() -> None:
    """With every shelf written down to nothing no order of the next half hour gets a robot in it, and all do after."""
    log = simulated(OPENED, EMPTY, minutes=60).log
    (begins,) = [row["time"] for row in log.records("attack") if row["phase"] == "effect_start"]
    came = {row["order"]: row["time"] for row in log.records("order_in")}
    out = {row["order"]: row for row in log.records("order_out")}
    held = [order for order, time in came.items() if begins < time < begins + PUT_RIGHT_US]
    assert held
    assert all(out[order]["time"] > begins + PUT_RIGHT_US for order in held if order in out)
    assert all(out[order]["attack_us"] > 0 for order in held if order in out)
    assert [order for order in held if order in out]


def test_a_share_of_the_shelves_holds_up_a_share_of_the_orders() -> None:
    """A fifth of the pods written down to nothing delays some orders, and lets others pass."""
    part = step("empty", "over_privileged", "wms-01", 2, src="printer-01", what="empty_stock", share=0.2, times=1)
    log = simulated(OPENED, part, minutes=30).log
    delayed = [row["attack_us"] > 0 for table in ("order_out", "order_open") for row in log.records(table)]
    assert any(delayed)
    assert not all(delayed)


def test_cancelled_orders_come_back_when_somebody_has_entered_them_again() -> None:
    """What waited for a robot waits half an hour more; what a robot had already goes on."""
    log = simulated(USER, CANCEL, minutes=75).log
    hit = [row for row in log.records("order_out") if row["attack_us"] > 0]
    assert all(row["attack_us"] >= PUT_RIGHT_US - MINUTE_US // 2 for row in hit)
    before = {row["order"] for row in log.records("order_in") if row["time"] < 10 * MINUTE_US}
    assert {row["order"] for row in hit} <= before
    assert before <= {row["order"] for row in log.records("order_out")}
