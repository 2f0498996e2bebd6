"""RTSP: a camera's stream, started and stopped.

The recorder opens one session for each camera and the pictures follow; they are the hub's largest steady load.

The four fields and the user: verb is the method, object the stream, status the status code (``ok`` is 200), value
the stream's rate in bit/s, user the account.

Sources: RFC 2326 and RFC 7826 (RTSP: methods, RECORD in the former only; status codes). Zeek has no log of it;
the names are the standard's.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import ClassVar

from twin.net.protocols.base import Protocol
from twin.net.segments import MTU_PAYLOAD
from twin.net.wire.filler import pieces
from twin.net.wire.hypertext import REASONS, basic, code_of, filled_header, path_of
from twin.net.wire.said import Said

_SETUP_OUT, _SETUP_IN = 400, 240
_LEAST_FRAME = 17
"""Interleaved header, RTP header and one byte."""
_PAYLOAD_TYPE = 96
_SESSION_BYTES = 4
_MOST_PATH = 128


class Rtsp(Protocol):
    """RTSP: a camera's stream, started and stopped."""

    port = 554
    transport = "tcp"
    fields: ClassVar[Mapping[str, str]] = {
        "verb": "method",
        "object": "uri",
        "status": "status_code",
        "value": "bandwidth",
        "user": "username",
    }
    verbs = ("OPTIONS", "DESCRIBE", "SETUP", "PLAY", "RECORD", "TEARDOWN")
    opening = ((_SETUP_OUT, _SETUP_IN),)

    def exchange(self, said: Said) -> tuple[bytes, bytes]:
        """SETUP in a turn of its own, then the method; RECORD and PLAY are followed by the pictures."""
        method = said.verb if said.verb in self.verbs else "OPTIONS"
        uri, code = f"rtsp://{said.dst}/{path_of(said.object)[:_MOST_PATH]}", code_of(said.status)
        session = f"Session: {said.noise('session', _SESSION_BYTES).hex()}\r\n"
        mode = "record" if method == "RECORD" else "play"
        way = f"Transport: RTP/AVP/TCP;unicast;interleaved=0-1;mode={mode}\r\n"
        ready = f"RTSP/1.0 200 OK\r\nCSeq: 1\r\n{way}{session}"
        setup = filled_header(f"SETUP {uri} RTSP/1.0\r\nCSeq: 1\r\n{way}", "User-Agent", said, "setup", _SETUP_OUT)
        set_up = filled_header(ready, "Server", said, "set up", _SETUP_IN)
        ask = f"{method} {uri} RTSP/1.0\r\nCSeq: 2\r\n{session}{basic(said.user)}"
        told = f"RTSP/1.0 {code} {REASONS.get(code, 'Other')}\r\nCSeq: 2\r\n{session}"
        request = _message(ask, said, "request", said.bytes_out - len(setup), streams=method == "RECORD")
        answer = _message(told, said, "answer", said.bytes_in - len(set_up), streams=method == "PLAY")
        return setup + request, set_up + answer


def _message(head: str, said: Said, side: str, size: int, *, streams: bool) -> bytes:
    """*head* with its filler; where it streams, with interleaved frames that fill segment after segment."""
    field = "User-Agent" if side == "request" else "Server"
    least = filled_header(head, field, said, side, 0)
    if not streams or size - len(least) < _LEAST_FRAME:
        return filled_header(head, field, said, side, size)
    left, at = size - len(least), 0
    pictures, found = said.noise(side, left), [least]
    for number, piece in enumerate(pieces(left, MTU_PAYLOAD - len(least), MTU_PAYLOAD, _LEAST_FRAME)):
        source = said.flow & 0xFFFFFFFF
        frame = struct.pack(">BBHBBHII", 0x24, 0, piece - 4, 0x80, _PAYLOAD_TYPE, number & 0xFFFF, 0, source)
        found.append(frame + pictures[at : at + piece - len(frame)])
        at += piece
    return b"".join(found)
