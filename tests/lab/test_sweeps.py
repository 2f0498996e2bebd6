"""Scans that go on: they end once, by themselves or because their sender is taken back."""

from __future__ import annotations

from tests.builders import small_hub
from twin.core.log import Log
from twin.core.units import SECOND_US
from twin.lab.sweeps import Sweeps
from twin.net.network import Network
from twin.net.sweep import Sweep
from twin.net.traffic import Traffic
from twin.policies import POLICIES


def _on(*sources: str) -> tuple[Sweeps, Traffic]:
    hub, log = small_hub(), Log()
    made = POLICIES["flat"](limits=[{"messages_per_s": 1}]).compile(hub)
    traffic, sweeps = Traffic(hub, Network(hub, made, log.names), log, 1), Sweeps()
    sweeps.on += [Sweep(traffic, src, ("dc-01",), (22, 80, 445, 9), 1, 0, f"look-{src}") for src in sources]
    return sweeps, traffic


def test_a_scan_that_ends_has_sent_what_was_due_and_no_more() -> None:
    """Two of four knocks; ending it again changes nothing."""
    sweeps, traffic = _on("coffee-1")
    scan = sweeps.on[0]
    for _ in range(2):
        sweeps.end(scan, 2 * SECOND_US)
    traffic.log.seal(10 * SECOND_US)
    assert sweeps.on == []
    assert traffic.log.rows("label") == 2


def test_a_sender_that_is_taken_back_asks_for_nothing_any_more() -> None:
    """The other goes on."""
    sweeps, traffic = _on("coffee-1", "ws-01")
    sweeps.flush(SECOND_US)
    sweeps.silence("coffee-1")
    sweeps.flush(10 * SECOND_US)
    traffic.log.seal(10 * SECOND_US)
    assert [scan.src for scan in sweeps.on] == ["ws-01"]
    assert traffic.log.rows("label") == 1 + 4
