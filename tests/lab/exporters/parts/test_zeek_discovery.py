"""Zeek's lines for finding out who is there."""

from __future__ import annotations

from dataclasses import replace

from tests.lab.exporters.recordings import recording
from twin.lab.exporters.parts.conversation import Conversation, conversations
from twin.lab.exporters.parts.zeek_columns import Value
from twin.lab.exporters.parts.zeek_discovery import DHCP, KNOWN_DEVICES, device_row, devices_in


def _lease(verb: str = "REQUEST", status: str = "ok") -> Conversation:
    c = next(conversations(recording()))
    src = replace(c.src, vendor="lenscape")
    return replace(c, src=src, service="dhcp", verb=verb, object="", status=status)


def _line(c: Conversation) -> dict[str, Value]:
    return {field.name: field.fill(c) for field in DHCP}


def test_a_lease_tells_name_address_and_fingerprint() -> None:
    """The options that a client asks for, in its order, and its vendor class."""
    line = _line(_lease())
    assert (line["host_name"], line["assigned_addr"], line["msg_types"]) == (
        "camera-01",
        "10.50.0.10",
        ["REQUEST", "ACK"],
    )
    assert (line["client_software"], line["lease_time"]) == ("lenscape-ipc", 7_200_000_000)
    assert line["param_list"] == ["1", "3", "6", "12", "15", "17", "28", "42"]


def test_what_was_refused_or_given_back_is_no_lease() -> None:
    """NAK, and a release that nobody answers."""
    assert _line(_lease(status="denied"))["assigned_addr"] is None
    assert _line(_lease(status="denied"))["msg_types"] == ["REQUEST", "NAK"]
    assert _line(_lease(verb="RELEASE"))["msg_types"] == ["RELEASE"]


def test_only_who_was_near_is_a_device() -> None:
    """Behind a router there is the router's hardware address; at the edge nobody's."""
    c = _lease()
    assert devices_in(c) == [c.src]
    assert devices_in(replace(c, dst=replace(c.dst, address="10.50.0.99"))) != [c.src]
    assert devices_in(replace(c, tap="edge")) == []
    row = dict(zip((column.name for column in KNOWN_DEVICES), device_row(c.src, c, "camera-01"), strict=True))
    assert (row["mac"], row["dhcp_host_name"], row["vendor"]) == (c.src.mac, "camera-01", "lenscape")
