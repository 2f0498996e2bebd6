"""Laws of a sweep: probes decided one by one as they are due, and what a scanner learns from silence."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import small_hub
from twin.core.log import Log
from twin.net.network import Network
from twin.net.sweep import Sweep
from twin.net.traffic import Traffic
from twin.policies import POLICIES

PORTS = (22, 445, 389, 8883, 502, 17)
TARGETS = ("dc-01", "broker-1", "gateway-1")
STARTS_US = 5_000_000
OPEN = [("dc-01", 445), ("dc-01", 389), ("broker-1", 8883), ("gateway-1", 502)]


class Scan:
    """A sweep from the coffee machine, ten probes a second, with the log that it writes."""

    def __init__(
        self, policy: str = "flat", targets: tuple[str, ...] = TARGETS, seed: int = 1, step: str = "look"
    ) -> None:
        inventory = small_hub()
        self.log = Log()
        self.network = Network(inventory, POLICIES[policy]().compile(inventory), self.log.names)
        self.traffic = Traffic(inventory, self.network, self.log, seed)
        self.sweep = Sweep(self.traffic, "coffee-1", targets, PORTS, 10, STARTS_US, step)

    def done(self) -> Scan:
        """All probes sent."""
        self.sweep.flush(self.sweep.ends_us)
        return self

    def rows(self, table: str = "flow") -> list[dict[str, Any]]:
        """What was written."""
        self.log.seal(self.sweep.ends_us + 1)
        return self.log.records(table)


def test_a_probe_goes_out_every_tenth_of_a_second_targets_slowest() -> None:
    """Each target's ports in turn, exactly on time."""
    scan = Scan().done()
    labels = scan.rows("label")
    assert [row["time"] for row in labels] == [STARTS_US + 100_000 * number for number in range(18)]
    assert [(row["dst"], row["dst_port"]) for row in scan.rows()] == [
        (target, port) for target in TARGETS for port in PORTS
    ]
    assert scan.sweep.ends_us == STARTS_US + 1_800_000


def test_an_open_port_answers_a_closed_one_resets() -> None:
    """SYN and SYN-ACK where the service is offered; SYN and RST where a live host does not offer it."""
    scan = Scan().done()
    assert scan.sweep.answers == OPEN
    assert list(scan.sweep.alive) == list(TARGETS)
    for row in scan.rows():
        is_open = (row["dst"], row["dst_port"]) in OPEN
        assert (row["state"], row["action"]) == ("RSTO" if is_open else "REJ", "allow")
        assert (row["packets_out"], row["packets_in"]) == (2 if is_open else 1, 1)


def test_a_filter_answers_with_silence() -> None:
    """Nothing comes back, the host stays unknown, and the enforcement point has a row for each probe."""
    scan = Scan("microsegmentation").done()
    assert (scan.sweep.answers, scan.sweep.alive) == ([], {})
    for row in scan.rows():
        assert (row["action"], row["state"], row["packets_out"], row["packets_in"]) == ("deny", "S0", 1, 0)
    assert not any(row["delivered"] for row in scan.rows("label"))


def test_a_port_that_no_protocol_listens_on_has_no_name() -> None:
    """A tap recognises services by their ports; 17 is none of the shelf's."""
    rows = {row["dst_port"]: row["service"] for row in Scan().done().rows()}
    assert (rows[17], rows[445], rows[8883]) == ("", "smb", "mqtt")


@given(cuts=st.lists(st.integers(0, 8_000_000), max_size=8))
def test_windows_change_nothing(cuts: list[int]) -> None:
    """However often it is flushed on the way, the rows, the answers and the digest are the same."""
    once, often = Scan().done(), Scan()
    for until_us in sorted(cuts):
        often.sweep.flush(until_us)
    often.done()
    assert often.sweep.answers == once.sweep.answers
    assert often.rows("label") == once.rows("label")
    assert (often.rows() and often.log.digest()) == (once.rows() and once.log.digest())


@given(cut_us=st.integers(STARTS_US - 500_000, STARTS_US + 2_000_000))
def test_an_isolation_in_the_middle_cuts_exactly_there(cut_us: int) -> None:
    """Probes before it went through, probes from it on did not; the scanner keeps what it had learnt."""
    scan = Scan()
    scan.sweep.flush(cut_us)
    scan.network.quarantine("coffee-1", "test")
    scan.done()
    assert [row["delivered"] for row in scan.rows("label")] == [row["time"] < cut_us for row in scan.rows("label")]
    assert all((row["action"] == "allow") == (row["time"] < cut_us) for row in scan.rows())
    known = [(row["dst"], row["dst_port"]) for row in scan.rows() if row["state"] == "RSTO"]
    assert scan.sweep.answers == known


