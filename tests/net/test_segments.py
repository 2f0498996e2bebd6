"""Packets of a conversation, counted by the rules of TCP and UDP."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.net.segments import (
    MTU_PAYLOAD,
    Opening,
    Openings,
    full_segments,
    packets_of,
    packets_of_one,
    round_trips,
    trips_of_one,
)


@pytest.mark.parametrize(
    ("tcp", "answered", "refused", "out", "into", "packets"),
    [
        (True, True, False, 0, 0, (4, 2)),  # SYN, ACK, FIN, ACK against SYN-ACK, FIN-ACK
        (True, True, False, 100, 100, (6, 4)),
        (True, True, False, 1_400, 1_401, (7, 5)),
        (True, False, True, 0, 0, (1, 1)),  # SYN, RST
        (True, False, False, 0, 0, (1, 0)),  # SYN
        (False, True, False, 60, 120, (1, 1)),
        (False, False, False, 60, 0, (1, 0)),
        (False, True, False, 3_000, 0, (3, 0)),  # syslog: nobody answers
    ],
)
def test_packets_by_hand(
    tcp: bool, answered: bool, refused: bool, out: int, into: int, packets: tuple[int, int]
) -> None:
    """Each form of conversation, written out."""
    flags = [np.array([fact]) for fact in (tcp, answered, refused)]
    found = packets_of(flags[0], flags[1], flags[2], np.array([out]), np.array([into]))
    assert (int(found.out[0]), int(found.into[0])) == packets


@given(st.integers(0, 10**9))
def test_segments_hold_the_payload_and_none_is_empty(size: int) -> None:
    """As few segments as do."""
    count = int(full_segments(np.array([size]))[0])
    assert (count - 1) * MTU_PAYLOAD < size or count == 0
    assert count * MTU_PAYLOAD >= size


def test_tcp_takes_three_round_trips_and_udp_one() -> None:
    """Opening, exchange, closing; question and answer."""
    assert round_trips(np.array([True, False])).tolist() == [3, 1]


def test_an_opening_takes_a_segment_each_way_and_a_round_trip_a_turn() -> None:
    """Two turns of 100 bytes out and 50 in altogether, then one byte more than a segment there and nothing back."""
    yes, opening = np.array([True]), Openings(np.array([2]), np.array([100]), np.array([50]))
    found = packets_of(yes, yes, ~yes, np.array([1_501]), np.array([50]), opening)
    data_out, data_in = 2 + 2, 2
    assert (int(found.out[0]), int(found.into[0])) == (4 + data_out + data_in, 2 + data_out + data_in)
    assert round_trips(yes, opening.turns).tolist() == [5]
    nothing = packets_of(yes, ~yes, ~yes, np.array([0]), np.array([0]), opening)
    assert (int(nothing.out[0]), int(nothing.into[0])) == (1, 0)


@given(
    st.booleans(), st.sampled_from([(True, False), (False, True), (False, False)]), st.integers(0, 9_000),
    st.integers(0, 9_000), st.integers(0, 3),
)  # fmt: skip
def test_one_conversation_counts_as_it_would_among_many(
    tcp: bool, fate: tuple[bool, bool], out: int, into: int, turns: int
) -> None:
    """The scalar form is the vectorised one; only what is answered over TCP has an opening."""
    answered, refused = fate
    turns *= tcp
    opening = Opening(turns, 90 * turns, 50 * turns)
    sizes = out + opening.bytes_out, into + opening.bytes_in
    flags = [np.array([fact]) for fact in (tcp, answered, refused)]
    arrays = [np.array([size]) for size in sizes]
    openings = Openings(*(np.array([part]) for part in opening))
    many = packets_of(flags[0], flags[1], flags[2], arrays[0], arrays[1], openings)
    one = packets_of_one(*sizes, opening, tcp=tcp, answered=answered, refused=refused)
    assert one == (int(many.out[0]), int(many.into[0]))
    assert trips_of_one(tcp=tcp, turns=turns) == int(round_trips(np.array([tcp]), turns)[0])
