"""Makers: told by the hardware address and by the software, which may disagree."""

from __future__ import annotations

import pytest

from tests.lab.inventory.recordings import COFFEE
from twin.lab.inventory.handshakes import UNSAID, Handshake
from twin.lab.inventory.makers import known_makers, maker_of, makers_by_class, makers_by_prefix
from twin.net.wire.stacks import stack_of

DESK = Handshake(vendor_class=stack_of("deskline").system)


@pytest.mark.parametrize(
    ("mac", "said", "maker", "disguised"),
    [
        (COFFEE.mac, UNSAID, "brewtech", False),
        ("02:ff:ff:00:00:01", DESK, "deskline", False),
        (COFFEE.mac, DESK, "deskline", True),
        ("02:ff:ff:00:00:01", UNSAID, "", False),
    ],
)
def test_software_is_believed_before_the_hardware_address(
    mac: str, said: Handshake, maker: str, *, disguised: bool
) -> None:
    """And where they disagree, somebody pretends."""
    found = maker_of(mac, said)
    assert (found.name, found.disguised) == (maker, disguised)
    assert len(found.evidence) == (mac == COFFEE.mac) + (said is DESK)


def test_no_two_makers_share_a_mark() -> None:
    """Else the mark would tell nothing."""
    assert sorted(makers_by_prefix().values()) == sorted(makers_by_class().values()) == list(known_makers())
