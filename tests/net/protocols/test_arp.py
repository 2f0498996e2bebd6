"""Laws of the protocol: ARP: whose hardware address answers for an IP address."""

from __future__ import annotations

from twin.net.protocols.arp import Arp
from twin.net.wire.said import Said, WireEnds

ENDS = WireEnds(("10.50.0.10", "10.50.0.11"), ("02:00:00:00:00:01", "02:00:00:00:00:02"))
CLAIMED = "02:00:00:00:00:99"


def _parts(packet: bytes) -> tuple[int, str, str, str, str]:
    """Operation, then hardware and IP address of sender and target."""
    texts = [packet[8:14].hex(":"), ".".join(map(str, packet[14:18])), packet[18:24].hex(":")]
    return packet[7], texts[0], texts[1], texts[2], ".".join(map(str, packet[24:28]))


def test_a_question_names_the_asker_and_its_answer_the_asked() -> None:
    """RFC 826: 28 bytes; the target's hardware address is what is not known."""
    question, answer = Arp().exchange(Said(verb="request", object="10.50.0.11", ends=ENDS))
    assert _parts(question) == (1, "02:00:00:00:00:01", "10.50.0.10", "00:00:00:00:00:00", "10.50.0.11")
    assert _parts(answer) == (2, "02:00:00:00:00:02", "10.50.0.11", "02:00:00:00:00:01", "10.50.0.10")


def test_an_answer_that_nobody_asked_for_can_claim_anything() -> None:
    """Another's address at a hardware address of one's own choice, to one victim; nothing comes back."""
    said = Said(verb="reply", object="10.50.0.1", user=CLAIMED, ends=ENDS)
    claim, answer = Arp().exchange(said)
    assert _parts(claim) == (2, CLAIMED, "10.50.0.1", "02:00:00:00:00:02", "10.50.0.11")
    assert answer == b""


def test_an_announcement_asks_for_the_address_that_it_claims() -> None:
    """RFC 5227: sender and target address are the same."""
    announced, answer = Arp().exchange(Said(verb="announce", ends=ENDS))
    assert _parts(announced)[2] == _parts(announced)[4] == "10.50.0.10"
    assert answer == b""


def test_it_stays_in_the_segment() -> None:
    """Routers do not pass it on, and it has no port."""
    assert Arp.link_local
    assert Arp.source == Arp.port == 0
