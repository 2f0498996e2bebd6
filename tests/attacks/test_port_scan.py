"""The port scan: which ports, how fast, and when it is called blocked."""

from __future__ import annotations

import pytest

from tests.intents import foothold, performed
from tests.tiny_hub import isolate, simulated, step
from twin.attacks.base import Sweep
from twin.attacks.port_scan import COMMON, PortScan

OPENED = step("open", "service_port", "coffee-01", 0, minutes=0.5)


@pytest.mark.parametrize("count", [1, 20, 21, 1000, 65_535])
def test_the_common_ports_come_first_then_upwards_from_one(count: int) -> None:
    """As many as asked for, each once, none that does not exist."""
    (sweep,), _ = performed(PortScan(ports=count), foothold("coffee-01", "dc-01"), lambda _: ())
    assert isinstance(sweep, Sweep)
    assert len(sweep.ports) == len(set(sweep.ports)) == count
    assert sweep.ports[:20] == COMMON[:count]
    assert list(sweep.ports[20:]) == sorted(sweep.ports[20:])
    assert min(sweep.ports) >= 1
    assert max(sweep.ports) <= 65_535


def test_it_does_not_scan_itself() -> None:
    """Targets are everybody else that was named."""
    (sweep,), _ = performed(PortScan(), foothold("amr-001", "amr-001", "amr-002"), lambda _: ())
    assert isinstance(sweep, Sweep)
    assert sweep.targets == ("amr-002",)


@pytest.mark.parametrize(("answers", "outcome"), [((), "failed"), ((("dc-01", 445),), "success")])
def test_a_scan_that_nobody_answers_has_failed(answers: tuple[tuple[str, int], ...], outcome: str) -> None:
    """One open port is a success."""
    assert performed(PortScan(), foothold("coffee-01", "dc-01"), lambda _: answers)[1] == outcome


def test_its_probes_are_spread_over_time() -> None:
    """Twenty ports at ten a second take two seconds, each probe a labelled flow of its own."""
    log = simulated(OPENED, step("scan", "port_scan", "dc-01", 1, src="coffee-01"), minutes=2).log
    probes = log.records("label")
    assert [row["time"] for row in probes] == [60_000_000 + 100_000 * number for number in range(20)]
    start, end = (row for row in log.records("attack") if row["step"] == "scan")
    assert end["time"] - start["time"] == 2_000_000
    assert end["outcome"] == "success"


def test_a_filter_turns_a_scan_into_a_row_of_silence() -> None:
    """Under least privilege every probe is denied, every denial is a row, and nobody is reached."""
    scan = step("scan", "port_scan", "dc-01", 1, src="coffee-01")
    log = simulated(OPENED, scan, policy="microsegmentation", minutes=2).log
    probes = {row["flow"] for row in log.records("label")}
    seen = [row for row in log.records("flow") if row["flow"] in probes]
    assert [(row["action"], row["state"]) for row in seen] == [("deny", "S0")] * 20
    assert log.records("reached") == []
    assert log.records("attack")[-1]["outcome"] == "blocked"


@pytest.mark.parametrize("cut", ["coffee-01", "dc-01"])
def test_a_scan_that_is_cut_off_halfway_is_stopped(cut: str) -> None:
    """It had found open ports by then, and still a response ended it."""
    scan = step("scan", "port_scan", "dc-01", 1, src="coffee-01", ports=1_200)
    log = simulated(OPENED, scan, minutes=4, decisions=[isolate(cut, 2)]).log
    assert log.records("reached")
    assert log.records("attack")[-1]["outcome"] == "stopped"


def test_a_scan_with_one_target_cut_off_goes_on() -> None:
    """The others answer, and it is a success."""
    scan = step("scan", "port_scan", ("ws-01", "dc-01"), 1, src="coffee-01")
    log = simulated(OPENED, scan, minutes=2, decisions=[isolate("ws-01", 0.8)]).log
    assert [row["dst"] for row in log.records("reached")] == ["dc-01"]
    assert log.records("attack")[-1]["outcome"] == "success"


@pytest.mark.parametrize("cause", ["audit", "backscatter"])
def test_a_scan_that_nobody_means_ill_with_is_seen_and_in_no_book(cause: str) -> None:
    """The rows are those of an attack; the truth book has neither a step nor a label nor somebody reached."""
    looks = step("look", "port_scan", "dc-01", 1, src="maintenance-01", rate_per_s=5, cause=cause)
    log = simulated(looks, minutes=3).log
    seen = [row for row in log.records("flow") if (row["src"], row["dst"]) == ("maintenance-01", "dc-01")]
    assert len({row["dst_port"] for row in seen}) >= 20
    assert log.rows("attack") == log.rows("label") == log.rows("reached") == log.rows("compromise") == 0
