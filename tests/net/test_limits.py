"""Laws of limits: exact tokens in order of time, what repeats before what is opened, windows that do not count."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import demand, small_hub
from twin.core.log import Log
from twin.core.units import DAY_US, SECOND_US
from twin.net.flood import MESSAGE_BYTES, Flood
from twin.net.inventory import Inventory
from twin.net.limits import Bucket
from twin.net.message import Message, Reply
from twin.net.network import Network
from twin.net.segmentation import Limit
from twin.net.segments import MTU_PAYLOAD
from twin.net.sweep import Sweep
from twin.net.traffic import Traffic
from twin.net.verdicts import SERVICE_ID
from twin.policies import POLICIES

OK = Reply("delivered", "ok")
FREE = (0, 0)


class Hub:
    """The small hub in which cameras film every second, with limits, a clock set by hand, and its log."""

    def __init__(self, *limits: dict[str, Any], window_s: float = 10, policy: str = "flat", **options: Any) -> None:
        plain, self.window_us = small_hub(), round(window_s * SECOND_US)
        films = tuple(demand(f"camera-0{n}", "nvr-1", "rtsp", every_s=n, bytes_out=1_000, bytes_in=0) for n in (1, 2))
        inventory, self.log, self.now_us = Inventory(plain.assets, films), Log(), 0
        made = POLICIES[policy](limits=limits, **options).compile(inventory)
        self.network = Network(inventory, made, self.log.names)
        self.traffic = Traffic(inventory, self.network, self.log, 1)
        self.traffic.use_clock(lambda: self.now_us)
        self.traffic.add_demands("needs", list(enumerate(films)), jitter=0.0)
        self.bulk: list[Sweep | Flood] = []

    def to(self, end_us: int) -> Hub:
        """Flush window by window up to then."""
        while self.now_us < end_us:
            self.now_us = min(end_us, (self.now_us // self.window_us + 1) * self.window_us)
            self.traffic.flush(self.now_us)
            for each in self.bulk:
                each.flush(self.now_us)
        return self

    def say(self, at_us: int, **others: Any) -> str:
        """A message of camera-01 at that time, between two looks at the cohorts; what became of it."""
        self.to(at_us // self.window_us * self.window_us)
        self.now_us, kept = at_us, self.now_us
        message = Message(**({"src": "camera-01", "dst": "vendor-cloud", "service": "http"} | others))
        fate = self.traffic.send(message, lambda _: OK).fate
        self.now_us = kept
        return fate

    def rows(self, table: str = "flow", **where: Any) -> list[dict[str, Any]]:
        """What was written, without numbers carried."""
        self.log.seal(self.now_us + 10**9)
        rows = [{key: value for key, value in row.items() if key != "value"} for row in self.log.records(table)]
        return [row for row in rows if all(row[key] == value for key, value in where.items())]


# -- the bucket ------------------------------------------------------------------------------------------------------


def test_a_bucket_passes_its_depth_at_once_and_then_its_rate() -> None:
    """Two a second with a depth of five seconds: ten, then one every half second, exactly."""
    bucket = Bucket(Limit("*", "*", "*", messages_per_s=2, burst_s=5), FREE)
    assert bucket.take(0, 100, 1) == 10
    assert [bucket.take(time, 1, 1) for time in (499_999, 500_000, 500_001, 1_000_000)] == [0, 1, 0, 1]


def test_a_message_passes_whole_and_owes_what_it_takes_beyond() -> None:
    """At 100 bytes a second one of 1,000 bytes is followed by none for nine seconds and a bit."""
    bucket = Bucket(Limit("*", "*", "*", bytes_per_s=100, burst_s=1), FREE)
    assert bucket.take(0, 1, 1_000) == 1
    assert [bucket.take(time * SECOND_US, 1, 1) for time in (8, 9, 10)] == [0, 0, 1]


def test_a_quota_is_never_overrun_and_begins_anew_each_day() -> None:
    """A larger message that does not fit is refused, a smaller one that fits passes."""
    bucket = Bucket(Limit("*", "*", "*", bytes_a_day=1_000), FREE)
    assert [bucket.take(0, 1, size) for size in (600, 500, 400, 1)] == [1, 0, 1, 0]
    assert bucket.take(DAY_US - 1, 1, 1) == 0
    assert bucket.take(DAY_US, 1, 1_000) == 1


def test_what_its_source_repeats_is_set_aside() -> None:
    """Of two a second one is declared, so one is left; of a quota what a day of it takes."""
    declared = (1_000_000, 10 * 1_000_000)
    bucket = Bucket(Limit("*", "*", "*", messages_per_s=2, burst_s=1), declared)
    assert [bucket.take(time * SECOND_US // 2, 1, 0) for time in range(5)] == [1, 0, 1, 0, 1]
    assert Bucket(Limit("*", "*", "*", bytes_a_day=864_100), declared).take(0, 10, 50) == 2


@given(
    rate=st.floats(0.01, 50), burst_s=st.integers(1, 20),
    gaps=st.lists(st.tuples(st.integers(0, 5_000_000), st.integers(1, 40)), min_size=1, max_size=40),
)  # fmt: skip
def test_never_more_than_the_depth_and_the_rate_together(
    rate: float, burst_s: int, gaps: list[tuple[int, int]]
) -> None:
    """Over any stretch from the start (RFC 2697: at most CBS + CIR * t)."""
    bucket, now_us, passed = Bucket(Limit("*", "*", "*", messages_per_s=rate, burst_s=burst_s), FREE), 0, 0
    for gap_us, count in gaps:
        now_us += gap_us
        passed += bucket.take(now_us, count, 1)
        assert passed <= max(1, burst_s * rate) + rate * now_us / SECOND_US + 1e-3


def test_the_share_of_a_stream_is_asked_again_when_its_burst_is_over() -> None:
    """A burst of ten seconds' worth lasts 10 / (4 - 1) s at four times the rate, then a quarter passes."""
    bucket = Bucket(Limit("*", "*", "*", messages_per_s=100, burst_s=10), FREE)
    assert bucket.share(0, 400, 0) == (1.0, 3 * SECOND_US)
    bucket.take(0, 1_000, 0)
    assert bucket.share(0, 400, 0)[0] == 0.25
    assert bucket.share(0, 50, 0)[0] == 1.0


