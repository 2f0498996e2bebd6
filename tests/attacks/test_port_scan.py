"""The port scan: which ports, how fast, and when it is called blocked."""

from __future__ import annotations

import pytest

from tests.intents import foothold, performed
from tests.tiny_hub import simulated, step
from twin.attacks.base import Sweep
from twin.attacks.port_scan import COMMON, PortScan


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


@pytest.mark.parametrize(("answers", "outcome"), [((), "blocked"), ((("dc-01", 445),), "success")])
def test_a_scan_that_nobody_answers_is_blocked(answers: tuple[tuple[str, int], ...], outcome: str) -> None:
    """One open port is a success."""
    assert performed(PortScan(), foothold("coffee-01", "dc-01"), lambda _: answers)[1] == outcome


def test_its_probes_are_spread_over_time() -> None:
    """Twenty ports at ten a second take two seconds, each probe a labelled flow of its own."""
    log = simulated(step("scan", "port_scan", "dc-01", 1, src="coffee-01"), minutes=2).log
    probes = log.records("label")
    assert [row["time"] for row in probes] == [60_000_000 + 100_000 * number for number in range(20)]
    start, end = log.records("attack")
    assert end["time"] - start["time"] == 2_000_000
    assert end["outcome"] == "success"


def test_a_filter_turns_a_scan_into_a_row_of_silence() -> None:
    """Under least privilege every probe is denied, every denial is a row, and nobody is reached."""
    log = simulated(step("scan", "port_scan", "dc-01", 1, src="coffee-01"), policy="microsegmentation", minutes=2).log
    probes = {row["flow"] for row in log.records("label")}
    seen = [row for row in log.records("flow") if row["flow"] in probes]
    assert [(row["action"], row["state"]) for row in seen] == [("deny", "S0")] * 20
    assert log.records("reached") == []
    assert log.records("attack")[-1]["outcome"] == "blocked"
