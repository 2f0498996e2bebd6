"""Rows of single messages: prepared once a kind, and always what a fresh look would say."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.builders import small_hub
from twin.core.log import Log
from twin.net.capacity import Capacity
from twin.net.flow_rows import FlowCodes
from twin.net.message import Message, Reply
from twin.net.network import Network
from twin.net.single_rows import SingleRows
from twin.net.traffic import Traffic
from twin.policies import POLICIES

OK = Reply("delivered", "ok")


def _network(log: Log, policy: str = "flat") -> Network:
    for asset in small_hub().assets:
        log.code(asset.name)
    return Network(small_hub(), POLICIES[policy]().compile(small_hub()), log.names)


def _row(singles: SingleRows, log: Log, message: Message, reply: Reply = OK, flow: int = 5) -> dict[str, Any]:
    kind = singles.kind_of(message)
    found = singles.row(kind, message, reply if kind.fate == "delivered" else Reply(kind.fate), flow, 9)
    assert found is not None
    return dict(zip(log.layout("flow").names, found, strict=True))


def _prepared(log: Log, network: Network) -> SingleRows:
    return SingleRows(network, Capacity(network), FlowCodes(log, small_hub()))


@pytest.mark.parametrize("policy", ["flat", "zones", "zero_trust"])
def test_the_second_of_a_kind_says_what_the_first_said(policy: str) -> None:
    """From the shelf or anew: each column is equal, but for what belongs to the flow itself."""
    log = Log()
    network = _network(log, policy)
    kept = _prepared(log, network)
    for size, value, flow in ((200, 1.0, 7), (90_000, 2.0, 1 << 63), (0, 3.0, 8), (200, 4.0, 9)):
        said = Message("ws-01", "dc-01", "dns", "A", "hub.example", value, bytes_out=size, bytes_in=size)
        assert _row(kept, log, said, flow=flow) == _row(_prepared(log, network), log, said, flow=flow)


def test_each_answer_has_a_row_of_its_own() -> None:
    """Status and state are of the answer, not of the first answer that a kind got."""
    log = Log()
    singles, said = _prepared(log, _network(log)), Message("ws-01", "dc-01", "dns", "A", "hub.example")
    found = [_row(singles, log, said, reply) for reply in (OK, Reply("delivered", "NXDOMAIN"), Reply("lost"))]
    assert [log.names.text(row["status"]) for row in found] == ["ok", "NXDOMAIN", ""]
    assert [log.names.text(row["state"]) for row in found] == ["SF", "SF", "S0"]
    assert [row["bytes_in"] > 0 for row in found] == [True, True, False]


def test_a_change_of_the_rules_is_in_the_next_row() -> None:
    """What was prepared under the old rules is prepared again under the new."""
    log = Log()
    network = _network(log)
    traffic = Traffic(small_hub(), network, log, 1)
    said, fates = Message("ws-01", "dc-01", "dns", "A", "hub.example"), []
    fates.append(traffic.send(said, lambda _: OK).fate)
    token = network.quarantine("dc-01", "test")
    fates.append(traffic.send(said, lambda _: OK).fate)
    network.lift(token)
    fates.append(traffic.send(said, lambda _: OK).fate)
    log.seal(1)
    actions = sorted(row["action"] for row in log.records("flow"))
    assert fates == ["delivered", "contained", "delivered"]
    assert actions == ["allow", "allow", "deny"]


def test_an_overfull_link_loses_the_share_that_it_cannot_carry() -> None:
    """A thousand messages over a link at twice its capacity: each lost by its own luck, half of them all told."""
    log = Log()
    network = _network(log)
    traffic = Traffic(small_hub(), network, log, 1)
    link = next(name for name in network.paths.links if name == "core")
    traffic.capacity.add_load(link, 20_000_000_000)
    said = Message("ws-01", "dc-01", "dns", "A", "hub.example")
    singles = SingleRows(network, traffic.capacity, traffic.codes)
    fates = [traffic.send(said, lambda _: OK).fate for _ in range(1_000)]
    assert set(fates) == {"delivered", "lost"}
    expected, spread = singles.kind_of(said).loss, 4 * np.sqrt(0.25 / 1_000)
    assert expected == pytest.approx(0.5, abs=0.01)
    assert fates.count("lost") / 1_000 == pytest.approx(expected, abs=spread)


def test_a_question_to_everybody_is_heard_at_the_core_and_its_answer_is_not() -> None:
    """Two cameras on one switch: the cry goes to every port of the segment, the answer to the asker alone."""
    log = Log()
    row = _row(_prepared(log, _network(log)), log, Message("camera-01", "camera-02", "arp", "request", "10.50.0.11"))
    words = {name: log.names.text(row[name]) for name in ("tap", "state", "verb", "object", "rule")}
    assert words == {"tap": "core", "state": "S0", "verb": "request", "object": "10.50.0.11", "rule": "link-local"}
    assert (row["bytes_out"], row["bytes_in"], row["packets_out"], row["packets_in"], row["duration_us"]) == (
        28, 0, 1, 0, 0,
    )  # fmt: skip
    assert (row["src_port"], row["dst_port"]) == (0, 0)


def test_a_false_answer_that_stays_on_its_switch_is_seen_by_nobody() -> None:
    """It goes to one victim; only a tap at that switch would see it."""
    log = Log()
    singles = _prepared(log, _network(log))
    message = Message("camera-01", "camera-02", "arp", "reply", "10.50.0.1")
    assert singles.row(singles.kind_of(message), message, OK, 5, 9) is None
    across = _row(singles, log, Message("camera-01", "nvr-1", "arp", "reply", "10.50.0.1"))
    assert (log.names.text(across["tap"]), across["packets_out"], across["packets_in"]) == ("core", 1, 0)
