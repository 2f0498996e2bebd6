"""NTP: what time it is.

Clocks of controllers and logs depend on it; a client asks every minute or so.

The four fields and the user: verb is the mode, object the reference of the server, value the offset told in
seconds.

Sources: RFC 5905 (modes, fields); Zeek ntp.log.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import ClassVar

from twin.net.protocols.base import Protocol
from twin.net.wire.said import Said

_EPOCH_S = 2_208_988_800
"""1970 in seconds of NTP, which counts from 1900."""
_HEADER = struct.Struct(">BBbbII4s")
_CONTROL_MODE = 6
_STRATA = [str(number) for number in range(1, 16)]
_READ_VARIABLES = 2
_DELAY_US = 250
"""From arrival to answer at the server [judgement]."""


class Ntp(Protocol):
    """NTP: what time it is."""

    port = 123
    transport = "udp"
    fields: ClassVar[Mapping[str, str]] = {"verb": "mode", "object": "ref_id", "status": "stratum", "value": "offset"}
    verbs = ("client", "server", "control")
    fixed = True

    def exchange(self, said: Said) -> tuple[bytes, bytes]:
        """48 bytes each way: a client's request and a server's answer, or variables read."""
        if said.verb == "control":
            return _control(said, b"version,clock,offset", 0), _control(
                said, b"offset=%.6f" % (said.value or 0.0), 0x80
            )
        sent, stratum = said.epoch_us, int(said.status) if said.status in _STRATA else 2
        received = sent + round((said.value or 0.0) * 1_000_000)
        request = _packet(3, 0, b"", (0, 0, 0, sent))
        return request, _packet(4, stratum, b"\xc6\x12\x00\x01", (received, sent, received, received + _DELAY_US))


def _packet(mode: int, stratum: int, reference: bytes, times_us: tuple[int, int, int, int]) -> bytes:
    """Version 4; reference, origin, receive and transmit time as microseconds since 1970, 0 for unknown."""
    head = _HEADER.pack(4 << 3 | mode, stratum, 10, -20, 0, 0, reference)
    return head + b"".join(_time(time_us) for time_us in times_us)


def _time(epoch_us: int) -> bytes:
    if not epoch_us:
        return bytes(8)
    seconds, rest = divmod(epoch_us, 1_000_000)
    return struct.pack(">II", (seconds + _EPOCH_S) & 0xFFFFFFFF, (rest << 32) // 1_000_000)


def _control(said: Said, text: bytes, answer: int) -> bytes:
    """A control message with 36 bytes of variables."""
    words = (said.word, 0, 0, 0, 36)
    return struct.pack(">BBHHHHH", 2 << 3 | _CONTROL_MODE, answer | _READ_VARIABLES, *words) + text.ljust(36)
