"""Packet capture in the next-generation format: an interface for each tap, and comments.

The packets are those of ``pcap``. Each tap is an interface with its name, so that a reader can tell who saw what. The
first packet of an encrypted session that an inspection point looked into has a comment with what was read there.

Sources: "PCAP Next Generation (pcapng) Capture File Format", IETF draft-ietf-opsawg-pcapng (section header, interface
description and enhanced packet blocks; options if_name and opt_comment; microseconds are the default resolution).
"""

from __future__ import annotations

import struct
from pathlib import Path

from twin.lab.exporters.base import Exporter
from twin.lab.exporters.parts.capture import ETHERNET, LONGEST_FRAME, captured
from twin.lab.exporters.parts.labels import write_labels
from twin.lab.exporters.parts.left_out import left_out
from twin.lab.recording import Recording

_SECTION, _INTERFACE, _PACKET = 0x0A0D0D0A, 1, 6
_BYTE_ORDER = 0x1A2B3C4D
_COMMENT, _INTERFACE_NAME = 1, 2
_END = bytes(4)
_UNKNOWN_LENGTH = -1
_HEAD = struct.Struct("<IIIII")


class Pcapng(Exporter):
    """Packet capture, next generation: ``observed/capture.pcapng``."""

    def write(self, recording: Recording, folder: Path) -> list[Path]:
        """Write every packet that a tap saw, each tap as an interface."""
        path = folder / "observed" / "capture.pcapng"
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        interfaces: dict[str, int] = {}
        with part.open("wb") as file:
            file.write(_block(_SECTION, struct.pack("<IHHq", _BYTE_ORDER, 1, 0, _UNKNOWN_LENGTH)))
            for packet in captured(recording):
                if packet.tap not in interfaces:
                    interfaces[packet.tap] = len(interfaces)
                    name = _option(_INTERFACE_NAME, packet.tap) + _END
                    file.write(_block(_INTERFACE, struct.pack("<HHI", ETHERNET, 0, LONGEST_FRAME) + name))
                file.write(_packet(interfaces[packet.tap], packet.epoch_us, packet.comment, packet.frame))
        return [part.replace(path), write_labels(recording, folder)]

    def left_out(self, recording: Recording) -> dict[str, int]:
        """Serial buses, and what is shortened of floods."""
        return left_out(recording)


def _packet(interface: int, epoch_us: int, comment: str, frame: bytes) -> bytes:
    high, low = divmod(epoch_us, 1 << 32)
    options = _option(_COMMENT, comment) + _END if comment else b""
    size = len(frame)
    return _block(_PACKET, _HEAD.pack(interface, high, low, size, size) + frame + bytes(-size % 4) + options)


def _option(code: int, text: str) -> bytes:
    value = text.encode("utf-8")
    return struct.pack("<HH", code, len(value)) + value + bytes(-len(value) % 4)


def _block(kind: int, body: bytes) -> bytes:
    size = (len(body) + 12).to_bytes(4, "little")
    return kind.to_bytes(4, "little") + size + body + size
