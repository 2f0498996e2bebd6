"""Packet capture in the classic format: conversations out of whole packets.

Ends, times, sizes, numbers of packets and states are counted from the packets; queries, requests and writes that stand
in the clear (DNS, HTTP, Modbus, MQTT without TLS) are read. A file that breaks off gives everything before the cut.

Sources: "PCAP Capture File Format", draft-ietf-opsawg-pcap; those of :mod:`twin.lab.importers.parts.conversations`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from twin.lab.importers.base import Importer, Options, Record
from twin.lab.importers.parts.account import Account
from twin.lab.importers.parts.capture import captures, conversations, one_capture
from twin.lab.importers.parts.frames import PCAP_MAGIC, pcap_frames
from twin.lab.importers.parts.lines import head_of


class Pcap(Importer):
    """Packet capture, classic format: a file, plain or gzip, or a folder with one in it."""

    lacks: ClassVar[tuple[str, ...]] = ("action", "rule", "tap")

    @classmethod
    def recognises(cls, path: Path) -> bool:
        """One of the format's four magic numbers."""
        found = captures(path)[:1]
        return any(head_of(file, 4) in PCAP_MAGIC for file in found)

    def records(self, path: Path, options: Options, account: Account) -> Iterator[Record]:
        """Every conversation, when it ends."""
        file = one_capture(path)
        yield from conversations(pcap_frames(file, account), file, options.register, account)