def test_every_probe_is_labelled_and_every_denial_seen() -> None:
    """Ground truth has all probes, seen or not; the tap has those that crossed it and those that were refused."""
    scan = Scan(targets=("camera-01", "dc-01")).done()
    labelled = {row["flow"] for row in scan.rows("label")}
    seen = {row["flow"] for row in scan.rows()}
    assert len(labelled) == 12
    assert seen == {row["flow"] for row in scan.rows("label")[6:]}


def test_a_probe_on_its_own_switch_is_unseen() -> None:
    """The camera hangs on the coffee machine's switch and segment in a flat hub, and answers all the same."""
    scan = Scan(targets=("camera-02",)).done()
    assert scan.rows() == []
    assert list(scan.sweep.alive) == ["camera-02"]


def test_each_probe_counts_as_a_hit_of_the_line_that_decided_it() -> None:
    """Hits are how a rule shows that it is needed."""
    scan = Scan().done()
    assert sum(scan.network.hits().values()) == scan.sweep.size == 18


@pytest.mark.parametrize(("seed", "step"), [(2, "look"), (1, "look-again")])
def test_another_step_or_seed_is_another_identity(seed: int, step: str) -> None:
    """Flows of two sweeps are never taken for each other."""
    one, other = Scan().done(), Scan(seed=seed, step=step).done()
    assert not {row["flow"] for row in one.rows("label")} & {row["flow"] for row in other.rows("label")}


def test_a_sweep_is_the_same_under_every_policy() -> None:
    """Identity and time of a probe do not depend on what becomes of it."""
    flat, strict = Scan("flat").done(), Scan("zero_trust").done()
    keys = ("time", "flow", "step")
    assert [[row[key] for key in keys] for row in flat.rows("label")] == [
        [row[key] for key in keys] for row in strict.rows("label")
    ]


@pytest.mark.parametrize(("policy", "met"), [("flat", "delivered"), ("microsegmentation", "denied")])
def test_it_knows_whose_silence_it_met(policy: str, met: str) -> None:
    """What the truth book needs and the scanner does not see: policy, or response, target by target."""
    scan = Scan(policy)
    scan.sweep.flush(STARTS_US + 500_000)
    scan.network.quarantine("coffee-1", "test")
    scan.done()
    assert scan.sweep.met == {"dc-01": met, "broker-1": "contained", "gateway-1": "contained"}
    assert scan.sweep.last == "contained"


def test_an_overfull_link_loses_probes() -> None:
    """Half of what the uplink carries is lost: as many probes, each with the luck of its own flow, each silence."""
    scan = Scan(targets=("dc-01",) * 40)
    link = "uplink:sw-1"
    scan.traffic.capacity.add_load(link, 2_000_000_000)
    scan.done()
    arrived = [row["delivered"] for row in scan.rows("label")]
    assert 0.35 < sum(arrived) / len(arrived) < 0.65
    for row, through in zip(scan.rows(), arrived, strict=True):
        assert row["action"] == "allow"
        assert (row["state"] != "S0", row["packets_in"] == 1) == (through, through)
    assert len(scan.sweep.answers) == len([row for row in scan.rows() if row["state"] == "RSTO"])


@given(cut_us=st.integers(STARTS_US, STARTS_US + 1_800_000), flushes=st.lists(st.integers(0, 8_000_000), max_size=4))
def test_a_load_in_the_middle_counts_from_there_on(cut_us: int, flushes: list[int]) -> None:
    """Nothing is lost before it, however often the sweep was flushed; what is lost after it is always the same."""
    lost = []
    for cuts in ([], sorted(flushes)):
        scan = Scan()
        for until_us in [*(each for each in cuts if each < cut_us), cut_us]:
            scan.sweep.flush(until_us)
        scan.traffic.capacity.add_load("uplink:sw-1", 2_000_000_000)
        lost.append([row["time"] for row in scan.done().rows("label") if not row["delivered"]])
    assert lost[0] == lost[1]
    assert all(time >= cut_us for time in lost[0])


def test_its_load_is_its_rate_shared_among_its_targets() -> None:
    """Ten probes a second of 120 octets are 9 600 bit/s."""
    assert Scan().sweep.load_bps * len(TARGETS) == 9_600
