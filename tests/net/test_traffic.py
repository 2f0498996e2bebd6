"""Laws of traffic: exact times in any window, exact cuts, rows that show what a tap could see and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import demand, small_hub
from twin.core.log import Log
from twin.core.units import SECOND_US
from twin.net.inventory import Inventory
from twin.net.message import Message, Reply
from twin.net.network import Network
from twin.net.protocols import PROTOCOLS
from twin.net.traffic import Traffic
from twin.policies import POLICIES

POLICIES_BY_STRICTNESS = ("flat", "vlan", "zones", "microsegmentation", "zero_trust")
Row = dict[str, Any]
OK = Reply("delivered", "ok")


class Hub:
    """The small hub with every need spoken every few seconds, a clock that is set by hand, and its log."""

    def __init__(self, policy: str = "flat", seed: int = 1, inventory: Inventory | None = None) -> None:
        self.inventory = inventory or _spoken()
        self.log, self.now_us = Log(), 0
        for asset in self.inventory.assets:
            self.log.code(asset.name)
        self.network = Network(self.inventory, POLICIES[policy]().compile(self.inventory), self.log.names)
        self.traffic = Traffic(self.inventory, self.network, self.log, seed)
        self.traffic.use_clock(lambda: self.now_us)
        self.traffic.add_demands("needs", list(enumerate(self.inventory.demands)))

    def run(self, to_s: float, window_s: float = 10) -> Hub:
        """Flush window by window to *to_s*."""
        end = round(to_s * SECOND_US)
        while self.now_us < end:
            self.now_us = min(end, self.now_us + round(window_s * SECOND_US))
            self.traffic.flush(self.now_us)
        return self

    def at(self, when_s: float, action: Callable[[], object]) -> Hub:
        """Settle to *when_s* and act."""
        self.now_us = round(when_s * SECOND_US)
        self.traffic.flush(self.now_us)
        action()
        return self

    def flows(self, **where: Any) -> list[Row]:
        """Rows written so far whose fields equal *where*."""
        self.log.seal(self.now_us + 1)
        return [row for row in self.log.records("flow") if all(row[key] == value for key, value in where.items())]


def _spoken() -> Inventory:
    """The small hub, each demand with a period of its own; and one pair that shares a switch."""
    hub = small_hub()
    again = [
        demand(
            each.src,
            each.dst,
            each.need.service,
            every_s=3 + number,
            verbs=each.need.verbs or ("GET",),
            object="thing",
            excessive=each.need.excessive,
            bytes_out=5_000,
            bytes_in=300,
        )
        for number, each in enumerate(hub.demands)
    ]
    return Inventory(hub.assets, tuple(again))


def _keys(rows: list[Row]) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in rows]


def _plain(row: Row) -> Row:
    return {key: value for key, value in row.items() if value == value}  # noqa: PLR0124 - NaN is not itself


# -- windows and cuts ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("policy", ["flat", "zones", "zero_trust"])
@pytest.mark.parametrize("window_s", [1, 60, 7.3])
def test_rows_do_not_depend_on_the_window(policy: str, window_s: float) -> None:
    """One, ten and sixty seconds give the same rows, the same tally, the same hits and the same digest."""
    ten, other = Hub(policy).run(120, 10), Hub(policy).run(120, window_s)
    assert [_plain(row) for row in ten.flows()] == [_plain(row) for row in other.flows()]
    assert ten.log.digest() == other.log.digest()
    assert ten.traffic.tally.sent.tolist() == other.traffic.tally.sent.tolist()
    assert ten.network.hits() == other.network.hits()
    assert ten.traffic.fingerprint == other.traffic.fingerprint


@given(cut_us=st.integers(0, 60_000_000), window_s=st.sampled_from((1, 10, 60)))
def test_a_cut_in_the_middle_of_a_window_decides_exactly_at_its_time(cut_us: int, window_s: int) -> None:
    """Before it the policy decided, from it on the response does."""
    hub = Hub("flat")
    hub.run(cut_us // (window_s * SECOND_US) * window_s, window_s)
    hub.at(cut_us / SECOND_US, lambda: hub.network.quarantine("dc-01", "test"))
    hub.run(70, window_s)
    for row in hub.flows(dst="dc-01"):
        assert (row["action"] == "deny") == (row["time"] >= cut_us)


def test_what_is_lifted_is_as_if_it_had_never_been() -> None:
    """After a response is undone the rows are those of a hub without it."""
    left, cut = Hub("flat").run(120), Hub("flat")
    tokens: list[int] = []
    cut.at(30, lambda: tokens.append(cut.network.quarantine("dc-01", "test")))
    cut.at(60, lambda: cut.network.lift(tokens[0]))
    cut.run(120)
    late = 60 * SECOND_US
    assert [_plain(row) for row in cut.flows() if row["time"] >= late] == [
        _plain(row) for row in left.flows() if row["time"] >= late
    ]


def test_a_cohort_speaks_from_the_time_it_is_added() -> None:
    """Whoever joins later does not catch up on what it has not said."""
    hub = Hub("flat").run(60)
    hub.traffic.add(hub.traffic.channels_of("late", [(0, hub.inventory.demands[0])]))
    before = len(hub.flows())
    hub.run(120)
    assert all(row["time"] >= 60 * SECOND_US for row in hub.flows()[before:])


# -- identity --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("policy", POLICIES_BY_STRICTNESS[1:])
def test_a_flow_is_the_same_flow_under_every_posture(policy: str) -> None:
    """Same identity, same time, same port: whoever is seen in two postures can be joined, and demand is equal."""
    flat, other = Hub("flat").run(120), Hub(policy).run(120)
    known = {row["flow"]: (row["time"], row["src"], row["dst"], row["src_port"]) for row in flat.flows()}
    seen = {row["flow"]: (row["time"], row["src"], row["dst"], row["src_port"]) for row in other.flows()}
    both = known.keys() & seen.keys()
    assert len(both) > 50
    assert all(known[flow] == seen[flow] for flow in both)
    assert flat.traffic.fingerprint == other.traffic.fingerprint
    assert flat.traffic.tally.sent.tolist() == other.traffic.tally.sent.tolist()


def test_no_two_flows_share_an_identity() -> None:
    """In ten minutes of everything."""
    flows = [row["flow"] for row in Hub("zero_trust").run(600).flows()]
    assert len(set(flows)) == len(flows) > 1_000


def test_another_seed_is_another_day() -> None:
    """Other times, other identities."""
    one, two = Hub("flat", seed=1).run(60), Hub("flat", seed=2).run(60)
    assert not {row["flow"] for row in one.flows()} & {row["flow"] for row in two.flows()}
    assert one.traffic.fingerprint != two.traffic.fingerprint


def test_an_attacker_s_messages_shift_no_one_else_s_identity() -> None:
    """Messages of a step are counted apart from the benign ones between the same two over the same service."""

    def benign(*, attacked: bool) -> list[int]:
        hub = Hub("flat")
        for _ in range(3):
            if attacked:
                hub.traffic.send(Message("ws-01", "dc-01", "ldap"), lambda _: OK, "step-1")
            hub.traffic.send(Message("ws-01", "dc-01", "ldap"), lambda _: OK)
        labelled = {row["flow"] for row in _sealed(hub, "label")}
        return [row["flow"] for row in hub.flows(service="ldap") if row["flow"] not in labelled]

    assert benign(attacked=True) == benign(attacked=False)


# -- what a tap sees -------------------------------------------------------------------------------------------------


def test_an_unseen_flow_is_absent() -> None:
    """Two assets on one switch and in one segment: delivered, counted, and in no row."""
    hub = Hub("flat").run(60)
    number = hub.traffic.demand_of["gateway-1", "sensor-1", "modbus"]
    assert hub.traffic.tally.sent[number] > 0
    assert hub.flows(src="gateway-1", dst="sensor-1") == []
    assert hub.traffic.send(Message("gateway-1", "sensor-1", "modbus"), lambda _: OK).ok
    assert hub.flows(src="gateway-1", dst="sensor-1") == []


def test_a_refusal_on_one_switch_is_unseen_too() -> None:
    """A reset from the neighbour crosses no tap."""
    hub = Hub("flat")
    assert hub.traffic.send(Message("gateway-1", "sensor-1", "ssh"), lambda _: OK).fate == "refused"
    assert hub.flows() == []


def test_a_denied_flow_is_always_a_row() -> None:
    """Whoever decided wrote it down, on the same switch as well; nothing of it went through."""
    hub = Hub("flat")
    hub.at(0, lambda: hub.network.quarantine("sensor-1", "test"))
    hub.traffic.send(Message("gateway-1", "sensor-1", "modbus"), lambda _: OK)
    hub.run(60)
    denied = hub.flows(src="gateway-1", dst="sensor-1")
    number = hub.traffic.demand_of["gateway-1", "sensor-1", "modbus"]
    assert len(denied) == hub.traffic.tally.contained[number] == hub.traffic.tally.sent[number]
    for row in denied:
        assert (row["tap"], row["action"], row["state"]) == ("enforcement", "deny", "S0")
        assert (row["bytes_out"], row["bytes_in"], row["packets_in"], row["duration_us"]) == (0, 0, 0, 0)
        assert (row["verb"], row["object"], row["status"], row["packets_out"]) == ("", "", "", 1)


@pytest.mark.parametrize(("policy", "shown"), [("flat", False), ("zones", False), ("zero_trust", True)])
def test_encrypted_services_hide_verb_and_object_unless_inspected(policy: str, shown: bool) -> None:
    """TLS is opaque to a tap; an inspection point reads it."""
    rows = Hub(policy).run(60).flows(service="mqtt", action="allow")
    assert rows
    assert {row["object"] for row in rows} == ({"thing"} if shown else {""})
    assert {row["verb"] == "" for row in rows} == {not shown}


@pytest.mark.parametrize("policy", ["flat", "zones", "zero_trust"])
def test_plain_services_show_verb_and_object_everywhere(policy: str) -> None:
    """DNS is read by whoever stands in the way."""
    rows = Hub(policy).run(60).flows(service="dns", action="allow")
    assert {(row["verb"], row["object"], row["status"]) for row in rows} == {("A", "thing", "ok")}


@pytest.mark.parametrize(("policy", "words"), [("flat", ("", "", "")), ("zero_trust", ("PUBLISH", "orders", "pat"))])
def test_single_messages_hide_and_show_alike(policy: str, words: tuple[str, str, str]) -> None:
    """Verb, object and user of one message over TLS."""
    hub = Hub(policy)
    said = Message("amr-001", "broker-1", "mqtt", "PUBLISH", "orders", 3.0, user="pat")
    hub.traffic.send(said, lambda _: OK)
    (row,) = hub.flows()
    assert (row["verb"], row["object"], row["user"]) == words
    assert np.isnan(row["value"]) == (policy == "flat")


# -- single messages -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dst", "service", "fate", "row"),
    [
        ("dc-01", "ldap", "delivered", ("allow", "SF", 6, 4)),
        ("dc-01", "modbus", "refused", ("allow", "REJ", 1, 1)),
        ("nvr-1", "ldap", "contained", ("deny", "S0", 1, 0)),
    ],
)
def test_a_message_s_row_tells_its_fate(dst: str, service: str, fate: str, row: tuple[str, str, int, int]) -> None:
    """Answered, reset by the host, dropped by an enforcement point."""
    hub = Hub("flat")
    hub.at(0, lambda: hub.network.quarantine("nvr-1", "test"))
    assert hub.traffic.send(Message("coffee-1", dst, service), lambda _: OK).fate == fate
    (seen,) = hub.flows()
    assert (seen["action"], seen["state"], seen["packets_out"], seen["packets_in"]) == row
    assert (seen["duration_us"] > 0) == (fate != "contained")


def test_a_name_that_nobody_has_sends_nothing_on_its_way() -> None:
    """Silence for the sender, no row, and no answer asked of anybody."""
    hub = Hub("flat")
    reply = hub.traffic.send(Message("coffee-1", "nowhere", "dns"), _never, "step-1")
    assert reply.fate == "unanswered"
    assert hub.flows() == []
    assert [(row["step"], row["delivered"]) for row in _sealed(hub, "label")] == [("step-1", False)]


@pytest.mark.parametrize("policy", POLICIES_BY_STRICTNESS)
def test_denied_means_not_delivered(policy: str) -> None:
    """For every pair and two services: the receiver is asked exactly where the row says so."""
    hub = Hub(policy)
    asked: list[Message] = []

    def answer(said: Message) -> Reply:
        asked.append(said)
        return OK

    names = [asset.name for asset in hub.inventory.assets]
    sent = [Message(src, dst, service) for src in names for dst in names for service in ("mqtt", "https") if src != dst]
    fates = [hub.traffic.send(message, answer).fate for message in sent]
    assert asked == [message for message, fate in zip(sent, fates, strict=True) if fate == "delivered"]
    assert len([row for row in hub.flows() if row["action"] == "deny"]) == fates.count("denied")


def test_what_an_attack_says_is_no_need() -> None:
    """The same words over the same service: the benign ones are counted as a need, the attack's only as rule hits."""
    hub = Hub("flat")
    number = hub.traffic.demand_of["ws-01", "dc-01", "kerberos"]
    said = Message("ws-01", "dc-01", "kerberos")
    hub.at(0, lambda: hub.network.quarantine("dc-01", "test"))
    for step in ("step-1", "", "step-1"):
        hub.traffic.send(said, lambda _: OK, step)
    assert (hub.traffic.tally.sent[number], hub.traffic.tally.contained[number]) == (1, 1)
    assert hub.network.hits()["response:quarantine:dc-01"] == 3


