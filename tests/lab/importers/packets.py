"""Packets written by hand for the tests of captures, and captures to put them in."""

from __future__ import annotations

import socket
import struct

FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16
CLIENT, SERVER = ("10.0.0.1", 50_000), ("10.0.0.2", 80)
End = tuple[str, int]


def ip(source: str, target: str, protocol: int, payload: bytes) -> bytes:
    """An IPv4 packet without options; nobody here checks its checksum."""
    head = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(payload), 0, 0, 64, protocol, 0)
    return head + socket.inet_aton(source) + socket.inet_aton(target) + payload


def tcp(source: End, target: End, flags: int, sequence: int = 0, payload: bytes = b"") -> bytes:
    """A TCP segment over IPv4."""
    head = struct.pack(">HHIIBBHHH", source[1], target[1], sequence % (1 << 32), 0, 0x50, flags, 0, 0, 0)
    return ip(source[0], target[0], 6, head + payload)


def udp(source: End, target: End, payload: bytes = b"") -> bytes:
    """A UDP datagram over IPv4."""
    head = struct.pack(">HHHH", source[1], target[1], 8 + len(payload), 0)
    return ip(source[0], target[0], 17, head + payload)


def ethernet(packet: bytes, kind: int = 0x0800) -> bytes:
    """*packet* in an Ethernet frame."""
    return bytes(12) + struct.pack(">H", kind) + packet


def pcap(*frames: tuple[float, bytes], link: int = 101, order: str = "<", nano: bool = False) -> bytes:
    """A classic capture of *frames*: seconds and bytes."""
    magic, parts = (0xA1B23C4D, 10**9) if nano else (0xA1B2C3D4, 10**6)
    out = struct.pack(order + "IHHiIII", magic, 2, 4, 0, 0, 65_535, link)
    for seconds, raw in frames:
        whole, part = divmod(round(seconds * parts), parts)
        out += struct.pack(order + "IIII", whole, part, len(raw), len(raw)) + raw
    return out


def block(kind: int, body: bytes, order: str = "<") -> bytes:
    """A block of the next-generation format."""
    body += bytes(-len(body) % 4)
    size = struct.pack(order + "I", len(body) + 12)
    return struct.pack(order + "I", kind) + size + body + size


def section(order: str = "<") -> bytes:
    """A section header."""
    return block(0x0A0D0D0A, struct.pack(order + "IHHq", 0x1A2B3C4D, 1, 0, -1), order)


def interface(link: int = 101, name: str = "", resolution: int | None = None, order: str = "<") -> bytes:
    """An interface's description."""
    body = struct.pack(order + "HHI", link, 0, 65_535)
    if name:
        raw = name.encode()
        body += struct.pack(order + "HH", 2, len(raw)) + raw + bytes(-len(raw) % 4)
    if resolution is not None:
        body += struct.pack(order + "HHB3x", 9, 1, resolution)
    return block(1, body + bytes(4), order)


def enhanced(at: int, raw: bytes, number: int = 0, order: str = "<") -> bytes:
    """A packet of interface *number* at *at*, in its units."""
    high, low = divmod(at, 1 << 32)
    return block(6, struct.pack(order + "IIIII", number, high, low, len(raw), len(raw)) + raw, order)


def handshake(client: End = CLIENT, server: End = SERVER) -> list[bytes]:
    """SYN, SYN-ACK, ACK."""
    return [tcp(client, server, SYN, 99), tcp(server, client, SYN | ACK, 199), tcp(client, server, ACK, 100)]
