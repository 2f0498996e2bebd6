"""Laws of listening: what a tap that is off or saturated leaves out, and what it says about itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.builders import small_hub
from twin.core.log import Log
from twin.core.units import MINUTE_US, SECOND_US
from twin.net.message import Message, Reply
from twin.net.network import Network
from twin.net.taps import Taps, tap_at
from twin.net.traffic import Traffic
from twin.policies import POLICIES

END_US = 10 * MINUTE_US
_SWITCHES = [f"sw-{number}" for number in range(1, 39)]


class Hub:
    """The small hub with its demands, each every two seconds; ``mbps`` is the first of the *places* to listen at."""

    def __init__(self, policy: str = "flat", *places: str, mbps: float = 0.0, window_s: float = 10.0) -> None:
        self.log, self.now_us, self.window_us = Log(), 0, round(window_s * SECOND_US)
        inventory = small_hub()
        at = places or ("core", "edge", "inspection")
        taps = Taps([tap_at(place, mbps if place == at[0] else 0.0) for place in at])
        self.network = Network(inventory, POLICIES[policy]().compile(inventory), self.log.names, taps)
        self.traffic = Traffic(inventory, self.network, self.log, 1)
        self.traffic.use_clock(lambda: self.now_us)
        often = [replace(demand, need=replace(demand.need, every_s=2)) for demand in inventory.demands]
        self.traffic.add_demands("needs", list(enumerate(often)))

    def to(self, until_us: int) -> Hub:
        """Let time pass."""
        while self.now_us < until_us:
            self.now_us = min(until_us, self.now_us + self.window_us)
            self.traffic.flush(self.now_us)
            self.traffic.listening.flush(self.now_us)
        return self

    def rows(self, table: str) -> list[dict[str, Any]]:
        """What was written."""
        self.log.seal(END_US + 1)
        rows = self.log.records(table)
        return [{name: value for name, value in row.items() if name != "value"} for row in rows]

    def health(self, tap: str) -> list[tuple[int, int]]:
        """Packets offered and dropped in each minute."""
        return [(row["offered"], row["dropped"]) for row in self.rows("tap_health") if row["tap"] == tap]


def _packets(rows: list[dict[str, Any]], minute: int) -> int:
    here = [row for row in rows if row["time"] // MINUTE_US == minute]
    return sum(row["packets_out"] + row["packets_in"] for row in here)


def test_a_tap_counts_the_packets_of_the_rows_that_cross_it() -> None:
    """Minute by minute: whatever crosses the core, also what the edge has written."""
    hub = Hub().to(END_US)
    rows = hub.rows("flow")
    assert [offered for offered, _ in hub.health("core")] == [_packets(rows, minute) for minute in range(10)]
    outside = [row for row in rows if "vendor-cloud" in (row["src"], row["dst"])]
    assert [offered for offered, _ in hub.health("edge")] == [_packets(outside, minute) for minute in range(10)]
    assert all(dropped == 0 for _, dropped in hub.health("core") + hub.health("edge"))


def test_reports_do_not_depend_on_the_window() -> None:
    """Packets belong to the minute in which they passed, whenever they are written."""
    reports = [Hub(window_s=window_s).to(END_US).rows("tap_health") for window_s in (1, 10, 45, 600)]
    assert all(report == reports[0] for report in reports)


def test_a_tap_that_is_off_writes_nothing_and_reports_silence() -> None:
    """From the moment it is off until it is on again; nothing else tells."""
    hub = Hub("flat", "core").to(3 * MINUTE_US)
    token = hub.network.tap_off("core")
    hub.to(6 * MINUTE_US)
    hub.network.tap_on(token)
    hub.to(END_US)
    minutes = {row["time"] // MINUTE_US for row in hub.rows("flow")}
    assert minutes == {0, 1, 2, 6, 7, 8, 9}
    assert [offered == 0 for offered, _ in hub.health("core")] == [3 <= minute < 6 for minute in range(10)]


def test_an_off_tap_changes_only_whose_rows_are_there() -> None:
    """Whatever the edge lets go, the core writes with the same identity and the same sizes."""
    seen, off = Hub(), Hub()
    off.network.tap_off("edge")
    with_edge, without = ({row["flow"]: row for row in hub.to(END_US).rows("flow")} for hub in (seen, off))
    assert with_edge.keys() == without.keys()
    assert all(row | {"tap": "core"} == without[flow] for flow, row in with_edge.items())


def test_what_a_rule_refuses_is_written_whatever_the_taps_do() -> None:
    """The enforcement point has a log of its own."""
    hub = Hub("zones", "core")
    hub.network.tap_off("core")
    rows = hub.to(END_US).rows("flow")
    assert rows
    assert {(row["action"], row["tap"]) for row in rows} == {("deny", "enforcement")}


def test_a_saturated_tap_drops_its_share_and_says_how_much() -> None:
    """Half of what is offered does not fit; each flow keeps its fate, and rows and reports agree to the packet."""
    whole, half = Hub("flat", "core").to(END_US), Hub("flat", "core", mbps=10.0)
    half.traffic.capacity.add_stream("coffee-1", "dc-01", 20_000_000)
    half.to(END_US)
    rows, kept = whole.rows("flow"), {row["flow"]: row for row in half.rows("flow")}
    assert 0.45 <= len(kept) / len(rows) <= 0.55
    assert all(kept[row["flow"]] == row for row in rows if row["flow"] in kept)
    for minute, (offered, dropped) in enumerate(half.health("core")):
        assert offered == _packets(rows, minute)
        assert offered - dropped == _packets(list(kept.values()), minute)
    assert all(row["share"] == row["dropped"] / row["offered"] for row in half.rows("tap_health"))


def test_what_a_saturated_inspection_point_lost_is_told_without_its_record() -> None:
    """The core has the flow, and cannot read it."""
    hub = Hub("zero_trust", "inspection", "core", mbps=10.0)
    hub.traffic.capacity.add_stream("coffee-1", "dc-01", 20_000_000)
    hub.to(MINUTE_US)
    secret = [row for row in hub.rows("flow") if row["service"] == "mqtt" and row["action"] == "allow"]
    assert {row["tap"] for row in secret} == {"inspection", "core"}
    assert {(row["tap"], row["verb"] != "", row["status"]) for row in secret} == {
        ("inspection", True, "ok"),
        ("core", False, ""),
    }


def test_a_single_message_meets_the_same_taps() -> None:
    """It is counted, dropped and hidden like the rest; two saturated taps have each a luck of its own."""
    hub = Hub("flat", "core", "sw-1", mbps=10.0)
    hub.traffic.capacity.add_stream("camera-01", "nvr-1", 20_000_000)
    before = hub.traffic.listening
    for _ in range(400):
        hub.traffic.send(Message("ws-01", "dc-01", "dns", "A", "name"), lambda _: Reply("delivered", "ok"))
    before.finish(SECOND_US)
    taps = [row["tap"] for row in hub.rows("flow")]
    assert 160 <= taps.count("core") <= 240
    assert taps.count("core") + taps.count("tap:sw-1") == 400
    (core_offered, core_dropped), (switch_offered, switch_dropped) = hub.health("core")[0], hub.health("tap:sw-1")[0]
    assert core_offered == switch_offered > 0
    assert core_dropped * 400 == core_offered * taps.count("tap:sw-1")
    assert switch_dropped == 0


def test_the_last_report_covers_what_is_left() -> None:
    """A run of a minute and a half ends with a report of half a minute."""
    hub = Hub("flat", "core").to(3 * MINUTE_US // 2)
    hub.traffic.listening.finish(3 * MINUTE_US // 2)
    assert [row["span_us"] for row in hub.rows("tap_health")] == [MINUTE_US, MINUTE_US // 2]


def test_single_messages_count_for_their_minute_and_for_taps_that_listened_then() -> None:
    """Through minutes, and through a tap that goes off and on between two of them."""
    hub, tokens = Hub("flat", "core"), list[int]()
    for at_s, action in ((5, ""), (10, "off"), (20, ""), (30, "on"), (50, ""), (70, ""), (200, "")):
        hub.to(at_s * SECOND_US)
        if action == "off":
            tokens.append(hub.network.tap_off("core"))
        elif action == "on":
            hub.network.tap_on(tokens[0])
        else:
            hub.traffic.send(Message("ws-01", "dc-01", "dns", "A", "name"), lambda _: Reply("delivered", "ok"))
    rows = hub.to(5 * MINUTE_US).rows("flow")
    assert len([row for row in rows if row["object"] == "name"]) == 4
    assert [offered for offered, _ in hub.health("core")] == [_packets(rows, minute) for minute in range(5)]


def test_forty_taps_count_as_few_do() -> None:
    """Each its own; what hangs where nobody is counts nothing."""
    few, many = Hub("flat", "core", "edge").to(MINUTE_US), Hub("flat", "core", "edge", *_SWITCHES).to(MINUTE_US)
    assert few.health("core") == many.health("core") != [(0, 0)]
    assert few.health("edge") == many.health("edge") != [(0, 0)]
    on_one = {asset.name for asset in small_hub().assets if asset.switch == "sw-1"}
    crossed = [row for row in many.rows("flow") if {row["src"], row["dst"]} & on_one]
    assert many.health("tap:sw-1") == [(_packets(crossed, 0), 0)] != [(0, 0)]
    assert many.health("tap:sw-38") == [(0, 0)]
