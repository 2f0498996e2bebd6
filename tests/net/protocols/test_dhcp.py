"""Laws of the protocol: DHCP renewals, and the fingerprint in them."""

from __future__ import annotations

import pytest

from twin.net.protocols.dhcp import LEASE_S, Dhcp
from twin.net.wire.said import Said, WireEnds
from twin.net.wire.stacks import STACKS, stack_of

ENDS = WireEnds(("10.50.0.10", "10.100.0.10"), ("02:00:00:00:00:01", "02:00:00:00:00:02"), "10.50.0.1")


def _options(message: bytes) -> dict[int, bytes]:
    found, at = {}, 240
    assert message[236:240] == b"\x63\x82\x53\x63"
    while message[at] != 255:
        found[message[at]] = message[at + 2 : at + 2 + message[at + 1]]
        at += 2 + message[at + 1]
    return found


def _said(**words: str) -> Said:
    return Said("camera-01", "dns-01", "REQUEST", vendor="lenscape", ends=ENDS)._replace(**words)  # type: ignore[arg-type]


def test_a_renewal_is_unicast_from_the_address_that_it_wants_to_keep() -> None:
    """RFC 2131, table 5: the address stands in ciaddr, and neither option 50 nor 54 may be there."""
    request, _ = Dhcp().exchange(_said())
    assert request[12:16] == bytes((10, 50, 0, 10))
    assert not {50, 54} & _options(request).keys()
    assert _options(request)[53] == b"\x03"


def test_the_answer_grants_a_lease_and_tells_the_subnet() -> None:
    """Lease, half of it and seven eighths of it; mask, router and name server."""
    _, answer = Dhcp().exchange(_said())
    options = _options(answer)
    assert [int.from_bytes(options[code], "big") for code in (51, 58, 59)] == [LEASE_S, LEASE_S // 2, LEASE_S * 7 // 8]
    assert (options[53], options[3], answer[16:20]) == (b"\x05", bytes((10, 50, 0, 1)), bytes((10, 50, 0, 10)))


def test_a_refusal_grants_nothing() -> None:
    """NAK, and no address."""
    _, answer = Dhcp().exchange(_said(status="denied"))
    assert _options(answer)[53] == b"\x06"
    assert answer[12:20] == bytes(8)
    assert 51 not in _options(answer)


def test_a_release_has_no_answer() -> None:
    """RFC 2131, section 4.4.4."""
    assert Dhcp().exchange(_said(verb="RELEASE"))[1] == b""


@pytest.mark.parametrize("maker", [*STACKS, "somebody-else"])
def test_each_maker_asks_in_its_own_way(maker: str) -> None:
    """Vendor class and parameter request list are the maker's alone."""
    options = _options(Dhcp().exchange(_said(vendor=maker))[0])
    others = [stack for name, stack in STACKS.items() if name != maker]
    assert (options[60].decode(), tuple(options[55])) == (stack_of(maker).system, stack_of(maker).asks)
    assert all(tuple(options[55]) != other.asks and options[60].decode() != other.system for other in others)