# -- what is not said, and the books ---------------------------------------------------------------------------------


def test_a_message_without_its_number_is_not_sent() -> None:
    """NaN is silence: no row, no count, nothing arrives; but it was due, and the demand's fingerprint says so."""
    speaking, silent = Hub("zero_trust"), Hub("zero_trust")
    arrived: list[int] = []
    for hub, value in ((speaking, 1.5), (silent, np.nan)):
        (channels,) = hub.traffic.channels
        channels.values = lambda due, value=value: np.where(due.member == 0, value, 2.5)
        channels.arrived = lambda due, _, allowed: arrived.extend(due.member[allowed].tolist())
        hub.run(60)
    assert {row["value"] for row in speaking.flows(src="amr-001", action="allow")} == {1.5}
    assert silent.flows(src="amr-001") == []
    assert silent.traffic.tally.sent[0] == 0 < speaking.traffic.tally.sent[0]
    assert silent.traffic.tally.sent[1:].tolist() == speaking.traffic.tally.sent[1:].tolist()
    assert arrived.count(0) == speaking.traffic.tally.sent[0]
    assert silent.traffic.fingerprint == speaking.traffic.fingerprint


@pytest.mark.parametrize("policy", POLICIES_BY_STRICTNESS)
def test_the_tally_adds_up(policy: str) -> None:
    """Sent is delivered plus denied plus contained, need by need; rows of denials are as many."""
    hub = Hub(policy).run(30)
    hub.at(30, lambda: hub.network.quarantine("broker-1", "test"))
    hub.run(60)
    hub.traffic.finish(hub.now_us)
    denials = hub.flows(action="deny")
    for need in _sealed(hub, "need"):
        mine = [row for row in denials if all(row[key] == need[key] for key in ("src", "dst", "service"))]
        assert need["sent"] > 0
        assert need["denied"] + need["contained"] == len(mine) <= need["sent"]
        assert need["contained"] == len([row for row in mine if row["rule"].startswith("response:")])
    assert sum(need["sent"] for need in _sealed(hub, "need")) == sum(hub.network.hits().values())


