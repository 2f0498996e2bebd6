"""Laws of a flood: how far it comes, what it writes, and that a row a second is all there is."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import small_hub
from twin.core.log import Log
from twin.core.units import SECOND_US
from twin.net.flood import MESSAGE_BYTES, Flood
from twin.net.network import Network
from twin.net.segments import MTU_PAYLOAD
from twin.net.traffic import Traffic
from twin.policies import POLICIES

STARTS_US = 7_300_000


class Drowned:
    """A flood from a camera, twenty seconds and a half long, with the log that it writes."""

    def __init__(self, dst: str = "dc-01", port: int = 9, policy: str = "flat", mbps: float = 11.2) -> None:
        inventory, self.log = small_hub(), Log()
        self.network = Network(inventory, POLICIES[policy]().compile(inventory), self.log.names)
        self.traffic = Traffic(inventory, self.network, self.log, 1)
        self.flood = Flood(self.traffic, "camera-01", dst, port, mbps, STARTS_US, 41 * SECOND_US // 2, "drown")

    def to(self, until_us: int) -> Drowned:
        """Flush up to then."""
        self.flood.flush(until_us)
        return self

    def rows(self, table: str = "flow") -> list[dict[str, Any]]:
        """What was written."""
        self.log.seal(self.flood.ends_us + 1)
        rows = self.log.records(table)
        return [{name: value for name, value in row.items() if name != "value"} for row in rows]


def test_a_flood_of_any_rate_is_a_row_a_second() -> None:
    """With the datagrams and bytes of that second, the last one shorter; one conversation that nobody answers."""
    rows = Drowned().to(10**12).rows()
    assert [row["time"] for row in rows] == [STARTS_US + n * SECOND_US for n in range(21)]
    assert {row["bytes_out"] for row in rows[:-1]} == {1_400_000}
    assert {row["packets_out"] for row in rows[:-1]} == {1_000}
    assert (rows[-1]["bytes_out"], rows[-1]["duration_us"]) == (500 * MTU_PAYLOAD, SECOND_US // 2)
    assert {(row["transport"], row["state"], row["packets_in"], row["service"]) for row in rows} == {
        ("udp", "S0", 0, "")
    }
    assert len({row["src_port"] for row in rows}) == 1
    assert len({row["flow"] for row in rows}) == 21


def test_windows_change_nothing() -> None:
    """The same rows at once or in pieces of any length."""
    pieces = Drowned()
    for end_us in range(STARTS_US - SECOND_US, STARTS_US + 30 * SECOND_US, 700_000):
        pieces.to(end_us)
    assert pieces.rows() == Drowned().to(10**12).rows()
    assert pieces.rows("label") == Drowned().to(10**12).rows("label")


def test_every_row_is_labelled_with_what_became_of_it() -> None:
    """Before the way is closed it arrives, afterwards not."""
    hub = Drowned().to(STARTS_US + 5 * SECOND_US)
    hub.network.block("camera-01", "dc-01", reason="test")
    hub.to(10**12)
    assert [row["delivered"] for row in hub.rows("label")] == [True] * 5 + [False] * 16
    assert [row["action"] for row in hub.rows()] == ["allow"] * 5 + ["deny"] * 16
    assert {row["flow"] for row in hub.rows()} == {row["flow"] for row in hub.rows("label")}
    assert (hub.flood.arrived, hub.flood.last) == (5, "contained")


def test_how_far_it_comes_is_for_the_rules_to_say() -> None:
    """All the way, to the first switch, or nowhere from a port that is shut."""
    hub, cut, reached = Drowned(), Drowned(), []
    reached.append(hub.flood.reach)
    hub.network.block("camera-01", "dc-01", reason="test")
    cut.network.quarantine("camera-01", "test")
    reached += [hub.flood.reach, cut.flood.reach, Drowned(policy="zones").flood.reach]
    assert reached == ["whole way", "first link", "nowhere", "first link"]


def test_what_a_full_first_link_loses_no_tap_behind_it_sees() -> None:
    """A tenth of the rate fits; a tenth of the datagrams is in the row."""
    hub = Drowned(mbps=10_000.0)
    hub.traffic.capacity.add_stream("camera-01", "dc-01", hub.flood.rate_bps)
    row = hub.to(STARTS_US + 1).rows()[0]
    assert row["packets_out"] == pytest.approx(10_000e6 / 8 / MTU_PAYLOAD / 10, rel=1e-3)
    assert row["bytes_out"] == row["packets_out"] * MTU_PAYLOAD


def test_at_its_own_port_a_broker_is_flooded_with_messages() -> None:
    """Sessions that say something, as many a second as fit into the rate; elsewhere they are datagrams."""
    hub = Drowned("broker-1", 8883, mbps=1.6).to(10**12)
    assert hub.flood.messages_per_s == 1.6e6 / 8 / MESSAGE_BYTES
    rows = hub.rows()
    assert {(row["service"], row["transport"], row["state"]) for row in rows} == {("mqtt", "tcp", "SF")}
    assert {row["bytes_out"] for row in rows[:-1]} == {200_000}
    assert all(row["packets_out"] > row["bytes_out"] // MTU_PAYLOAD for row in rows)
    assert len({row["src_port"] for row in rows}) > 1
    assert Drowned("dc-01", 8883).flood.messages_per_s == 0.0
    assert Drowned("broker-1", 9).flood.messages_per_s == 0.0


def test_on_one_switch_nobody_sees_it() -> None:
    """No tap, no row; the truth book has it all the same."""
    hub = Drowned("coffee-1").to(10**12)
    assert hub.rows() == []
    assert len(hub.rows("label")) == 21
