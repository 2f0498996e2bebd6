"""Conversations carry addresses, and the identities that other tools compute for them."""

from __future__ import annotations

from datetime import UTC, datetime

import communityid
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.core.log import Log
from twin.lab.exporters.parts.conversation import community_id, conversations
from twin.lab.recording import Recording
from twin.net.inventory import Asset

A = Asset("a", "workstation", "office", 4, "10.70.0.10", "02:00:00:00:00:01", "sw")
B = Asset("b", "domain_controller", "identity", 4, "10.100.0.10", "02:00:00:00:00:02", "sw")
BUS = Asset("temp-1", "sensor", "cold_chain", 0, "", "", "gateway-01")


def _recording(**fields: object) -> Recording:
    log = Log()
    row = {"flow": 7, "src": "a", "dst": "b", "service": "smb", "transport": "tcp", "state": "SF", "src_port": 50_000}
    log.one("flow", **{"time": 1_000, "dst_port": 445, **row, **fields})
    log.seal(1 << 62)
    return Recording(log, datetime(2026, 3, 2, tzinfo=UTC), (A, B, BUS))


def test_names_become_assets_and_times_become_dates() -> None:
    """The register and the date are joined in."""
    (seen,) = conversations(_recording())
    assert (seen.src, seen.dst, seen.value, seen.answered, seen.spoken) == (A, B, None, True, False)
    assert seen.epoch_us == 1_772_409_600_001_000


def test_what_has_no_address_is_in_no_conversation() -> None:
    """A sensor on a bus speaks to nobody whom a tap could see; a name that is not registered is nobody."""
    assert not list(conversations(_recording(src="temp-1")))
    assert not list(conversations(_recording(dst="nobody")))


def test_services_can_be_picked() -> None:
    """Only what is asked for."""
    assert not list(conversations(_recording(), frozenset({"dns"})))
    assert len(list(conversations(_recording(), frozenset({"smb"})))) == 1


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))
def test_two_flows_have_two_uids(one: int, other: int) -> None:
    """Base 62 loses nothing, and looks like Zeek's: C and letters and digits."""
    first, second = (next(conversations(_recording(flow=flow))).uid for flow in (one, other))
    assert (first == second) == (one == other)
    assert first[0] == "C"
    assert first.isalnum()


@pytest.mark.parametrize("transport", ["tcp", "udp"])
@given(ports=st.tuples(st.integers(0, 65_535), st.integers(0, 65_535)), last=st.tuples(*[st.integers(1, 254)] * 2))
def test_community_ids_are_those_of_its_makers(transport: str, ports: tuple[int, int], last: tuple[int, int]) -> None:
    """The reference implementation is the judge; both directions give one identity."""
    src, dst = (f"10.0.0.{number}" for number in last)
    make = communityid.FlowTuple.make_tcp if transport == "tcp" else communityid.FlowTuple.make_udp
    expected = communityid.CommunityID().calc(make(src, dst, *ports))
    assert community_id(src, dst, *ports, transport) == expected
    assert community_id(dst, src, ports[1], ports[0], transport) == expected