def test_what_arrives_is_what_was_allowed() -> None:
    """Whoever owns a cohort is told, message by message, which went through."""
    hub = Hub("zones")
    told: list[tuple[int, bool]] = []
    (channels,) = hub.traffic.channels
    channels.arrived = lambda due, _, allowed: told.extend(zip(due.member.tolist(), allowed.tolist(), strict=True))
    hub.run(60)
    assert len([allowed for _, allowed in told if not allowed]) == len(hub.flows(action="deny"))
    assert len(told) == hub.traffic.tally.sent.sum()


def test_sizes_vary_around_their_mean_by_a_quarter() -> None:
    """Between three and five quarters of what the need says, within what the protocol can be; packets to match."""
    for row in Hub("zero_trust").run(120).flows(action="allow"):
        protocol = PROTOCOLS[row["service"]]
        sizes = protocol().sizes(row["verb"], row["object"])
        assert min(3_750, sizes.most_out) <= row["bytes_out"] <= min(6_250, sizes.most_out)
        assert max(sizes.least_in, min(225, sizes.most_in)) <= row["bytes_in"] <= min(375, sizes.most_in)
        turns, hello_out = len(protocol.opening), sum(out for out, _ in protocol.opening)
        data = turns - (-(row["bytes_out"] - hello_out) // 1_400) + turns + 1
        expected = (4 + data, 2 + data) if row["transport"] == "tcp" else (data - 1, 1)
        assert (row["packets_out"], row["packets_in"]) == expected


def _never(_: Message) -> Reply:
    raise AssertionError("nobody is there to answer")


def _sealed(hub: Hub, table: str) -> list[Row]:
    hub.log.seal(hub.now_us + 1)
    return hub.log.records(table)
