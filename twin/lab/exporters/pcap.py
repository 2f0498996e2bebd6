"""Packet capture in the classic format: what a tap would have recorded, for Wireshark, Zeek, Suricata and the like.

Every conversation comes as whole packets: handshakes, sequence numbers, checksums, payloads of its protocol. They agree
with the rows of the log in addresses, ports, times, sizes, numbers of packets and what was said. Encrypted sessions are
ciphertext without keys, also where an inspection point could look inside; what it read is in the other formats, and
in ``pcapng`` as a comment. Which conversations an attack made stands in ``truth/labels.csv``, by Community ID.

Sources: "PCAP Capture File Format", IETF draft-ietf-opsawg-pcap (header, microseconds, link type 1).
"""

from __future__ import annotations

import struct
from pathlib import Path

from twin.lab.exporters.base import Exporter
from twin.lab.exporters.parts.capture import ETHERNET, LONGEST_FRAME, captured
from twin.lab.exporters.parts.labels import write_labels
from twin.lab.exporters.parts.left_out import left_out
from twin.lab.recording import Recording

_MAGIC_MICROSECONDS = 0xA1B2C3D4
_RECORD = struct.Struct("<IIII")
_SECOND_US = 1_000_000


class Pcap(Exporter):
    """Packet capture, classic format: ``observed/capture.pcap``."""

    def write(self, recording: Recording, folder: Path) -> list[Path]:
        """Write every packet that a tap saw."""
        path = folder / "observed" / "capture.pcap"
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        with part.open("wb") as file:
            file.write(struct.pack("<IHHiIII", _MAGIC_MICROSECONDS, 2, 4, 0, 0, LONGEST_FRAME, ETHERNET))
            for packet in captured(recording):
                size = len(packet.frame)
                file.write(_RECORD.pack(*divmod(packet.epoch_us, _SECOND_US), size, size) + packet.frame)
        return [part.replace(path), write_labels(recording, folder)]

    def left_out(self, recording: Recording) -> dict[str, int]:
        """Serial buses, and what is shortened of floods."""
        return left_out(recording)
