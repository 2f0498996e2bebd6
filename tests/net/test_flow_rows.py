"""What the tap writes about a repeating flow, prepared once under each state of the rules."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.builders import small_hub
from twin.core.chance import Streams
from twin.core.cohort import Beat
from twin.core.log import Columns, Log, Words
from twin.net.capacity import Capacity
from twin.net.channels import Channels
from twin.net.flow_rows import FlowCodes, FlowRows
from twin.net.inventory import Inventory
from twin.net.network import Network
from twin.net.protocols import PROTOCOLS
from twin.net.verdicts import SERVICE_ID
from twin.policies import POLICIES

_TRIPLES = (("ws-01", "dc-01", "dns"), ("gateway-1", "broker-1", "mqtt"), ("ws-01", "amr-001", "ssh"))


NONE_LOST = np.zeros(1, dtype=np.bool_)


def _channels(log: Log, count_as: int = 0, verb: str = "A", size: int = 4_000) -> Channels:
    index, count = small_hub().index, len(_TRIPLES)
    every = np.full(count, 1_000_000, dtype=np.int64)
    return Channels(
        name="test",
        src=np.array([index[src] for src, _, _ in _TRIPLES]),
        dst=np.array([index[dst] for _, dst, _ in _TRIPLES]),
        service=np.array([SERVICE_ID[service] for _, _, service in _TRIPLES]),
        beat=Beat(every, 0 * every, Streams.of(1, ["a", "b", "c"], "flow")),
        bytes_out=np.full(count, size),
        bytes_in=np.full(count, 200),
        verb=np.full(count, log.code(verb)),
        object=np.full(count, log.code("hub.example")),
        count_as=np.full(count, count_as),
    )


def _prepared(
    log: Log, *, cut: str = "", cohorts: int = 1, policy: str = "zones", verb: str = "A", size: int = 4_000
) -> FlowRows:  # fmt: skip
    network = Network(small_hub(), POLICIES[policy]().compile(small_hub()), log.names)
    if cut:
        network.quarantine(cut, "test")
    channels = [_channels(log, verb=verb, size=size) for _ in range(cohorts)]
    return FlowRows(channels, network, Capacity(network), FlowCodes(log, small_hub()))


def _columns(rows: FlowRows, member: int) -> Columns:
    values = np.array([7.0])
    return _read(rows.pack(np.array([member]), np.array([5], dtype=np.uint64), np.array([9]), values, NONE_LOST))


def _read(rows: Words) -> Columns:
    return Log().layout("flow").columns(rows)


def test_an_open_flow_shows_its_application_record_and_an_encrypted_one_does_not() -> None:
    """Verb, object, status and value are what a tap can read in clear text only."""
    log = Log()
    rows = _prepared(log)
    clear, sealed = _columns(rows, 0), _columns(rows, 1)
    assert (log.names.text(clear["verb"][0]), log.names.text(clear["status"][0])) == ("A", "ok")
    assert clear["value"][0] == 7.0
    assert (sealed["verb"][0], sealed["object"][0], sealed["status"][0]) == (0, 0, 0)
    assert np.isnan(sealed["value"][0])


def test_a_refused_flow_carries_nothing_and_says_who_refused_it() -> None:
    """One packet went out, none came back, and nothing was read."""
    log = Log()
    row = _columns(_prepared(log), 2)
    assert log.names.text(row["action"][0]) == "deny"
    assert log.names.text(row["state"][0]) == "S0"
    assert [int(row[name][0]) for name in ("bytes_out", "bytes_in", "packets_out", "packets_in", "duration_us")] == [
        0, 0, 1, 0, 0,
    ]  # fmt: skip


def test_sizes_are_the_needs_means_times_a_share_of_the_flows_own() -> None:
    """Between 75 and 125 %, in packets of at most 1 400 bytes."""
    row = _columns(_prepared(Log()), 0)
    assert int(row["bytes_out"][0]) == int(4_000 * 0.75)
    assert (int(row["packets_out"][0]), int(row["packets_in"][0])) == (3, -(-int(row["bytes_in"][0]) // 1_400))


@pytest.mark.parametrize(("policy", "action", "rule"), [("zero_trust", "deny", "inspection"), ("zones", "allow", "")])
def test_an_inspecting_policy_refuses_a_verb_outside_the_need(policy: str, action: str, rule: str) -> None:
    """The gateway may publish; a cohort that says anything else is refused where somebody looks inside."""
    log = Log()
    rows = _prepared(log, policy=policy, verb="SUBSCRIBE")
    row = _columns(rows, 1)
    assert log.names.text(row["action"][0]) == action
    assert not rule or (log.names.text(row["rule"][0]), bool(rows.allowed[rows.kind[1]])) == (rule, False)
    told = _prepared(Log(), policy=policy, verb="PUBLISH")
    assert told.allowed[told.kind[1]]


def test_a_quarantine_decides_over_every_flow_of_its_asset() -> None:
    """Verdict, rule and containment change with the rules."""
    log = Log()
    rows = _prepared(log, cut="ws-01")
    assert rows.contained[rows.kind].tolist() == [True, False, True]
    assert log.names.text(_columns(rows, 0)["rule"][0]) == "response:quarantine:ws-01"


def test_cohorts_lie_one_after_the_other() -> None:
    """A member of the second cohort has the number of members of the first in front of its own."""
    rows = _prepared(Log(), cohorts=2)
    assert rows.first == [0, 3, 6]
    assert rows.demand.tolist() == [1] * 6
    assert rows.kind[:3].tolist() == rows.kind[3:].tolist()


def test_a_lost_message_was_sent_and_nobody_answered() -> None:
    """A UDP datagram went out with its bytes, of a TCP conversation a SYN; state S0, nothing back, no status."""
    log = Log()
    rows = _prepared(log)
    numbers, flows = np.array([0, 1]), np.array([5, 6], dtype=np.uint64)
    lost = _read(rows.pack(numbers, flows, np.array([9, 9]), np.array([7.0, 7.0]), np.array([True, True])))
    assert log.names.text(lost["state"][0]) == "S0"
    assert (lost["bytes_out"][0] > 0, lost["bytes_out"][1], lost["packets_out"][1]) == (True, 0, 1)
    assert (lost["bytes_in"][0], lost["packets_in"][0], lost["status"][0]) == (0, 0, 0)


def test_sizes_stay_within_what_the_protocol_can_be() -> None:
    """A session of TLS cannot be smaller than its handshake, a question not smaller than its name."""
    rows = _prepared(Log(), size=10)
    found = [(int(_columns(rows, n)["bytes_out"][0]), int(_columns(rows, n)["bytes_in"][0])) for n in (0, 1)]
    dns, tls = PROTOCOLS["dns"]().sizes("A", "hub.example"), PROTOCOLS["mqtt"]().sizes()
    assert found == [(dns.least_out, int(200 * 0.75)), (tls.least_out, tls.least_in)]


@pytest.mark.parametrize("old", [(), ("ws-01",), ("dc-01",)])
def test_one_old_end_makes_it_tls_1_2_with_a_turn_more(old: tuple[str, ...]) -> None:
    """The older form of a service, by who speaks; others keep theirs."""
    hub = small_hub()
    assets = tuple(replace(a, traits={"tls": "1.2"}) if a.name in old else a for a in hub.assets)
    codes = FlowCodes(Log(), Inventory(assets, hub.demands))
    ends = [np.array([hub.index[name]], dtype=np.int64) for name in ("ws-01", "dc-01")]
    forms = [int(codes.form(ends[0], ends[1], np.array([SERVICE_ID[name]]))[0]) for name in ("https", "mqtt")]
    assert codes.openings[forms[0]].turns == 1 + bool(old)
    assert forms[1] == SERVICE_ID["mqtt"]
    assert codes.sizes(forms[0]).least_in > 1_000 or not old