def test_the_share_of_a_stream_is_nothing_until_tomorrow_when_the_quota_is_used_up() -> None:
    """And what is left of it says how long the stream goes on."""
    bucket = Bucket(Limit("*", "*", "*", bytes_a_day=10_000), FREE)
    assert bucket.share(0, 1, 1_000) == (1.0, 10 * SECOND_US)
    bucket.take(0, 10, 1_000)
    assert bucket.share(5 * SECOND_US, 1, 1_000) == (0.0, DAY_US)


# -- what repeats ----------------------------------------------------------------------------------------------------


def test_what_repeats_within_its_limit_is_as_if_there_were_none() -> None:
    """The same digest, and no line but that of the limit, which nobody met."""
    free, held = Hub().to(60 * SECOND_US), Hub({"of": "camera", "messages_per_s": 1}).to(60 * SECOND_US)
    assert free.rows() == held.rows()
    assert held.network.hits()["limit:camera>*:*"] == 0


def test_what_repeats_too_often_passes_evenly_and_the_rest_is_refused_by_name() -> None:
    """Of one film a second under 0.4 a second two of five pass; the other camera, every two seconds, four of five."""
    hub = Hub({"of": "camera", "messages_per_s": 0.4}).to(100 * SECOND_US)
    first, second = (hub.rows(src=name) for name in ("camera-01", "camera-02"))
    assert [row["action"] for row in first[:6]] == ["allow", "deny", "deny", "allow", "deny", "allow"]
    assert [sum(row["action"] == "allow" for row in rows) for rows in (first, second)] == [40, 40]
    refused = hub.rows(action="deny")
    assert {row["rule"] for row in refused} == {"limit:camera>*:*"}
    assert hub.network.hits()["limit:camera>*:*"] == len(refused) == hub.traffic.tally.denied.sum()


