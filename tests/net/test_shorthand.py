"""Flows are written short where their streams say them again, and come back as they were."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from tests.builders import small_hub
from twin.core.log import Columns, Log
from twin.core.segments import Segments
from twin.core.units import SECOND_US
from twin.net import shorthand
from twin.net.inventory import Inventory
from twin.net.message import Message, Reply
from twin.net.network import Network
from twin.net.shorthand import FlowShorthand
from twin.net.traffic import Traffic
from twin.policies import POLICIES


def _traffic(segments: Segments | None = None, policy: str = "zero_trust") -> Traffic:
    """A hub of a few assets whose demands repeat, seen in full, with single messages in between."""
    log, told = Log(segments=segments), small_hub().demands
    every = [replace(each, need=replace(each.need, every_s=6.0 + n / 3)) for n, each in enumerate(told)]
    hub = Inventory(small_hub().assets, tuple(every))
    traffic = Traffic(hub, Network(hub, POLICIES[policy]().compile(hub), log.names), log, 1)
    traffic.add_demands("needs", list(enumerate(hub.demands)))
    for until_us in range(10 * SECOND_US, 600 * SECOND_US, 10 * SECOND_US):
        traffic.use_clock(lambda now=until_us: now)
        traffic.send(Message("ws-01", "dc-01", "kerberos", "AS_REQ"), lambda _: Reply("delivered", "ok"))
        traffic.flush(until_us)
        log.seal(until_us)
    return traffic


def _copy(columns: Columns) -> Columns:
    return {name: values.copy() for name, values in columns.items()}


def test_what_repeats_loses_its_identity_and_port_and_gets_both_back() -> None:
    """Identity 0 and no port beyond the identity's own; afterwards every bit is there again."""
    traffic = _traffic()
    whole = _copy(traffic.log.since("flow"))
    short, made = _copy(whole), FlowShorthand(traffic.channels, traffic.codes)
    made.shorten(short)
    repeats = short["stream"] > 0
    assert repeats.sum() > 100
    assert not short["flow"][repeats].any()
    assert (short["src_port"][repeats] == 0).mean() > 0.9
    assert np.count_nonzero(~repeats) == 58
    assert (short["flow"][~repeats] == whole["flow"][~repeats]).all()
    made.extend(short)
    assert all((short[name] == whole[name]).all() for name in ("flow", "src_port", "time", "src"))


def test_a_source_of_more_streams_than_are_tried_keeps_what_is_not_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the first stream of each source is tried here; the rest stays spelt out, and nothing is lost."""
    traffic = _traffic()
    whole = _copy(traffic.log.since("flow"))
    monkeypatch.setattr(shorthand, "STREAMS", 1)
    short, made = _copy(whole), FlowShorthand(traffic.channels, traffic.codes)
    made.shorten(short)
    assert set(short["stream"].tolist()) == {0, 1}
    made.extend(short)
    assert (short["flow"] == whole["flow"]).all()


def test_a_cohort_that_comes_later_leaves_what_is_written_readable() -> None:
    """Streams of a source are numbered in the order in which they came."""
    traffic = _traffic()
    whole = _copy(traffic.log.since("flow"))
    short, made = _copy(whole), FlowShorthand(traffic.channels, traffic.codes)
    made.shorten(short)
    traffic.add_demands("more", list(enumerate(traffic.inventory.demands)), jitter=0.1)
    made.extend(short)
    assert (short["flow"] == whole["flow"]).all()


def test_before_any_cohort_everything_is_spelt_out() -> None:
    """No stream, nothing to derive."""
    traffic = _traffic()
    whole = _copy(traffic.log.since("flow"))
    short = _copy(whole)
    FlowShorthand([], traffic.codes).shorten(short)
    assert not short["stream"].any()
    assert (short["flow"] == whole["flow"]).all()


def test_segments_of_flows_say_the_same_in_fewer_bytes(tmp_path: Path) -> None:
    """The log reads back what one in memory holds, whole and column by column; few identities are in the files."""
    segments = Segments(tmp_path, rows=100)
    spilled, held = _traffic(segments).log, _traffic().log
    assert spilled.digest() == held.digest()
    rows, expected = spilled.since("flow"), held.since("flow")
    assert all(np.array_equal(rows[name], expected[name], equal_nan=name == "value") for name in expected)
    assert repr(spilled.records("flow")) == repr(held.records("flow"))
    flows = pq.ParquetFile(segments.files("flow")[0]).read(columns=["flow"]).column("flow").to_numpy()
    assert 0 < np.count_nonzero(flows) < 40
