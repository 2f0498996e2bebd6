"""JA4 as its makers compute it."""

from __future__ import annotations

import pytest

from twin.net.wire.hello import client_hello, extension, handshake, long, short
from twin.net.wire.ja4 import ja4
from twin.net.wire.said import Said
from twin.net.wire.stacks import STACKS

SUITES = "0a0a130113021303c02bc02fc02cc030cca9cca8c013c014009c009d002f0035"
SIGNATURES = "040308040401050308050501080606 01".replace(" ", "")
KINDS = (0x1A1A, 0x0000, 0x0017, 0xFF01, 0x000A, 0x000B, 0x0023, 0x0010, 0x0005, 0x000D, 0x0012, 0x0033, 0x002D, 0x002B,
         0x001B, 0x4469, 0x2A2A, 0x0015)  # fmt: skip


def _browser() -> bytes:
    """The hello of the example in the specification: GREASE, and an application protocol of two letters."""
    bodies = {
        0x0010: long(short(b"h2") + short(b"http/1.1")), 0x000D: long(bytes.fromhex(SIGNATURES)),
        0x002B: b"\x06\x3a\x3a\x03\x04\x03\x03", 0x0000: long(b"\x00" + long(b"example.com")),
    }  # fmt: skip
    extensions = b"".join(extension(kind, bodies.get(kind, b"")) for kind in KINDS)
    head = b"\x03\x03" + bytes(32) + short(bytes(32)) + long(bytes.fromhex(SUITES)) + b"\x01\x00"
    return handshake(1, head + long(extensions))


def test_it_is_that_of_the_specification_s_example() -> None:
    """A well-known browser, whatever it drew to keep servers honest."""
    assert ja4(_browser()) == "t13d1516h2_8daaf6152771_e5627efa2ab1"


def test_an_old_client_without_names_says_so() -> None:
    """No extensions at all: nothing named, no application protocol, a hash of nothing."""
    bare = handshake(1, b"\x03\x01" + bytes(32) + short(b"") + long(b"\x00\x2f") + b"\x01\x00" + long(b""))
    assert ja4(bare).startswith("t10i010000_")
    assert ja4(bare).endswith("_000000000000")


@pytest.mark.parametrize("old", [False, True])
def test_no_two_makers_share_a_fingerprint(*, old: bool) -> None:
    """Which is what it is for."""
    found = {ja4(client_hello(Said(vendor=maker), "http/1.1", resumed=not old, old=old)) for maker in STACKS}
    assert len(found) == len(STACKS)
    assert {each[:4] for each in found} == {"t12d" if old else "t13d"}
