"""Traffic of the last minute as taps wrote it."""

from __future__ import annotations

import pytest

from tests.exercise.picture.hubs import live
from twin.core.log import Log
from twin.core.units import MINUTE_US, SECOND_US
from twin.exercise.picture.known import Known
from twin.exercise.picture.traffic import Traffic, links
from twin.lab.build import Built


@pytest.fixture(scope="module")
def built() -> Built:
    """A small hub, at its start."""
    return live().built


def _flow(log: Log, number: int, second: float, src: str, dst: str, action: str = "allow") -> None:
    time_us = round(second * SECOND_US)
    log.one("flow", time=time_us, flow=number, src=src, dst=dst, action=action, bytes_out=60, bytes_in=40)


def _at(built: Built, second: float, flows: list[tuple[float, str, str, str]]) -> tuple[Traffic, int]:
    log, now_us = Log(), round(second * SECOND_US)
    traffic = Traffic(log, built)
    for number, (when, src, dst, action) in enumerate(flows):
        _flow(log, number, when, src, dst, action)
    log.seal(now_us)
    traffic.update(now_us)
    return traffic, now_us


def test_flows_are_counted_between_zones(built: Built) -> None:
    """Number, refused, and bytes of each pair of zones within the last minute."""
    known, zones = Known(built), [zone.name for zone in built.segmentation.zones]
    home = built.segmentation.zone_of
    flows = [
        (1, "amr-001", "wms-01", "allow"), (70, "amr-001", "wms-01", "allow"), (71, "amr-002", "wms-01", "deny"),
        (72, "ws-01", "wms-01", "allow"),
    ]  # fmt: skip
    traffic, now_us = _at(built, 100, flows)
    found = traffic.sections(traffic.last_minute(now_us), known)
    pairs = [
        (zones[src], zones[dst])
        for src, dst in zip(found["pair_src"].tolist(), found["pair_dst"].tolist(), strict=True)
    ]
    rows = dict(
        zip(
            pairs,
            zip(*(found[f"flow_{one}"].tolist() for one in ("count", "denied", "bytes")), strict=True),
            strict=True,
        )
    )
    assert rows == {(home["amr-001"], home["wms-01"]): (2, 1, 200), (home["ws-01"], home["wms-01"]): (1, 0, 100)}


def test_a_flow_to_nobody_of_the_hub_is_in_no_pair(built: Built) -> None:
    """A scan of an address that nobody has does not end in some zone."""
    traffic, now_us = _at(built, 100, [(99, "amr-001", "nobody", "deny")])
    found = traffic.sections(traffic.last_minute(now_us), Known(built))
    assert not len(found["pair_src"])
    assert not traffic.seen[: len(built.inventory.assets)][built.inventory.index["wms-01"]]
    assert traffic.seen[built.inventory.index["amr-001"]]


def test_links_are_the_latest_of_each_pair_and_fate(built: Built) -> None:
    """Refused thrice is one line, the newest; what passed between the same two is another."""
    flows = [
        (80, "amr-001", "wms-01", "deny"), (81, "amr-001", "wms-01", "deny"), (90, "amr-001", "wms-01", "allow"),
        (95, "amr-001", "wms-01", "deny"), (96, "ws-01", "wms-01", "allow"),
    ]  # fmt: skip
    traffic, now_us = _at(built, 100, flows)
    last = traffic.last_minute(now_us)
    index, known = built.inventory.index, Known(built)
    refused = links(now_us, last, last.denied, known)
    assert refused["link_src"].tolist() == [index["amr-001"]]
    assert refused["link_ago"].tolist() == [5]
    every = links(now_us, last, last.denied | ~last.denied, known)
    assert every["link_ok"].tolist() == [1, 0, 1]
    assert every["link_ago"].tolist() == [4, 5, 10]


def test_what_is_older_than_a_minute_is_forgotten(built: Built) -> None:
    """And memory with it."""
    traffic, _ = _at(built, 100, [(1, "amr-001", "wms-01", "allow")])
    later_us = 100 * SECOND_US + 2 * MINUTE_US
    traffic.update(later_us)
    assert not len(traffic.last_minute(later_us).time)
    assert not traffic._parts