def test_a_row_that_a_limit_refuses_looks_like_one_that_a_rule_refuses() -> None:
    """But for the line."""
    held, shut = Hub({"of": "camera-01", "messages_per_s": 1e-6}), Hub()
    shut.network.block("camera-01", "nvr-1", reason="test")
    rows = [each.to(60 * SECOND_US).rows(src="camera-01")[1:] for each in (held, shut)]
    limited, ruled = ([{**row, "rule": ""} for row in part] for part in rows)
    assert limited == ruled
    assert len(ruled) == 59


def test_a_quota_that_is_used_up_lets_nothing_pass_until_the_next_day() -> None:
    """A thousand bytes a second and a quota of twenty seconds."""
    hub = Hub({"of": "camera-01", "bytes_a_day": 20_000}, window_s=3600).to(60 * SECOND_US)
    actions = [(row["time"] < 20 * SECOND_US, row["action"]) for row in hub.rows(src="camera-01")]
    assert set(actions) == {(True, "allow"), (False, "deny")}
    late = Hub({"of": "camera-01", "bytes_a_day": 20_000}, window_s=3600)
    late.traffic.channels[0].at_us = late.now_us = DAY_US
    assert late.to(DAY_US + 10 * SECOND_US).rows(src="camera-01", action="deny") == []


# -- what is opened --------------------------------------------------------------------------------------------------


