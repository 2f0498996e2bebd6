"""The packets of a conversation: order, numbers, times."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.net.protocols.https import Https
from twin.net.protocols.ntp import Ntp
from twin.net.protocols.other import Other
from twin.net.protocols.snmp import Snmp
from twin.net.wire.frames import ACK, FIN, PSH, RST, SYN
from twin.net.wire.packets import Ends, Timed, packets, segments, turns_of
from twin.net.wire.said import Said

ENDS = Ends(("02:00:00:00:00:01", "02:00:00:00:00:02"), ("10.1.2.3", "10.200.0.7"), (50_000, 443))
FLOW = 0xFEDCBA9876543210


def _out(frame: bytes) -> bool:
    return frame[34:36] == (50_000).to_bytes(2, "big")


def _numbers(frame: bytes) -> tuple[int, int, int, int]:
    """Sequence and acknowledgement number, flags, bytes carried."""
    words = int.from_bytes(frame[38:42], "big"), int.from_bytes(frame[42:46], "big")
    return *words, frame[47], len(frame) - 34 - (frame[46] >> 4) * 4


def _sent(state: str, out: int, into: int) -> list[Timed]:
    return packets(ENDS, "tcp", state, 4_000, Other(), Said(flow=FLOW, bytes_out=out, bytes_in=into))


@given(st.integers(0, 5_000), st.integers(0, 5_000))
def test_sequence_numbers_count_every_byte_and_everything_is_acknowledged(out: int, into: int) -> None:
    """Each packet begins where the one before it ended; the last of each side acknowledges all of the other's."""
    expected = {True: FLOW & 0xFFFFFFFF, False: FLOW >> 32}
    for _, frame in _sent("SF", out, into):
        seq, ack, flags, size = _numbers(frame)
        assert seq == expected[_out(frame)]
        assert flags & SYN or ack <= expected[not _out(frame)]
        expected[_out(frame)] += size + (flags & (SYN | FIN) != 0)
    assert expected == {True: (FLOW & 0xFFFFFFFF) + out + 2, False: (FLOW >> 32) + into + 2}


@given(st.integers(0, 5_000), st.integers(0, 5_000), st.integers(0, 10_000))
def test_times_begin_at_nought_never_go_back_and_end_with_the_duration(out: int, into: int, duration_us: int) -> None:
    """For any sizes."""
    said = Said(flow=FLOW, bytes_out=out, bytes_in=into)
    times = [at_us for at_us, _ in packets(ENDS, "tcp", "SF", duration_us, Other(), said)]
    assert times == sorted(times)
    assert (times[0], times[-1]) == (0, duration_us)


@pytest.mark.parametrize(
    ("state", "flags"), [("S0", [SYN]), ("REJ", [SYN, RST | ACK]), ("RSTO", [SYN, SYN | ACK, RST])]
)
def test_what_comes_to_nothing_carries_nothing(state: str, flags: list[int]) -> None:
    """SYN; SYN and RST; SYN, answer, RST."""
    assert [_numbers(frame)[2:] for _, frame in _sent(state, 0, 0)] == [(flag, 0) for flag in flags]


def test_a_turn_waits_for_its_answer_and_the_last_segment_is_pushed() -> None:
    """TLS: hello, hello, then data; each within a round trip of its own."""
    least = Https().sizes()
    said = Said("a", "b", bytes_out=least.least_out, bytes_in=least.least_in, flow=FLOW)
    sent = packets(ENDS, "tcp", "SF", 4_000, Https(), said)
    data = [(at_us, _out(frame), _numbers(frame)[2]) for at_us, frame in sent if _numbers(frame)[3]]
    assert [(at_us, out) for at_us, out, _ in data] == [(1_000, True), (2_000, False), (2_000, True), (3_000, False)]
    assert {flags for _, _, flags in data} == {ACK | PSH}


def test_segments_are_full_but_for_the_last() -> None:
    """And nothing is nothing."""
    assert [len(part) for part in segments(bytes(2_900))] == [1_400, 1_400, 100]
    assert segments(b"") == []


def test_sizes_too_small_for_what_was_said_are_kept_with_bytes_that_say_nothing() -> None:
    """The row is right about how many; nobody can say which."""
    (request, answer), rest = turns_of(Https(), Said(bytes_out=450, bytes_in=230))
    assert (len(request) + len(rest[0]), len(answer) + len(rest[1])) == (450, 230)


def test_large_sizes_over_udp_are_several_exchanges() -> None:
    """Each datagram is whole, with an identifier of its own."""
    said = Said(verb="get", user="public", bytes_out=3_000, bytes_in=1_500, flow=FLOW)
    sent = [frame for _, frame in packets(ENDS, "udp", "SF", 900, Snmp(), said)]
    out, into = ([len(frame) - 42 for frame in sent if _out(frame) == way] for way in (True, False))
    assert (out, into) == ([1_000] * 3, [750] * 2)
    assert all(frame[42] == 0x30 for frame in sent)


def test_a_datagram_of_no_bytes_is_sent_where_the_row_counts_one() -> None:
    """A refusal that the enforcement point wrote down."""
    ((at_us, frame),) = packets(ENDS, "udp", "S0", 0, Ntp(), Said())
    assert (at_us, len(frame)) == (0, 42)
