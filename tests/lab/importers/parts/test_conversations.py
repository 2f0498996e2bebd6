"""Packets become conversations by the rules of TCP and of time."""

from __future__ import annotations

from tests.lab.importers.packets import ACK, CLIENT, FIN, PSH, RST, SERVER, SYN, End, handshake, tcp, udp
from twin.lab.importers.parts.account import Account
from twin.lab.importers.parts.conversations import Conversations
from twin.lab.importers.parts.dissect import segment
from twin.lab.importers.parts.records import CONVERSATION, FlowRecord
from twin.lab.importers.parts.services import Services

SECOND = 1_000_000


def _taken(*packets: tuple[float, bytes], most: int = 100) -> tuple[list[FlowRecord], Account]:
    account = Account()
    under_way = Conversations(Services(()), account, most)
    found: list[FlowRecord] = []
    for number, (seconds, raw) in enumerate(packets, 1):
        found += under_way.take(number, round(seconds * SECOND), "", segment(101, raw))
    found += under_way.finish()
    return [record for record in found if record.part == CONVERSATION], account


def _said(source: End, target: End, sequence: int, text: bytes) -> bytes:
    return tcp(source, target, PSH | ACK, sequence, text)


def _timed(*packets: bytes) -> list[tuple[float, bytes]]:
    return [(1 + n / 1000, raw) for n, raw in enumerate(packets)]


def test_what_was_sent_twice_counts_once() -> None:
    """By sequence number, also across its end at 2^32; packets count as often as they were seen."""
    start = (1 << 32) - 3
    opening = tcp(CLIENT, SERVER, SYN, start - 1), tcp(SERVER, CLIENT, SYN | ACK, 199)
    twice = [_said(CLIENT, SERVER, start, b"hello"), _said(CLIENT, SERVER, start, b"hello")]
    longer = _said(CLIENT, SERVER, start, b"hello you")
    [flow] = _taken(*_timed(*opening, *twice, longer))[0]
    assert (flow.bytes_out, flow.packets_out, flow.state) == (9, 4, "SF")


def test_what_is_late_and_empty_moves_nothing_back() -> None:
    """An old acknowledgement, an old SYN and the finish, each before what was said is sent again."""
    text = _said(CLIENT, SERVER, 100, b"hello")
    for late in (tcp(CLIENT, SERVER, ACK, 100), tcp(CLIENT, SERVER, SYN, 99), tcp(CLIENT, SERVER, FIN | ACK, 100)):
        [flow] = _taken(*_timed(*handshake(), text, late, text))[0]
        assert (flow.bytes_out, flow.packets_out) == (5, 5)


def test_what_comes_with_the_syn_counts() -> None:
    """The first byte stands behind the SYN's own number."""
    fast = tcp(CLIENT, SERVER, SYN, 99, b"hello")
    [flow] = _taken(*_timed(fast, fast, _said(CLIENT, SERVER, 105, b" you")))[0]
    assert flow.bytes_out == 9


def test_states_come_from_flags() -> None:
    """No answer, refused, dropped by the opener, finished."""
    syn, back = tcp(CLIENT, SERVER, SYN, 99), tcp(SERVER, CLIENT, SYN | ACK, 199)
    ends = {
        "S0": [syn, syn], "REJ": [syn, tcp(SERVER, CLIENT, RST | ACK)],
        "RSTO": [syn, back, tcp(CLIENT, SERVER, RST, 100)],
        "SF": [*handshake(), tcp(CLIENT, SERVER, FIN | ACK, 100), tcp(SERVER, CLIENT, FIN | ACK, 200)],
    }  # fmt: skip
    for state, packets in ends.items():
        assert [flow.state for flow in _taken(*_timed(*packets))[0]] == [state]


def test_a_new_syn_after_the_end_is_a_new_conversation() -> None:
    """On the same ports; each has an identity of its own."""
    packets = [*handshake(), tcp(CLIENT, SERVER, RST, 100)]
    found = _taken(*_timed(*packets, *packets))[0]
    assert len(found) == len({flow.flow for flow in found}) == 2


def test_silence_ends_a_conversation() -> None:
    """A minute of UDP, five of TCP."""
    assert len(_taken((0, udp(CLIENT, SERVER)), (59, udp(SERVER, CLIENT)), (120, udp(CLIENT, SERVER)))[0]) == 2
    assert len(_taken((0, handshake()[0]), (120, handshake()[1]))[0]) == 1
    assert len(_taken((0, handshake()[0]), (301, handshake()[1]))[0]) == 2


def test_a_conversation_without_its_beginning_is_opened_towards_the_service() -> None:
    """The first packet that was seen is the server's."""
    [flow], account = _taken((0, _said(SERVER, CLIENT, 5, b"x")), (1, _said(CLIENT, SERVER, 5, b"yy")))
    assert (flow.src, flow.dst_port, flow.bytes_in, flow.bytes_out, flow.state) == (CLIENT[0], 80, 1, 2, "SF")
    assert account.notes == {
        "conversations that were under way when the capture began": 1,
        "payloads of http that begin no message, so that what they say was not read": 2,
    }


def test_no_more_is_under_way_than_memory_should_hold() -> None:
    """The longest silent is let go and counted."""
    found, account = _taken(*[(0, udp((f"10.0.1.{n}", 5), SERVER)) for n in range(20)], most=5)
    assert len(found) == 20
    assert sum(account.notes.values()) == 15


def test_times_that_run_backwards_are_no_negative_duration() -> None:
    """Interfaces of one capture are not always in order."""
    [flow] = _taken((10, udp(CLIENT, SERVER)), (9, udp(SERVER, CLIENT)))[0]
    assert (flow.time, flow.duration_us) == (9 * SECOND, SECOND)
