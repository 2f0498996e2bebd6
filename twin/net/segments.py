"""Segments: how many packets a conversation takes, and how long, by the rules of its transport.

TCP, one request and one answer::

    opener                 service        round trip
    SYN               ->                  1
                      <-   SYN, ACK
    ACK
    data segments     ->                  2
                      <-   one ACK a segment
                      <-   data segments
    one ACK a segment ->
    FIN, ACK          ->                  3
                      <-   FIN, ACK
    ACK               ->

Some protocols greet before they speak: hellos of TLS, a log-in. Each such turn is a segment there and a segment back,
waits for its answer, and so takes a round trip of its own before the request. A refused connection is a SYN and a RST,
an unanswered one a SYN alone. UDP sends its datagrams and gets datagrams back, in one round trip. Data goes in segments
of at most :data:`MTU_PAYLOAD` bytes. Retransmissions and delayed acknowledgements are left out: the same rules make the
packets of a capture, so that rows and packets agree.

Sources: RFC 9293 (TCP: opening, acknowledging, closing); RFC 768 (UDP); the segment size is a judgement below the 1,460
bytes of Ethernet, which leaves room for tunnels.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from twin.core.chance import Ints
from twin.net.channels import Mask

MTU_PAYLOAD = 1_400
"""Payload bytes of a full segment or datagram."""
OPENER_OVERHEAD = 4
"""Packets of a finished TCP conversation's opener that carry nothing: SYN, ACK, FIN, last ACK."""
SERVICE_OVERHEAD = 2
"""The same of the service: SYN with ACK, FIN with ACK."""
TCP_ROUND_TRIPS = 3


class Packets(NamedTuple):
    """Packets from the opener and to the opener, both shape (n,)."""

    out: Ints
    into: Ints


class Openings(NamedTuple):
    """Turns before the request, and their payload bytes out and in altogether; all of one shape."""

    turns: Ints
    bytes_out: Ints
    bytes_in: Ints


class Opening(NamedTuple):
    """The same of one conversation."""

    turns: int = 0
    bytes_out: int = 0
    bytes_in: int = 0


def full_segments(size: Ints) -> Ints:
    """Segments that *size* bytes of payload take, any shape."""
    count: Ints = (size + (MTU_PAYLOAD - 1)) // MTU_PAYLOAD
    return count


def round_trips(tcp: Mask, turns: Ints | int = 0) -> Ints:
    """Round trips from the first to the last packet of a conversation that is answered in full, shape (n,)."""
    trips: Ints = 1 + (TCP_ROUND_TRIPS - 1 + turns) * tcp.astype(np.int64)
    return trips


def packets_of(
    tcp: Mask, answered: Mask, refused: Mask, bytes_out: Ints, bytes_in: Ints, opening: Openings | None = None
) -> Packets:
    """Packets of conversations that were answered in full, refused, or neither (all shape (n,))."""
    turns: Ints | int = 0
    if opening is not None:
        turns = opening.turns * answered
        bytes_out, bytes_in = bytes_out - opening.bytes_out * answered, bytes_in - opening.bytes_in * answered
    data_out, data_in = turns + full_segments(bytes_out), turns + full_segments(bytes_in)
    at_least_one = data_out + (data_out == 0)
    tcp_out = 1 + answered * (OPENER_OVERHEAD - 1 + data_out + data_in)
    tcp_in = answered * (SERVICE_OVERHEAD + data_in + data_out) + refused
    out: Ints = tcp * tcp_out + ~tcp * at_least_one
    into: Ints = tcp * tcp_in + ~tcp * answered * data_in
    return Packets(out, into)


def trips_of_one(*, tcp: bool, turns: int = 0) -> int:
    """:func:`round_trips` of one conversation."""
    return TCP_ROUND_TRIPS + turns if tcp else 1


def packets_of_one(
    bytes_out: int, bytes_in: int, opening: Opening, *, tcp: bool, answered: bool, refused: bool
) -> tuple[int, int]:
    """:func:`packets_of` of one conversation, for messages that are sent one by one."""
    if answered:
        bytes_out, bytes_in = bytes_out - opening.bytes_out, bytes_in - opening.bytes_in
    turns = opening.turns * answered
    data_out, data_in = turns - (-bytes_out // MTU_PAYLOAD), turns - (-bytes_in // MTU_PAYLOAD)
    if not tcp:
        return data_out or 1, data_in * answered
    if not answered:
        return 1, int(refused)
    return OPENER_OVERHEAD + data_out + data_in, SERVICE_OVERHEAD + data_in + data_out
