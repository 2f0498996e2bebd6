"""Conversations: flows of the observed book with addresses and dates, as network monitors write them down.

A flow names assets; a monitor knows addresses, and gives each conversation an identity of its own: Zeek a ``uid``, and
many tools the Community ID, which is computed from addresses and ports alone so that records of different tools about
one conversation can be joined.

An asset without an address (on a serial bus) takes part in no conversation that a tap could see.

Sources: Community ID Flow Hashing specification, version 1 (Corelight); Zeek manual (uid, conn_state, history).
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from ipaddress import ip_address
from math import isnan

from twin.core.units import Us
from twin.lab.recording import Recording
from twin.net.inventory import Asset

PROTOCOL_NUMBER = {"tcp": 6, "udp": 17, "arp": -1}
"""IANA protocol numbers; ARP has none, because it is not carried in IP."""
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_UID_DIGITS = 11


@dataclass(frozen=True)
class Conversation:
    """One exchange that a tap saw; ``epoch_us`` counts microseconds since 1970, sizes are payload bytes.

    ``verb``, ``object``, ``status``, ``user`` and ``value`` (None: no number) are the application record as far as the
    tap could read it; empty inside TLS without an inspection point.
    """

    time_us: Us
    epoch_us: int
    flow: int
    tap: str
    src: Asset
    dst: Asset
    src_port: int
    dst_port: int
    service: str
    transport: str
    action: str
    rule: str
    state: str
    duration_us: Us
    bytes_out: int
    bytes_in: int
    packets_out: int
    packets_in: int
    verb: str
    object: str
    status: str
    user: str
    value: float | None

    @cached_property
    def uid(self) -> str:
        """Identity as Zeek writes it: ``C`` and base 62 of the flow's identity."""
        number, digits = self.flow, ""
        for _ in range(_UID_DIGITS):
            number, digit = divmod(number, len(_DIGITS))
            digits = _DIGITS[digit] + digits
        return f"C{digits}"

    @cached_property
    def community_id(self) -> str:
        """Community ID, version 1, seed 0; none without ports."""
        if not self.over_ip:
            return ""
        return community_id(self.src.address, self.dst.address, self.src_port, self.dst_port, self.transport)

    @property
    def over_ip(self) -> bool:
        """Whether it is a conversation of IP hosts; ARP is not."""
        return PROTOCOL_NUMBER[self.transport] >= 0

    @property
    def answered(self) -> bool:
        """Whether anything came back that was no refusal."""
        return self.state == "SF"

    @property
    def spoken(self) -> bool:
        """Whether the tap could read an application record."""
        return bool(self.verb)


def conversations(recording: Recording, services: frozenset[str] | None = None) -> Iterator[Conversation]:
    """Every conversation of *recording* in order of time, or those over *services* only."""
    offset_us, assets = recording.epoch_us(0), recording.by_name
    for row in recording.rows("flow"):
        src, dst = assets.get(row["src"]), assets.get(row["dst"])
        if src is None or dst is None or not src.address or not dst.address:
            continue
        if services is None or row["service"] in services:
            value = row.pop("value")
            known = None if isnan(value) else value
            time_us = row.pop("time")
            row |= {"src": src, "dst": dst, "value": known}
            yield Conversation(time_us=time_us, epoch_us=offset_us + time_us, **row)


def community_id(src: str, dst: str, src_port: int, dst_port: int, transport: str) -> str:
    """Community ID of a TCP or UDP conversation, the same from both ends."""
    ends = sorted([(ip_address(src).packed, src_port), (ip_address(dst).packed, dst_port)])
    (one, one_port), (other, other_port) = ends
    head = b"\x00\x00" + one + other + bytes([PROTOCOL_NUMBER[transport], 0])
    ports = one_port.to_bytes(2, "big") + other_port.to_bytes(2, "big")
    return "1:" + b64encode(hashlib.sha1(head + ports, usedforsecurity=False).digest()).decode()
