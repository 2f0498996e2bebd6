"""Laws of paths: who sees a flow, and how long it takes."""

from __future__ import annotations

import numpy as np
import pytest

from tests.builders import every_triple, numbers, small_hub
from twin.core.names import Names
from twin.net.network import Network
from twin.net.paths import FIREWALL_US, INTERNET_US, RADIO_US, SWITCH_US, Paths, link_name, on_air
from twin.policies import POLICIES


def _tap(kind: str, src: str, dst: str) -> str:
    names = Names()
    network = Network(small_hub(), POLICIES[kind]().compile(small_hub()), names)
    ends = numbers(network, (src, dst, "https"))
    return names.text(int(network.tap(ends[0], ends[1])[0]))


def _paths(kind: str = "flat") -> Paths:
    return Paths(small_hub(), POLICIES[kind]().compile(small_hub()), Names())


def _latency(kind: str, src: str, dst: str) -> int:
    index = small_hub().index
    return int(_paths(kind).latency_us(np.array([index[src]]), np.array([index[dst]]))[0])


def _links(kind: str, src: str, dst: str) -> list[str]:
    paths, index = _paths(kind), small_hub().index
    way = paths.loaded(np.array([index[src]]), np.array([index[dst]]))[0]
    return [paths.links[link] for link in way if link >= 0]


@pytest.mark.parametrize(
    ("kind", "src", "dst", "place"),
    [
        ("flat", "coffee-1", "ws-01", ""),
        ("vlan", "coffee-1", "ws-01", "core"),
        ("vlan", "camera-01", "coffee-1", ""),
        ("zones", "camera-01", "coffee-1", "core"),
        ("flat", "coffee-1", "dc-01", "core"),
        ("flat", "amr-001", "amr-002", "core"),
        ("zones", "coffee-1", "vendor-cloud", "edge"),
        ("zones", "vendor-cloud", "gateway-1", "edge"),
        ("zero_trust", "camera-01", "camera-02", "inspection"),
        ("zero_trust", "coffee-1", "vendor-cloud", "inspection"),
    ],
)
def test_a_flow_is_seen_where_it_passes(kind: str, src: str, dst: str, place: str) -> None:
    """One switch and one segment hide a flow; radio, another switch, another segment or the internet show it."""
    assert _tap(kind, src, dst) == place


@pytest.mark.parametrize("kind", sorted(POLICIES))
def test_a_flow_is_seen_alike_whoever_opens_it(kind: str) -> None:
    """A tap sees both directions."""
    paths, (src, dst, _) = _paths(kind), every_triple(small_hub())
    assert (paths.tap(src, dst) == paths.tap(dst, src)).all()
    assert (paths.latency_us(src, dst) == paths.latency_us(dst, src)).all()


def test_delay_is_the_sum_of_what_lies_on_the_way() -> None:
    """Switches, a firewall between segments, radio hops, the internet."""
    assert _latency("flat", "coffee-1", "ws-01") == SWITCH_US
    assert _latency("flat", "coffee-1", "dc-01") == 3 * SWITCH_US
    assert _latency("zones", "ws-01", "dc-01") == 3 * SWITCH_US + FIREWALL_US
    assert _latency("flat", "amr-001", "amr-002") == 3 * SWITCH_US + 2 * RADIO_US
    assert _latency("flat", "ws-01", "vendor-cloud") == 3 * SWITCH_US + FIREWALL_US + INTERNET_US


def test_a_flow_loads_the_links_between_its_ends() -> None:
    """Nothing when it stays on its switch; a shared cell once."""
    assert _links("flat", "coffee-1", "ws-01") == []
    assert _links("flat", "coffee-1", "dc-01") == ["uplink:sw-1", "uplink:sw-2", "core"]
    assert _links("flat", "amr-001", "amr-002") == ["cell:wlc", "core"]
    assert _links("flat", "amr-001", "vendor-cloud") == ["cell:wlc", "core", "edge"]
    assert _links("flat", "vendor-cloud", "amr-001") == ["cell:wlc", "core", "edge"]


def test_a_wireless_controller_is_known_by_its_name_or_its_client() -> None:
    """``wlc`` and ``wlc-2`` are controllers; the internet hangs on the edge."""
    by_name = small_hub().by_name
    assert on_air(by_name["amr-001"])
    assert not on_air(by_name["ws-01"])
    assert link_name(by_name["vendor-cloud"]) == "edge"