def test_single_messages_stop_at_their_limit_and_say_whose_line_it_was() -> None:
    """A burst of two passes, then one a second; the sender's need counts it as denied."""
    hub = Hub({"of": "camera", "service": "http", "messages_per_s": 1, "burst_s": 2})
    fates = [hub.say(time * SECOND_US // 2) for time in range(6)]
    assert fates == ["delivered", "delivered", "delivered", "denied", "delivered", "denied"]
    assert [row["rule"] for row in hub.rows(service="http", action="deny")] == ["limit:camera>*:http"] * 2
    assert hub.say(10 * SECOND_US, src="ws-01") == "delivered"


def test_an_exfiltration_stops_at_its_quota() -> None:
    """The bytes that left are as many as the quota says, less than one message more is missing."""
    hub = Hub({"of": "video", "to": "internet", "bytes_a_day": 1_000_000})
    fates = [hub.say(n * SECOND_US, bytes_out=90_000) for n in range(20)]
    sent = sum(row["bytes_out"] for row in hub.rows(service="http", action="allow"))
    assert fates == ["delivered"] * 11 + ["denied"] * 9
    assert 1_000_000 - 90_000 < sent <= 1_000_000


def test_what_a_rule_refuses_takes_no_token() -> None:
    """Denied messages leave the bucket as it was."""
    hub = Hub({"of": "camera", "messages_per_s": 1, "burst_s": 1})
    token = hub.network.block("camera-01", "vendor-cloud", reason="test")
    assert [hub.say(0) for _ in range(5)] == ["contained"] * 5
    hub.network.lift(token)
    assert hub.say(0, src="camera-02") == "delivered"


def test_where_nothing_is_enforced_a_limit_only_watches() -> None:
    """It counts, has its name in the rows, and lets pass."""
    hub = Hub({"of": "camera", "messages_per_s": 0.4}, monitor=True).to(20 * SECOND_US)
    assert [hub.say(20 * SECOND_US) for _ in range(6)] == ["delivered"] * 6
    assert {row["action"] for row in hub.rows()} == {"allow"}
    assert hub.network.hits()["monitor:limit:camera>*:*"] > 10


# -- scans and floods ------------------------------------------------------------------------------------------------


def _scan(hub: Hub, starts_us: int = 3 * SECOND_US, step: str = "look") -> Sweep:
    sweep = Sweep(hub.traffic, "camera-01", ("dc-01", "ws-01", "nvr-1"), (22, 445, 80), 4, starts_us, step)
    hub.bulk.append(sweep)
    return sweep


def test_a_scan_is_slowed_down_to_its_limit() -> None:
    """Four knocks a second under one, with a burst of two: two, then one a second."""
    hub = Hub({"of": "camera", "to": "*", "messages_per_s": 2, "burst_s": 1})
    sweep = _scan(hub)
    hub.to(20 * SECOND_US)
    delivered = [row["delivered"] for row in hub.rows("label")]
    assert delivered == [True, False, False, False, True, False, False, False, True]
    assert len(hub.rows(rule="limit:camera>*:*")) == 6
    assert sweep.last == "delivered"


def _flood(hub: Hub, dst: str, port: int, mbps: float) -> Flood:
    flood = Flood(hub.traffic, "camera-01", dst, port, mbps, 5 * SECOND_US, 20 * SECOND_US, "drown")
    hub.bulk.append(flood)
    return flood


def test_a_flood_passes_at_the_rate_of_its_limit_and_the_rest_is_refused() -> None:
    """A thousand datagrams a second under 146,000 bytes a second, a hundred, after a burst of two seconds' worth."""
    hub = Hub({"of": "camera", "to": "dc-01", "bytes_per_s": 100 * MTU_PAYLOAD, "burst_s": 2})
    flood = _flood(hub, "dc-01", 9, 8e-6 * 1_000 * MTU_PAYLOAD)
    rows = hub.to(60 * SECOND_US).rows(dst="dc-01")
    passed, refused = ([row for row in rows if row["action"] == action] for action in ("allow", "deny"))
    assert [row["packets_out"] for row in passed] == [200] + [100] * 19
    assert [row["packets_out"] for row in refused] == [800] + [900] * 19
    assert {row["rule"] for row in refused} == {"limit:camera>dc-01:*"}
    assert (flood.arrived, flood.last) == (0, "denied")
    assert {row["flow"] for row in rows} == {row["flow"] for row in hub.rows("label")}
    assert len({row["flow"] for row in rows}) == 40


def test_a_flood_of_a_broker_is_limited_in_messages() -> None:
    """Those that pass are a session a second, the others one that nobody answers."""
    hub = Hub({"of": "camera", "service": "mqtt", "messages_per_s": 50, "burst_s": 1})
    _flood(hub, "broker-1", 8883, 8e-6 * 500 * MESSAGE_BYTES)
    rows = hub.to(60 * SECOND_US).rows(dst="broker-1")
    assert sorted(row["state"] for row in rows) == ["S0"] * 20 + ["SF"] * 20
    passed = [row["bytes_out"] for row in rows if row["state"] == "SF"]
    assert len(passed) == 20
    assert max(passed) < 60 * MESSAGE_BYTES


@pytest.mark.parametrize("window_s", [1, 7.3, 60])
def test_windows_change_nothing(window_s: float) -> None:
    """Films, messages, two scans and a flood of one source under two limits: the same rows for any window."""

    def told(window_s: float) -> Hub:
        limits = (
            {"of": "camera", "to": "nvr-1", "messages_per_s": 1.4},
            {"of": "camera", "messages_per_s": 30, "bytes_per_s": 90_000, "bytes_a_day": 700_000},
        )
        hub = Hub(*limits, window_s=window_s)
        _scan(hub)
        _scan(hub, 4 * SECOND_US + 1, "again")
        _flood(hub, "dc-01", 9, 1.5)
        for number in range(60):
            hub.say(number * 777_777, bytes_out=3_000)
        return hub.to(90 * SECOND_US)

    ten, other = told(10), told(window_s)
    assert ten.rows() == other.rows()
    assert ten.rows("label") == other.rows("label")
    assert ten.network.hits() == other.network.hits()
    assert ten.log.digest() == other.log.digest()
    assert {row["action"] for row in ten.rows(service="http")} == {"allow", "deny"}


def test_the_first_limit_that_fits_a_flow_counts() -> None:
    """Narrow ones stand before broad ones, and what is local is never limited."""
    hub = Hub({"of": "camera-01", "service": "http", "bytes_a_day": 1}, {"of": "*", "messages_per_s": 1})
    src, dst = (np.array([hub.network.inventory.index[name]] * 3) for name in ("camera-01", "nvr-1"))
    service = np.array([SERVICE_ID[name] for name in ("http", "rtsp", "arp")])
    assert hub.traffic.limits.which(src, dst, service).tolist() == [0, 1, -1]
